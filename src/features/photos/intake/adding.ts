import { create } from 'zustand';
import type { IntakeApi } from '../../../../workers/protocol';
import { type Engine, WorkerLink } from '../../../engine';
import { count, counted } from '../../common/text/formats';
import { yieldToPage } from '../../common/yield-to-page';
import { considerFolders } from '../../evaluate/labels/folder-offer';
import { usePage } from '../../page-state';
import { during } from '../../page-tasks';
import { leaveOut, notePresent } from '../attention/left-out';
import { offerProject } from '../attention/project-offer';
import { entriesOf, filesOfArchive, isProject } from './archive-files';
import { type Found, inBatches } from './files';
import { KnownPhotos } from './known-photos';
import { sortOut } from './sort-out';

/** One lot of files on its way into the light table. */
interface Lot {
  readonly added: number;
  /** Null while nobody knows, as with folders that are still being read. */
  readonly total: number | null;
  readonly stop: AbortController;
}

/** What adding needs of the engine. */
export type Table = Pick<Engine, 'addPhotos' | 'photo' | 'openPhoto' | 'subscribePhotos' | 'getState'>;

interface AddOptions {
  /** Whether photos that are there already are added once more. */
  readonly again?: boolean;
  /** Whether an archive is one of photos, though it holds a project. */
  readonly asPhotos?: boolean;
}

/** The files under way, by lot. */
export const useAdding = create<{ readonly lots: readonly Lot[] }>()(() => ({ lots: [] }));

/** Starts the worker that reads files on their way in. */
const spawnIntake = () =>
  new Worker(new URL('../../../../workers/intake/worker.ts', import.meta.url), {
    type: 'module',
    name: 'intake',
  });

const linkIntake = (spawn: () => Worker) =>
  new WorkerLink<IntakeApi>(spawn, {
    stopped: 'Reading files stopped',
    remedy: 'Add them again; if that fails too, reload the page.',
    cancels: { unpack: 'giveUp' },
  });

let link: WorkerLink<IntakeApi> | null = null;
/** Calls of `addFiles` under way: the worker ends with the last of them. */
let adding = 0;

const known = new WeakMap<Table, KnownPhotos>();

/** Stops adding; what was added stays. */
export function cancelAdding(): void {
  for (const { stop } of useAdding.getState().lots) stop.abort();
}

/**
 * Adds files in order, a few at a time, without holding the page up; shows how far it is and ends early when it is
 * cancelled. Side files of folders are left out, archives are opened after the rest, and what is there already is told.
 * @param words what the status strip says of it
 * @param total how many there are; null when that is not known
 * @param spawn starts the worker that looks at files whose names do not say what they are
 */
export async function addFiles(
  engine: Table,
  words: string,
  files: Iterable<Found> | AsyncIterable<Found>,
  total: number | null,
  options: AddOptions = {},
  spawn = spawnIntake,
): Promise<void> {
  // Whoever adds photos wants to see them.
  usePage.setState({ alone: null });
  link ??= linkIntake(spawn);
  const worker = link;
  const archives: File[] = [];
  adding++;
  try {
    await addLot(
      engine,
      words,
      inBatches(files),
      total,
      async (batch, add) => {
        const { photos, archives: some, leftOut } = await sortOut(batch, worker.api);
        archives.push(...some);
        leaveOut(leftOut);
        await add(photos);
      },
      worker,
      options,
    );
    for (const archive of archives) await addArchive(engine, archive, worker, options);
  } finally {
    if (--adding === 0) {
      link = null;
      worker.stop(new DOMException('No files are left to read.', 'AbortError'));
    }
  }
}

