import { projectLock } from '../protocol';
import type { TryLock } from '../storage';
import { readHead } from './database/rows';
import { OF_PROJECTS, type Projects, rangeOf } from './database/schema';
import { headsOf } from './heads';
import { fileOf, type PictureFiles, projectOf } from './picture-files';

/** Removes all that is kept of a project, for good. */
export async function removeProject(database: Projects, files: PictureFiles, id: string): Promise<void> {
  // Without its head it is gone; should the rest be cut off, `dropLeftovers` goes on.
  await database.delete('projects', id);
  const keys = await database.getAllKeys('pictures', rangeOf(id));
  for (const name of OF_PROJECTS) await database.delete(name, rangeOf(id));
  await files.drop(keys.map(fileOf));
}

/**
 * Removes what no project needs: those that were deleted before, those that began by themselves and hold no photo, rows
 * without a head, and copies of pictures without a row. Each is looked at again once it is locked: what another tab has open,
 * is about to write, or may still take back is its own.
 * @param open projects of this tab, for browsers without locks
 */
export async function dropLeftovers(
  database: Projects,
  files: PictureFiles,
  open: readonly string[],
  tryLock: TryLock,
): Promise<void> {
  const found = new Set((await headsOf(database)).map(({ id }) => id));
  for (const name of OF_PROJECTS) for (const id of await projectsIn(database, name)) found.add(id);
  for (const id of found)
    if (!open.includes(id) && !(await isWanted(database, id)))
      await tryLock(projectLock(id), async () => {
        if (!(await isWanted(database, id))) await removeProject(database, files, id);
      });
  const strays = new Map<string, string[]>();
  const named = async () => new Set((await database.getAllKeys('pictures')).map(fileOf));
  const before = await named();
  for (const name of await files.names())
    if (!before.has(name) && !open.includes(projectOf(name)))
      strays.set(projectOf(name), [...(strays.get(projectOf(name)) ?? []), name]);
  for (const [id, names] of strays)
    await tryLock(projectLock(id), async () => {
      const now = await named();
      await files.drop(names.filter((name) => !now.has(name)));
    });
}

/** Whether a project is to stay: a person named it or began it, or it holds photos, and nobody deleted it. */
async function isWanted(database: Projects, id: string): Promise<boolean> {
  const head = readHead(await database.get('projects', id));
  if (head === null || head.deletedAt !== null) return false;
  return head.isNamed || (await database.count('photos', rangeOf(id))) > 0;
}

/** Ids of the projects that have rows in a store: one look for each of them. */
async function projectsIn(database: Projects, name: (typeof OF_PROJECTS)[number]): Promise<string[]> {
  const ids: string[] = [];
  let next = await database.transaction(name).store.openKeyCursor();
  while (next !== null) {
    const [id] = next.key;
    ids.push(id);
    next = await database.transaction(name).store.openKeyCursor(IDBKeyRange.lowerBound([id, []]));
  }
  return ids;
}
