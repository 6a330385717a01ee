import { sliced } from './yield-to-page';

/** Items that are sorted, or merged, between two looks at the clock. */
const STRIDE = 64;

/**
 * The items in order, equal ones as they stood; rests between pieces of work, so that the page never waits for it.
 * @param rest as `sliced` makes it
 */
export async function sorted<T>(
  items: Iterable<T>,
  compare: (a: T, b: T) => number,
  rest: () => Promise<void> = sliced(),
): Promise<T[]> {
  let from: T[] = [...items];
  for (let start = 0; start < from.length; start += STRIDE) {
    const run = from.slice(start, start + STRIDE).sort(compare);
    for (let i = 0; i < run.length; i++) from[start + i] = run[i]!;
    await rest();
  }
  for (let width = STRIDE; width < from.length; width *= 2) {
    const to: T[] = [];
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      const end = Math.min(start + 2 * width, from.length);
      let [left, right] = [start, middle];
      while (left < middle || right < end) {
        const takeLeft = right >= end || (left < middle && compare(from[left]!, from[right]!) <= 0);
        to.push(from[takeLeft ? left++ : right++]!);
        if (to.length % STRIDE === 0) await rest();
      }
    }
    from = to;
  }
  return from;
}