async function addArchive(
  engine: Table,
  archive: File,
  worker: WorkerLink<IntakeApi>,
  options: AddOptions,
): Promise<void> {
  await withArchive(async () => {
    const opened = await worker.api.openArchive(archive).catch((thrown: Error) => {
      leaveOut([{ path: archive.name, kind: 'refused', words: thrown.message, file: archive }]);
      return null;
    });
    if (opened === null) return;
    if (isProject(opened) && options.asPhotos !== true) {
      offerProject({
        file: archive,
        takePhotos: () =>
          void addFiles(engine, 'Adding photos', [{ file: archive, from: 'itself' }], 1, {
            ...options,
            asPhotos: true,
          }),
      });
      return;
    }
    const entries = await entriesOf(archive.name, opened);
    const batches = (signal: AbortSignal) =>
      inBatches(filesOfArchive(entries, worker.until(signal)), UNPACKED);
    await addLot(
      engine,
      `Opening ${archive.name}`,
      batches,
      entries.length,
      async (batch, add) => {
        leaveOut(batch.filter((found) => 'path' in found));
        await add(batch.flatMap((found) => ('path' in found ? [] : [found.file])));
      },
      worker,
      options,
    );
  });
}

/** Files unpacked before they are added. */
const UNPACKED = 4;

let archiveOpen: Promise<unknown> = Promise.resolve();

/** Runs `work` once no other archive is open: the worker has one at a time. */
function withArchive(work: () => Promise<void>): Promise<void> {
  const done = archiveOpen.then(work);
  archiveOpen = done.catch(() => {});
  return done;
}

type Batches<T> = AsyncIterable<readonly T[]>;

/** Takes batches of a lot until all are taken or the lot is cancelled. */
async function addLot<T>(
  engine: Table,
  words: string,
  batches: Batches<T> | ((signal: AbortSignal) => Batches<T>),
  total: number | null,
  take: (batch: readonly T[], add: (photos: readonly File[]) => Promise<void>) => Promise<void>,
  worker: WorkerLink<IntakeApi>,
  { again = false }: AddOptions,
): Promise<void> {
  const stop = new AbortController();
  let lot: Lot = { added: 0, total, stop };
  const show = (next: Lot | null) => {
    const now = lot;
    if (next !== null) lot = next;
    useAdding.setState(({ lots }) => ({
      lots: lots.flatMap((other) => (other !== now ? [other] : next === null ? [] : [next])),
    }));
  };
  /** Photos of this lot: copies within a folder are the user's own. */
  const own = new Set<string>();
  const add = async (photos: readonly File[]) => {
    if (photos.length === 0) return;
    const { fresh, present } = again
      ? { fresh: photos, present: [] }
      : await knownPhotos(engine, worker).part(photos, own);
    if (stop.signal.aborted) return;
    for (const id of engine.addPhotos(fresh)) own.add(id);
    notePresent(present);
  };
  useAdding.setState(({ lots }) => ({ lots: [...lots, lot] }));
  try {
    await during(words, async (task) => {
      // Thousands of files take their time to be taken from a drop: the first of them are added in a task of their own.
      await yieldToPage();
      for await (const batch of typeof batches === 'function' ? batches(stop.signal) : batches) {
        if (stop.signal.aborted) return;
        await take(batch, add);
        show({ ...lot, added: lot.added + batch.length });
        const whole = total === null ? counted(lot.added, 'file') : `${count(lot.added)} of ${count(total)}`;
        task.say(`${words}, ${whole}`);
        await yieldToPage();
      }
    });
    considerFolders(engine, own);
  } catch (thrown) {
    if (!stop.signal.aborted) throw thrown;
  } finally {
    show(null);
  }
}

function knownPhotos(engine: Table, worker: WorkerLink<IntakeApi>): KnownPhotos {
  let photos = known.get(engine);
  if (photos === undefined) {
    // The worker of the day: it ends when nothing is left to read.
    const digests: IntakeDigests = (files) => (link ?? worker).api.digests(files);
    photos = new KnownPhotos(engine, { digests }, engine.getState().photoIds);
    known.set(engine, photos);
  }
  return photos;
}

type IntakeDigests = WorkerLink<IntakeApi>['api']['digests'];
