import { FernglassError } from '../../../../core';
import type { PicturesKept, ProjectFacts } from '../../../../workers/protocol';
import type { Engine } from '../../../engine';
import { selectPhoto, usePage } from '../../page-state';
import { during } from '../../page-tasks';
import { useSampleLabels } from '../../photos/samples/useSamples';
import { forgetSteps, tell } from '../../undo/undo';
import { useExportChoices } from '../exporting/export-choices';
import { projects } from './client';
import { lookAtRoots } from './files/access';
import { holdProject, type LetGo, lastOpen, NOTHING_HELD, noteOpen } from './place';
import { isUnderWay, lookAgain, SAVED, tellCurrent, tried, useProjects } from './project-state';
import { restoreProject } from './restore';
import { ProjectSaver } from './saver';
import type { Head, Unsaved } from './saving';

/** Bytes of photos that are copied unasked into a project that began by itself. */
const COPIED_UNASKED = 200e6;

let saver: ProjectSaver | null = null;
let letGo: LetGo | null = null;
let opening = new AbortController();

/** Writes what changes of the open project; null while none is open. */
export const openSaver = (): ProjectSaver | null => saver;

/**
 * Opens what was open when the page was left, nothing where there was no project; from then on photos that are in none begin
 * one by themselves, unless the user wants no trace.
 */
export async function startProjects(engine: Engine): Promise<void> {
  // Before anything is embedded: words that are to leave no trace are not written first.
  keepRequestToo(engine);
  const last = lastOpen();
  if (last !== null)
    await tried(async () => {
      const hold = await holdProject(last.id, last.isOwn);
      if (hold === null) return;
      const head = await projects.head(last.id);
      if (head === null || engine.getState().photoIds.length > 0) hold();
      else await open(engine, head, hold);
    });
  const look = () => {
    const isWanted = saver === null && engine.getState().photoIds.length > 0;
    if (isWanted && !isUnderWay() && usePage.getState().keeps !== 'nothing') void begin(engine);
  };
  engine.subscribe(look);
  keepRequestToo(engine);
  look();
  // Behind all else: it may take a while, and nothing waits for it.
  projects.tidy(saver === null ? [] : [saver.now.id]).catch(() => {});
}

/** Keeps what is on the page as a new project; where one is open, begins an empty one with its classes and settings. */
export async function newProject(engine: Engine, pictures: PicturesKept): Promise<void> {
  await tried(async () => {
    if (saver !== null) await leaveProject(engine);
    const list = useProjects.getState().list ?? (await projects.list());
    await attachNew(engine, { pictures, copiesUpTo: null, isNamed: true }, list);
    saver!.saveAll();
    await saver!.flush();
  });
  await lookAgain();
}

/** Begins a project of what is on the page, unasked. */
async function begin(engine: Engine): Promise<void> {
  await tried(async () => {
    const { keeps } = usePage.getState();
    const pictures = keeps === 'nothing' ? 'references' : keeps;
    // Where projects cannot be kept, the saver says so, and goes on trying.
    const list = await projects.list().catch(() => []);
    if (saver !== null || engine.getState().photoIds.length === 0) return;
    await attachNew(engine, { pictures, copiesUpTo: COPIED_UNASKED, isNamed: false }, list);
    saver!.saveAll();
  });
}

/** Opens another project; what is on the page and in none becomes one first. */
export async function openProject(engine: Engine, id: string): Promise<void> {
  await tried(async () => {
    if (id === saver?.now.id) return;
    const hold = await holdProject(id, false);
    if (hold === null) throw new Error('This project is open in another tab.');
    const head = await projects.head(id);
    if (head === null) {
      hold();
      throw new Error('This project is no longer there.');
    }
    if (saver === null && engine.getState().photoIds.length > 0) {
      if (usePage.getState().keeps === 'nothing') {
        hold();
        throw new Error(
          'The photos on the page are to leave no trace, so they cannot be put aside: remove them first, or choose that they are kept.',
        );
      }
      await newProject(engine, 'copies');
    }
    try {
      if (saver !== null) await leaveProject(engine);
    } catch (thrown) {
      await hold();
      throw thrown;
    }
    await open(engine, head, hold);
  });
  await lookAgain();
}

/**
 * Says what is kept of photos' files, in the open project and those that begin after it. With `nothing` no trace is left: all
 * that was kept of the open project is removed, and nothing more is written while the photos are on the page.
 */
export async function keepFiles(engine: Engine, keeps: PicturesKept | 'nothing'): Promise<void> {
  const before = usePage.getState().keeps;
  usePage.setState({ keeps });
  if (keeps === 'nothing') await leaveNoTrace(engine);
  else if (saver !== null) await keepPictures(keeps);
  else if (before === 'nothing' && engine.getState().photoIds.length > 0) await newProject(engine, keeps);
  keepRequestToo(engine);
  await lookAgain();
}

/** Agrees to copies of all photos, however much room they take. */
export const copyAll = (): void => saver?.copyAll();

