import { create } from 'zustand';
import type { PicturesKept, ProjectFacts } from '../../../../workers/protocol';
import { projects } from './client';
import type { Head, Saving } from './saving';

/** The project that is open, as the page shows it. */
export type CurrentProject = Pick<Head, 'id' | 'name' | 'isNamed'> & { readonly pictures: PicturesKept };

interface ProjectState {
  readonly dialogOpen: boolean;
  /** The project that is open; null while what is on the page is kept in none. */
  readonly current: CurrentProject | null;
  readonly saving: Saving;
  /** Null while they were not looked for. */
  readonly list: readonly ProjectFacts[] | null;
  /** Why the last thing that was wanted of projects came to nothing. */
  readonly problem: string | null;
}

/** Nothing is to be written. */
export const SAVED: Saving = {
  pending: false,
  problem: null,
  copied: { photos: 0, bytes: 0 },
  referred: 0,
  held: { photos: 0, bytes: 0 },
};

/** The projects of this browser, and the one that is open. */
export const useProjects = create<ProjectState>()(() => ({
  dialogOpen: false,
  current: null,
  saving: SAVED,
  list: null,
  problem: null,
}));

/** Whether all that is on the page is kept in the open project. */
export function isInProject(): boolean {
  const { current, saving } = useProjects.getState();
  return current !== null && !saving.pending && saving.problem === null;
}

/** Shows the project that is open. */
export const tellCurrent = ({ id, name, isNamed, pictures }: Head): void =>
  useProjects.setState({ current: { id, name, isNamed, pictures } });

/** Looks again at which projects there are. */
export async function lookAgain(): Promise<void> {
  const list = await projects.list().catch((thrown: Error) => {
    useProjects.setState({ problem: thrown.message });
    return [];
  });
  useProjects.setState({ list });
}

let underWay = 0;

/** Whether something that was wanted of projects is under way. */
export const isUnderWay = (): boolean => underWay > 0;

/** Does what is wanted of projects; what it throws is said in their list. */
export async function tried(work: () => Promise<void>): Promise<void> {
  useProjects.setState({ problem: null });
  underWay++;
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
    useProjects.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  } finally {
    underWay--;
  }
}
