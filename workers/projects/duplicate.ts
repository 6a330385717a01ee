import type { ProjectHead, Unversioned } from '../protocol';
import { HEAD_VERSION } from './database/rows';
import { type Projects, rangeOf } from './database/schema';
import { COPIED, copyRows } from './database/transactions';
import { removeProject } from './leftovers';
import { fileOf, type PictureFiles } from './picture-files';

/**
 * Copies all that is kept of a project, under the id and name of a head.
 * @throws what the browser throws where it has no room; nothing is left of the copy then
 */
export async function duplicateProject(
  database: Projects,
  files: PictureFiles,
  id: string,
  head: Unversioned<ProjectHead>,
): Promise<void> {
  try {
    await copyProject(database, files, id, head);
  } catch (thrown) {
    // Should that fail too, it goes with the next visit.
    await removeProject(database, files, head.id).catch(() => {});
    throw thrown;
  }
}

async function copyProject(
  database: Projects,
  files: PictureFiles,
  id: string,
  head: Unversioned<ProjectHead>,
): Promise<void> {
  for (const name of COPIED) await copyRows(database, name, id, head.id);
  for (const [, added] of await database.getAllKeys('pictures', rangeOf(id))) {
    const copied = await database.get('pictures', [id, added]);
    const bytes = copied && (await files.read({ name: fileOf([id, added]), bytes: copied.bytes }));
    if (bytes === undefined) continue;
    await files.write(fileOf([head.id, added]), bytes);
    await database.put('pictures', copied!, [head.id, added]);
  }
  // Last: until then the copy does not exist.
  await database.put('projects', { ...head, version: HEAD_VERSION });
}