async function keepPictures(pictures: PicturesKept): Promise<void> {
  await tried(async () => {
    const its = saver;
    if (its === null || its.now.pictures === pictures) return;
    const { id } = its.now;
    its.keepPictures(pictures, pictures === 'thumbnails' ? [] : await projects.picturesKept(id));
    tellCurrent(its.now);
    await its.flush();
    if (pictures !== 'copies')
      await projects.dropPictures(id, pictures === 'thumbnails' ? 'all' : 'referred to');
  });
}

/** Removes the open project for good and writes nothing more; the photos stay on the page. */
async function leaveNoTrace(engine: Engine): Promise<void> {
  const its = saver;
  if (its === null) return;
  await tried(async () => {
    opening.abort();
    saver = null;
    const over = its.giveUp();
    noteOpen(null);
    useProjects.setState({ current: null, saving: SAVED });
    // It names the folders of the photos.
    useExportChoices.persist.clearStorage();
    await over;
    await projects.remove(its.now.id);
    await letGo?.();
    letGo = null;
    tell('Nothing is kept of this project any more: it is gone once the page is closed.');
  });
  keepRequestToo(engine);
}

/** Classes and settings are kept between visits unless there is to be no trace. */
function keepRequestToo(engine: Engine): void {
  engine.setRequestKept(saver !== null || usePage.getState().keeps !== 'nothing');
}

/** Writes what is pending; for a page that is about to go. */
export const saveNow = (): void => void saver?.flush();

async function attachNew(
  engine: Engine,
  begun: Pick<Head, 'pictures' | 'copiesUpTo' | 'isNamed'>,
  list: readonly ProjectFacts[],
): Promise<void> {
  const now = Date.now();
  const head: Head = {
    ...begun,
    id: crypto.randomUUID(),
    name: nameFor(new Date(now), list),
    notes: '',
    request: null,
    createdAt: now,
    changedAt: now,
    deletedAt: null,
  };
  attach(engine, head, (await holdProject(head.id, false)) ?? NOTHING_HELD);
}

function attach(engine: Engine, head: Head, hold: LetGo): void {
  const truthOf = (id: string) => useSampleLabels.getState().labels[id] ?? null;
  letGo = hold;
  const its: ProjectSaver = new ProjectSaver(engine, projects, head, truthOf, (saving) => {
    if (saver === its) useProjects.setState({ saving });
  });
  saver = its;
  noteOpen(head.id);
  keepRequestToo(engine);
  tellCurrent(head);
  useProjects.setState({ saving: SAVED });
}

async function open(engine: Engine, head: Head, hold: LetGo): Promise<void> {
  engine.restoreRequest(head.request);
  attach(engine, head, hold);
  const its = saver!;
  opening = new AbortController();
  const labels: Record<string, string> = {};
  // Asked about first: photos that are to be computed anew are read as soon as they are there.
  await lookAtRoots(head.id);
  await during(`Opening “${head.name}”`, () =>
    restoreProject(
      engine,
      projects,
      head.id,
      {
        captions: (captions) => its.adoptCaptions(captions),
        photo(id, { truth }, work) {
          its.adopt(id, work);
          if (truth !== null) labels[id] = truth;
        },
      },
      opening.signal,
    ),
  );
  if (head.pictures !== 'thumbnails') its.adoptCopies(await projects.picturesKept(head.id));
  useSampleLabels.setState((state) => ({ labels: { ...state.labels, ...labels } }));
}

/**
 * Leaves the open project: all of it is written, and the page is empty.
 * @param isDeleted whether it is left although something cannot be written
 * @throws FernglassError `storage-full` or `storage-unavailable` where something cannot be written; the page stays as it is
 */
export async function leaveProject(engine: Engine, isDeleted = false): Promise<void> {
  const its = saver;
  // Copies too: once the page has let go of the photos, there is nothing to copy from.
  if (its !== null) await during(`Saving “${its.now.name}”`, () => its.flush());
  if (its !== null && its.unsaved !== null && !isDeleted) throw notLeft(its.now.name, its.unsaved);
  opening.abort();
  await its?.close();
  saver = null;
  await letGo?.();
  letGo = null;
  noteOpen(null);
  engine.removePhotos(engine.getState().photoIds);
  selectPhoto(null);
  // Steps of one project mean nothing in another.
  forgetSteps();
  useProjects.setState({ current: null, saving: SAVED });
  await lookAtRoots(null);
}

function notLeft(name: string, { why, isFull, photos }: Unsaved): FernglassError {
  const what = photos > 0 ? 'What was done last in' : 'Not every photo’s file of';
  return new FernglassError(
    isFull ? 'storage-full' : 'storage-unavailable',
    `${what} “${name}” is kept yet, so it stays open. ${why}`,
  );
}

/** “28 November 2026”, and a number where there is one of that name. */
function nameFor(day: Date, list: readonly ProjectFacts[]): string {
  const name = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(day);
  const names = new Set(list.map((one) => one.name));
  for (let n = 1; ; n++) {
    const wanted = n === 1 ? name : `${name}, ${n}`;
    if (!names.has(wanted)) return wanted;
  }
}
