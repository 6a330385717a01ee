import { create } from 'zustand';
import type { LabelColumns } from '../../../../core';
import type { FoundLabels, LabelSheet, LabelSource, LabelsApi, SheetUse } from '../../../../workers/protocol';
import { type Engine, WorkerLink } from '../../../engine';
import { during } from '../../page-tasks';

/** Labels that were opened and are not taken yet. */
interface Opened {
  readonly source: LabelSource;
  /** The files, in the order in which they were opened: of labels and of counts the last one counts, of codes all do. */
  readonly sheets: readonly LabelSheet[];
  /** Whether photos of the training part are labelled like the others. */
  readonly withTraining: boolean;
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
const NOTHING: Opened = { source: { kind: 'none' }, sheets: [], withTraining: false, ids: [], found: null };

/** The file that a kind of things is read from. */
export const sheetFor = ({ sheets }: Pick<Opened, 'sheets'>, use: SheetUse): LabelSheet | null =>
  sheets.findLast((sheet) => sheet.use === use) ?? null;

/** What was opened, with one more file, or one that is taken for something else. */
function withSheet(before: Opened, sheet: LabelSheet): Opened {
  const sheets = [...before.sheets.filter(({ name }) => name !== sheet.name), sheet];
  const labels = sheetFor({ sheets }, 'labels');
  const hasCodes = sheetFor({ sheets }, 'codes') !== null;
  const source = ((): LabelSource => {
    if (sheet === labels) return { kind: 'file', columns: sheet.columns };
    if (labels !== null || before.source.kind === 'folders') return before.source;
    // Codes without labels are those of folders.
    return hasCodes ? FOLDERS : { kind: 'none' };
  })();
  return { ...before, sheets, source };
}

/** Opens files of labels, of what their codes mean and of counts; the dialog shows what they fit. */
export async function openLabelFiles(engine: Engine, files: readonly File[]): Promise<void> {
  await attempting(async () => {
    await during('Reading labels', async () => {
      for (const file of files) {
        const sheet = await worker().open({ name: file.name, content: file });
        useLabels.setState({ opened: withSheet(useLabels.getState().opened ?? NOTHING, sheet) });
      }
    });
    await findPhotos(engine);
  });
}

/** Takes the names of the folders that photos lie in for labels; the dialog shows what they fit. */
export async function openFolderLabels(engine: Engine): Promise<void> {
  await attempting(async () => {
    const sheets = (useLabels.getState().opened?.sheets ?? []).filter(({ use }) => use !== 'labels');
    useLabels.setState({ opened: { ...NOTHING, source: FOLDERS, sheets } });
    await findPhotos(engine);
  });
}

/** Reads the table by other columns. */
export const chooseColumns = (engine: Engine, columns: LabelColumns): Promise<void> =>
  readBy(engine, { kind: 'file', columns });

/** Takes a file for something else. */
export const chooseUse = (engine: Engine, name: string, use: SheetUse): Promise<void> =>
  attempting(async () => {
    const sheet = await worker().use(name, use);
    const { opened } = useLabels.getState();
    if (opened === null) return;
    useLabels.setState({ opened: withSheet(opened, sheet) });
    await findPhotos(engine);
  });

/** Has photos of the training part labelled like the others, or only counted. */
export function chooseTraining(engine: Engine, withTraining: boolean): Promise<void> {
  const { opened } = useLabels.getState();
  if (opened === null) return Promise.resolve();
  useLabels.setState({ opened: { ...opened, withTraining } });
  return attempting(() => findPhotos(engine));
}

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
  const asked = useLabels.getState().opened;
  if (asked === null) return;
  const paths = photoIds.map((id) => engine.photo(id)?.file ?? '');
  const names = classes.map((entry) => ({ name: entry.name, names: entry.names }));
  const found = await worker().match(asked.source, paths, names, asked.withTraining);
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
