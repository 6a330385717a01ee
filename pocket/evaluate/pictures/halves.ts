import { headOf } from '../../../core';

/** What head and tail of a folder's classes are told apart by. */
export type HalvedBy = 'captions' | 'training';

/** How often each class is met, `[classes]`, and what was counted, in words: “training photos (train.csv)”. */
export interface ClassCounts {
  readonly counts: readonly number[];
  readonly of: string;
}

/** Pictures with the half that their class is in, and a line that says which classes these are. */
interface Halved<P> {
  readonly pictures: readonly P[];
  readonly line: string;
}

/**
 * Parts pictures by the half of the classes that theirs is in, as the page does.
 * @returns null where all classes are met as often
 */
export function halved<P extends { readonly label: number; readonly part: string | null }>(
  pictures: readonly P[],
  { counts, of }: ClassCounts,
): Halved<P> | null {
  const head = headOf(counts);
  if (head === null) return null;
  const words = (isHead: boolean) => {
    const own = counts.filter((_, c) => head[c] === isHead);
    const [least, most] = [Math.min(...own), Math.max(...own)];
    return `${own.length} ${own.length === 1 ? 'class' : 'classes'} with ${least === most ? least : `${least} to ${most}`}`;
  };
  return {
    pictures: pictures.map((picture) => ({ ...picture, part: head[picture.label] ? 'head' : 'tail' })),
    line: `Head and tail by ${of}: ${words(true)}, ${words(false)}`,
  };
}
