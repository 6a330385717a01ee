import { create } from 'zustand';
import type { LibraryApi, OpenedModel, OpeningProgress, PickedFile } from '../../../../workers/protocol';
import { type Engine, type Linked, WorkerLink } from '../../../engine';
import { usePage } from '../../page-state';
import { during } from '../../page-tasks';
import { takeModel } from './adding/take-model';

/** A model of this device on its way into the store. */
interface Opening {
  readonly name: string;
  readonly progress: OpeningProgress | null;
  readonly stop: AbortController;
}

/** What is being opened, what became of the last one, and why it was not opened. */
export const useOpening = create<{
  readonly opening: Opening | null;
  readonly said: string | null;
  readonly problem: string | null;
}>()(() => ({ opening: null, said: null, problem: null }));

const link = new WorkerLink<LibraryApi>(
  () =>
    new Worker(new URL('../../../../workers/library/worker.ts', import.meta.url), {
      type: 'module',
      name: 'library',
    }),
  {
    stopped: 'Opening the model stopped',
    remedy: 'Open it again.',
    cancels: { openFolder: 'giveUp', openArchive: 'giveUp' },
  },
);

/** Takes a model's folder into this browser and loads it. @param name where its files tell of no folder */
export const openModelFolder = (engine: Engine, files: readonly File[], name: string): Promise<void> =>
  open(engine, name, (api, onProgress) => api.openFolder(files.map(asPicked), name, onProgress));

/** The same for a ZIP archive of such a folder. */
export const openModelArchive = (engine: Engine, archive: File): Promise<void> =>
  open(engine, archive.name, (api, onProgress) => api.openArchive(archive, archive.name, onProgress));

/** Whether an archive holds a model. */
export const holdsModel = (archive: File): Promise<boolean> =>
  link.api.holdsModel(archive).catch(() => false);

/** Stops what is being opened; nothing of it is kept. */
export const cancelOpening = (): void => useOpening.getState().opening?.stop.abort();

const asPicked = (file: File): PickedFile => ({ path: file.webkitRelativePath || file.name, content: file });

async function open(
  engine: Engine,
  name: string,
  work: (api: Linked<LibraryApi>, onProgress: (progress: OpeningProgress) => void) => Promise<OpenedModel>,
): Promise<void> {
  cancelOpening();
  const opening: Opening = { name, progress: null, stop: new AbortController() };
  const { signal } = opening.stop;
  useOpening.setState({ opening, said: null, problem: null });
  usePage.setState({ modelsOpen: true });
  try {
    const { source, kind } = await during(`Opening ${name}`, () =>
      work(link.until(signal), (progress) => {
        if (!signal.aborted) useOpening.setState({ opening: { ...opening, progress } });
      }),
    );
    if (kind === 'dual encoder') takeModel(engine, source);
    else {
      useOpening.setState({
        said: `${source.id} is a text encoder. It is kept, and used where the captions of an index were embedded with it.`,
      });
      engine.retrySpaces();
    }
    await engine.storageChanged();
  } catch (thrown) {
    if (!signal.aborted)
      useOpening.setState({
        problem: `${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      });
  } finally {
    useOpening.setState(({ opening: now }) => (now?.stop === opening.stop ? { opening: null } : {}));
  }
}
