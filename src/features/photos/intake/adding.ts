import { create } from 'zustand';
import type { Engine } from '../../../engine';
import { count, counted } from '../../common/formats';
import { yieldToPage } from '../../common/yield-to-page';
import { during } from '../../page-tasks';
import { inBatches } from './files';

/** One lot of files on its way into the light table. */
interface Lot {
  readonly added: number;
  /** Null while nobody knows, as with folders that are still being read. */
  readonly total: number | null;
  readonly stop: AbortController;
}

/** The files under way, by lot. */
export const useAdding = create<{ readonly lots: readonly Lot[] }>()(() => ({ lots: [] }));

/** Stops adding; what was added stays. */
export function cancelAdding(): void {
  for (const { stop } of useAdding.getState().lots) stop.abort();
}

/**
 * Adds files in order, a few at a time, without holding the page up; shows how far it is and ends early when it is
 * cancelled.
 * @param words what the status strip says of it
 * @param total how many there are; null when that is not known
 */
export async function addFiles(
  engine: Pick<Engine, 'addPhotos'>,
  words: string,
  files: Iterable<File> | AsyncIterable<File>,
  total: number | null,
): Promise<void> {
  const stop = new AbortController();
  let lot: Lot = { added: 0, total, stop };
  const show = (next: Lot | null) => {
    const now = lot;
    if (next !== null) lot = next;
    useAdding.setState(({ lots }) => ({
      lots: lots.flatMap((other) => (other !== now ? [other] : next === null ? [] : [next])),
    }));
  };
  useAdding.setState(({ lots }) => ({ lots: [...lots, lot] }));
  try {
    await during(words, async (task) => {
      for await (const batch of inBatches(files)) {
        if (stop.signal.aborted) return;
        engine.addPhotos(batch);
        show({ ...lot, added: lot.added + batch.length });
        const whole = total === null ? counted(lot.added, 'file') : `${count(lot.added)} of ${count(total)}`;
        task.say(`${words}, ${whole}`);
        await yieldToPage();
      }
    });
  } finally {
    show(null);
  }
}
