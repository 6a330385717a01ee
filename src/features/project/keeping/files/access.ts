import { create } from 'zustand';
import type { KeptRoot } from '../../../../../workers/protocol';
import type { Engine } from '../../../../engine';
import { counted } from '../../../common/text/formats';
import { projects } from '../client';

/** A handle's part of the File System Access API that is not in every browser. */
interface Permitting {
  queryPermission?(descriptor: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission?(descriptor: { readonly mode: 'read' }): Promise<PermissionState>;
}

/** Folders and files that photos of the open project lie in and that the browser lets be read once the user agrees again. */
export const useAccess = create<{ readonly lacking: readonly KeptRoot[] }>()(() => ({ lacking: [] }));

/** Looks which of a project's folders and files may not be read now; none where no project is open. */
export async function lookAtRoots(
  project: string | null,
  api: Pick<typeof projects, 'roots'> = projects,
): Promise<void> {
  const roots = project === null ? [] : await api.roots(project);
  const states = await Promise.all(roots.map(({ handle }) => stateOf(handle, 'queryPermission')));
  useAccess.setState({ lacking: roots.filter((_, i) => states[i] !== 'granted') });
}

/**
 * Asks for all that is lacking; needs a click of the user. Photos that failed for want of it are tried again.
 * @returns whether all of it may be read now
 */
export async function allowReading(
  engine: Pick<Engine, 'getState' | 'photo' | 'retryPhotos'>,
): Promise<boolean> {
  const still: KeptRoot[] = [];
  // One after another: browsers show one question at a time, and one answer may hold for all.
  for (const root of useAccess.getState().lacking)
    if ((await stateOf(root.handle, 'requestPermission')) !== 'granted') still.push(root);
  useAccess.setState({ lacking: still });
  const waiting = engine
    .getState()
    .photoIds.filter((id) => engine.photo(id)?.error?.code === 'photo-access-needed');
  if (waiting.length > 0) engine.retryPhotos(waiting);
  return still.length === 0;
}

/** “trap 4”, “trap 4 and trap 5”, “trap 4 and 2 more”: what lies at the roots. */
export function namesOf(roots: readonly KeptRoot[]): string {
  const [first, second] = roots.map(({ handle }) => `“${handle.name}”`);
  if (roots.length <= 2) return [first, second].filter(Boolean).join(' and ');
  return `${first} and ${counted(roots.length - 1, 'other')}`;
}

async function stateOf(
  handle: FileSystemHandle & Permitting,
  way: 'queryPermission' | 'requestPermission',
): Promise<PermissionState> {
  // Where a browser has no such question, reading itself will show.
  return (await handle[way]?.({ mode: 'read' }).catch(() => 'denied' as const)) ?? 'granted';
}
