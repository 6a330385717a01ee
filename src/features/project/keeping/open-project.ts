import { create } from 'zustand';
import type { PicturesKept, ProjectFacts } from '../../../../workers/protocol';
import type { Engine } from '../../../engine';
import { selectPhoto } from '../../page-state';
import { during } from '../../page-tasks';
import { useSampleLabels } from '../../photos/samples/useSamples';
import { forgetSteps, remember, tell } from '../../undo/undo';
import { fileName, offer } from '../download';
import { projects } from './client';
import { heldProjects, holdProject, lastOpen, noteOpen } from './place';
import { restoreProject } from './restore';
import { type Head, ProjectSaver, type Saving } from './saver';

interface ProjectState {
  readonly dialogOpen: boolean;
  /** The project that is open; null while what is on the page is kept in none. */
  readonly current: { readonly id: string; readonly name: string; readonly pictures: PicturesKept } | null;
  readonly saving: Saving;
  /** Null while they were not looked for. */
  readonly list: readonly ProjectFacts[] | null;
  /** Why the last thing that was wanted of projects came to nothing. */
  readonly problem: string | null;
}

const SAVED: Saving = { pending: false, problem: null };

/** The projects of this browser, and the one that is open. */
export const useProjects = create<ProjectState>()(() => ({
  dialogOpen: false,
  current: null,
  saving: SAVED,
  list: null,
  problem: null,
}));

let saver: ProjectSaver | null = null;
let letGo: (() => void) | null = null;
let opening = new AbortController();

/** Opens what was open when the page was left; nothing where there was no project. */
export async function startProjects(engine: Engine): Promise<void> {
  const last = lastOpen();
  if (last === null) return;
  await tried(async () => {
    const hold = await holdProject(last.id, last.isOwn);
    await projects.tidy([...(await heldProjects()), last.id]);
    if (hold === null) return;
    const head = await projects.head(last.id);
    if (head === null || engine.getState().photoIds.length > 0) hold();
    else await open(engine, head, hold);
  });
}

/** Keeps what is on the page as a new project; where one is open, begins an empty one with its classes and settings. */
export async function newProject(engine: Engine, pictures: PicturesKept): Promise<void> {
  await tried(async () => {
    if (saver !== null) await leave(engine);
    const now = Date.now();
    const head: Head = {
      id: crypto.randomUUID(),
      name: nameFor(new Date(now), useProjects.getState().list ?? (await projects.list())),
      notes: '',
      pictures,
      request: null,
      createdAt: now,
      changedAt: now,
      deletedAt: null,
    };
    attach(engine, head, (await holdProject(head.id, false)) ?? (() => {}));
    saver!.saveAll();
    await saver!.flush();
  });
  await lookAgain();
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
    if (saver === null && engine.getState().photoIds.length > 0) await newProject(engine, 'copies');
    if (saver !== null) await leave(engine);
    await open(engine, head, hold);
  });
  await lookAgain();
}

/** Gives a project another name. */
export async function renameProject(id: string, name: string): Promise<void> {
  await tried(async () => {
    if (saver?.now.id === id) {
      saver.change({ name });
      await saver.flush();
      tellCurrent(saver.now);
      return;
    }
    const head = await projects.head(id);
    if (head !== null) await projects.write(id, { head: { ...head, name } });
  });
  await lookAgain();
}

/** Keeps of the open project's photos copies of the files, or small pictures only: then the copies go at once. */
export async function keepPictures(pictures: PicturesKept): Promise<void> {
  await tried(async () => {
    const its = saver;
    if (its === null || its.now.pictures === pictures) return;
    const { id } = its.now;
    its.keepPictures(pictures, pictures === 'copies' ? await projects.picturesKept(id) : []);
    tellCurrent(its.now);
    await its.flush();
    if (pictures === 'thumbnails') await projects.dropPictures(id);
  });
  await lookAgain();
}

/** Makes a copy of a project, which lies beside it. */
export async function duplicateProject(id: string): Promise<void> {
  await tried(async () => {
    if (saver?.now.id === id) await saver.flush();
    const head = await projects.head(id);
    if (head === null) return;
    const copy = { ...head, id: crypto.randomUUID(), name: `${head.name}, copy`, changedAt: Date.now() };
    // No other tab may take what is written of it for a remnant.
    const hold = await holdProject(copy.id, false);
    try {
      await during('Copying the project', () => projects.duplicate(id, copy));
    } finally {
      hold?.();
    }
  });
  await lookAgain();
}

