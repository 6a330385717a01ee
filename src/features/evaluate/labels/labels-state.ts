import { create } from 'zustand';
import type { LabelColumns } from '../../../../core';
import type { FoundLabels, LabelSheet, LabelSource, LabelsApi } from '../../../../workers/protocol';
import { type Engine, WorkerLink } from '../../../engine';
import { during } from '../../page-tasks';

/** Labels that were opened and are not taken yet. */
interface Opened {
  readonly source: LabelSource;
  /** The file of labels; null where folders are the labels. */
  readonly sheet: LabelSheet | null;
  /** The files that say what codes mean. */
  readonly codes: readonly LabelSheet[];
  /** The photos that `found` is about, by place; null while they are being looked for. */
  readonly ids: readonly string[];
  readonly found: FoundLabels | null;
}

interface LabelsState {
  readonly opened: Opened | null;
  /** Why a file could not be read, in words for the user. */
  readonly problem: string | null;
}

/** The labels that the dialog shows, before they are taken. */
export const useLabels = create<LabelsState>()(() => ({ opened: null, problem: null }));

const spawn = () =>
  new Worker(new URL('../../../../workers/labels/worker.ts', import.meta.url), {
    type: 'module',
    name: 'labels',
  });

let link: WorkerLink<LabelsApi> | null = null;

/** The worker of the labels that are open; it ends with `closeLabels`. */
function worker() {
  link ??= new WorkerLink<LabelsApi>(spawn, {
    stopped: 'Reading labels stopped',
    remedy: 'Open them again; if that fails too, reload the page.',
  });
  return link.api;
}

const FOLDERS: LabelSource = { kind: 'folders', depth: null };

/** Opens files of labels, and of what their codes mean; the dialog shows what they fit. */
export async function openLabelFiles(engine: Engine, files: readonly File[]): Promise<void> {
  await attempting(async () => {
    await during('Reading labels', async () => {
      for (const file of files) {
        const sheet = await worker().open({ name: file.name, content: file });
        const before = useLabels.getState().opened;
        const now = before ?? { source: FOLDERS, sheet: null, codes: [], ids: [], found: null };
        const opened =
          sheet.use === 'codes'
            ? { ...now, codes: [...now.codes.filter(({ name }) => name !== sheet.name), sheet] }
            : { ...now, sheet, source: { kind: 'file', columns: sheet.columns } as const };
        useLabels.setState({ opened });
      }
    });
    await findPhotos(engine);
  });
}

/** Takes the names of the folders that photos lie in for labels; the dialog shows what they fit. */
export async function openFolderLabels(engine: Engine): Promise<void> {
  await attempting(async () => {
    const codes = useLabels.getState().opened?.codes ?? [];
    useLabels.setState({ opened: { source: FOLDERS, sheet: null, codes, ids: [], found: null } });
    await findPhotos(engine);
  });
}

/** Reads the table by other columns. */
export const chooseColumns = (engine: Engine, columns: LabelColumns): Promise<void> =>
  readBy(engine, { kind: 'file', columns });

/** Takes folders of another depth for classes. */
export const chooseDepth = (engine: Engine, depth: number): Promise<void> =>
  readBy(engine, { kind: 'folders', depth });

function readBy(engine: Engine, source: LabelSource): Promise<void> {
  const { opened } = useLabels.getState();
  if (opened === null) return Promise.resolve();
  useLabels.setState({ opened: { ...opened, source } });
  return attempting(() => findPhotos(engine));
}

let searches = 0;

/** Finds the photos that the labels are of, as they and the class list are now; the newest search wins. */
export async function findPhotos(engine: Engine): Promise<void> {
  const search = ++searches;
  const { photoIds, classes } = engine.getState();
  const source = useLabels.getState().opened?.source;
  if (source === undefined) return;
  const paths = photoIds.map((id) => engine.photo(id)?.file ?? '');
  const names = classes.map((entry) => ({ name: entry.name, names: entry.names }));
  const found = await worker().match(source, paths, names);
  const { opened } = useLabels.getState();
  if (search !== searches || opened === null) return;
  useLabels.setState({ opened: { ...opened, ids: photoIds, found } });
}

async function attempting(work: () => Promise<void>): Promise<void> {
  useLabels.setState({ problem: null });
  try {
    await work();
  } catch (thrown) {
    // Closed meanwhile.
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
    useLabels.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/** Forgets the labels that are open. */
export function closeLabels(): void {
  searches++;
  useLabels.setState({ opened: null, problem: null });
  link?.stop(new DOMException('The labels were closed.', 'AbortError'));
  link = null;
}
