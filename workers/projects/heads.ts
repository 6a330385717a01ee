import type { ProjectHead } from '../protocol';
import { readHead } from './database/rows';
import type { Projects } from './database/schema';

/** The heads of all projects, deleted ones too. */
export const headsOf = async (database: Projects): Promise<ProjectHead[]> =>
  (await database.getAll('projects')).map((kept) => readHead(kept)).filter((head) => head !== null);

/** A project's head; null where there is none, or it was deleted. */
export async function headOf(database: Projects, id: string): Promise<ProjectHead | null> {
  const head = readHead(await database.get('projects', id));
  return head === null || head.deletedAt !== null ? null : head;
}