/** Offers a project as one file, copies of its photos in it where that is wanted and they are kept. */
export async function exportProject(id: string, withPictures: boolean): Promise<void> {
  await tried(async () => {
    if (saver?.now.id === id) await saver.flush();
    const head = await projects.head(id);
    const file = await during('Exporting the project', () => projects.pack(id, withPictures));
    if (head !== null && file !== null) offer(file, fileName('zip', new Date(), asInFiles(head.name)));
  });
}

/**
 * Keeps a project that was exported, here or elsewhere, beside those there are; it is not opened.
 * @returns its id; null where it could not be read, which the list of projects says
 */
export async function importProject(file: File): Promise<string | null> {
  let imported: string | null = null;
  await tried(async () => {
    const id = crypto.randomUUID();
    // No other tab may take what is written of it for a remnant.
    const hold = await holdProject(id, false);
    try {
      const name = await during('Importing the project', () => projects.unpack(file, id));
      tell(`Project “${name}” imported.`);
      imported = id;
    } finally {
      hold?.();
    }
  });
  await lookAgain();
  return imported;
}

/** Imports a project and opens it; where it cannot be read, the list of projects says why. */
export async function openProjectFile(engine: Engine, file: File): Promise<void> {
  const id = await importProject(file);
  if (id !== null) await openProject(engine, id);
  if (useProjects.getState().problem !== null) useProjects.setState({ dialogOpen: true });
}

/** A project's name as a part of a file's. */
const asInFiles = (name: string): string =>
  name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'project';

/** Deletes a project; that can be undone until the page is left. */
export async function deleteProject(engine: Engine, id: string): Promise<void> {
  const wasOpen = saver?.now.id === id;
  await tried(async () => {
    if (wasOpen) await leave(engine);
    const head = await projects.head(id);
    if (head === null) return;
    const setDeleted = (deletedAt: number | null) => projects.write(id, { head: { ...head, deletedAt } });
    await setDeleted(Date.now());
    remember({
      words: `Project “${head.name}” deleted`,
      bytes: 0,
      undo: () =>
        void tried(async () => {
          await setDeleted(null);
          if (wasOpen && saver === null && engine.getState().photoIds.length === 0)
            await openProject(engine, id);
        }).then(lookAgain),
      redo: () => void deleteProject(engine, id),
    });
  });
  await lookAgain();
}

/** Whether all that is on the page is kept in the open project. */
export function isInProject(): boolean {
  const { current, saving } = useProjects.getState();
  return current !== null && !saving.pending && saving.problem === null;
}

/** Writes what is pending; for a page that is about to go. */
export const saveNow = (): void => void saver?.flush();

/** Looks again at which projects there are. */
export async function lookAgain(): Promise<void> {
  const list = await projects.list().catch((thrown: Error) => {
    useProjects.setState({ problem: thrown.message });
    return [];
  });
  useProjects.setState({ list });
}

const tellCurrent = ({ id, name, pictures }: Head): void =>
  useProjects.setState({ current: { id, name, pictures } });

function attach(engine: Engine, head: Head, hold: () => void): void {
  const truthOf = (id: string) => useSampleLabels.getState().labels[id] ?? null;
  letGo = hold;
  const its: ProjectSaver = new ProjectSaver(engine, projects, head, truthOf, (saving) => {
    if (saver === its) useProjects.setState({ saving });
  });
  saver = its;
  noteOpen(head.id);
  tellCurrent(head);
  useProjects.setState({ saving: SAVED });
}

async function open(engine: Engine, head: Head, hold: () => void): Promise<void> {
  engine.restoreRequest(head.request);
  attach(engine, head, hold);
  const its = saver!;
  opening = new AbortController();
  const labels: Record<string, string> = {};
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
  useSampleLabels.setState((state) => ({ labels: { ...state.labels, ...labels } }));
}

/** Leaves the open project: all of it is written, and the page is empty. */
async function leave(engine: Engine): Promise<void> {
  opening.abort();
  await saver?.close();
  saver = null;
  letGo?.();
  letGo = null;
  noteOpen(null);
  engine.removePhotos(engine.getState().photoIds);
  selectPhoto(null);
  // Steps of one project mean nothing in another.
  forgetSteps();
  useProjects.setState({ current: null, saving: SAVED });
}

async function tried(work: () => Promise<void>): Promise<void> {
  useProjects.setState({ problem: null });
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
    useProjects.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  }
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
