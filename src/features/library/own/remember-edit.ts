import type { Undo } from '../../../engine';
import { remember, tell } from '../../undo/undo';

/**
 * Does something to an index made here, and offers to take it back; nothing is offered where it cannot be.
 * @param words what was done, as the notice says it
 * @throws what `edit` throws
 */
export async function rememberEdit(words: string, edit: () => Promise<Undo | null>): Promise<void> {
  let undo = await edit();
  if (undo === null) return;
  const say = (thrown: unknown) => tell(thrown instanceof Error ? thrown.message : String(thrown));
  remember({
    words,
    // What was there before lies with the browser, as files do.
    bytes: 0,
    undo: () => void undo?.().catch(say),
    redo: () =>
      void edit().then((again) => {
        undo = again;
      }, say),
  });
}
