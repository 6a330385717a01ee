import { projectLock } from '../../../../workers/protocol';

/** Where a page finds which project it had open: a tab its own, a new tab the one that was opened last. */
const KEY = 'fernglass.project';

/** The project that was open here, or last in any tab; null where there was none, or storage refuses. */
export function lastOpen(): { readonly id: string; readonly isOwn: boolean } | null {
  try {
    const own = sessionStorage.getItem(KEY);
    const id = own ?? localStorage.getItem(KEY);
    return id === null ? null : { id, isOwn: own !== null };
  } catch {
    return null;
  }
}

/** Notes which project is open; null for none. */
export function noteOpen(id: string | null): void {
  try {
    for (const storage of [sessionStorage, localStorage])
      if (id === null) storage.removeItem(KEY);
      else storage.setItem(KEY, id);
  } catch {
    // The next visit begins without a project; the list has it.
  }
}

/** Milliseconds that a page which is reloaded waits for the one before it to let go. */
const WAIT = 3000;

/** Lets a project go; resolves once another tab can have it. */
export type LetGo = () => Promise<unknown>;

/** Where there are no locks. */
export const NOTHING_HELD: LetGo = async () => {};

/**
 * Holds a project, so that no other tab writes it.
 * @param waits whether to wait a little for whoever holds it
 * @returns how to let go; null where another tab has it
 */
export async function holdProject(id: string, waits: boolean): Promise<LetGo | null> {
  const { locks } = navigator;
  if (locks === undefined) return NOTHING_HELD;
  const options: LockOptions = waits ? { signal: AbortSignal.timeout(WAIT) } : { ifAvailable: true };
  return new Promise((resolve) => {
    const over: Promise<unknown> = locks
      .request(projectLock(id), options, (lock) => {
        if (lock === null) return resolve(null);
        return new Promise<void>((release) => {
          resolve(() => {
            release();
            return over;
          });
        });
      })
      .catch(() => resolve(null));
  });
}
