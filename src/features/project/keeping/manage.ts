import type { Engine } from '../../../engine';
import { during } from '../../page-tasks';
import { remember, tell } from '../../undo/undo';
import { fileName, offer } from '../download';
import { projects } from './client';
import { leaveProject, openProject, openSaver } from './open-project';
import { holdProject } from './place';
import { lookAgain, tellCurrent, tried, useProjects } from './project-state';

/** Gives a project a name; one that began by itself is then a person's. */
export async function renameProject(id: string, name: string): Promise<void> {
  await tried(async () => {
    const saver = openSaver();
    if (saver?.now.id === id) {
      saver.change({ name, isNamed: true });
      await saver.flush();
      tellCurrent(saver.now);
      return;
    }
    const head = await projects.head(id);
    if (head !== null) await projects.write(id, { head: { ...head, name, isNamed: true } });
  });
  await lookAgain();
}

/** Makes a copy of a project, which lies beside it. */
export async function duplicateProject(id: string): Promise<void> {
  await tried(async () => {
    await writtenIfOpen(id);
    const head = await projects.head(id);
    if (head === null) return;
    const copy = {
      ...head,
      id: crypto.randomUUID(),
      name: `${head.name}, copy`,
      isNamed: true,
      changedAt: Date.now(),
    };
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

/** Offers a project as one file, its photos' files in it where that is wanted and they are to be had. */
export async function exportProject(id: string, withPictures: boolean): Promise<void> {
  await tried(async () => {
    await writtenIfOpen(id);
    const head = await projects.head(id);
    const file = await during('Exporting the project', () => projects.pack(id, withPictures));
    if (head !== null && file !== null) offer(file, fileName('zip', new Date(), asInFiles(head.name)));
    const unsaved = openSaver()?.now.id === id ? openSaver()!.unsaved : null;
    if (unsaved !== null)
      throw new Error(
        `The file holds what is saved of “${head?.name}”, and not what was done since. ${unsaved.why} Then export again.`,
      );
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

/** Deletes a project; that can be undone until the page is left. */
export async function deleteProject(engine: Engine, id: string): Promise<void> {
  const wasOpen = openSaver()?.now.id === id;
  await tried(async () => {
    if (wasOpen) await leaveProject(engine, true);
    const head = await projects.head(id);
    if (head === null) return;
    const setDeleted = (deletedAt: number | null) => projects.write(id, { head: { ...head, deletedAt } });
    await setDeleted(Date.now());
    // No other tab may collect what can still be taken back here.
    let letGo = await holdProject(id, false);
    remember({
      words: `Project “${head.name}” deleted`,
      bytes: 0,
      undo: () =>
        void tried(async () => {
          await setDeleted(null);
          await letGo?.();
          letGo = null;
          if (wasOpen && openSaver() === null && engine.getState().photoIds.length === 0)
            await openProject(engine, id);
        }).then(lookAgain),
      redo: () => void deleteProject(engine, id),
    });
  });
  await lookAgain();
}

async function writtenIfOpen(id: string): Promise<void> {
  const saver = openSaver();
  if (saver?.now.id === id) await saver.flush();
}

/** A project's name as a part of a file's. */
const asInFiles = (name: string): string =>
  name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'project';
