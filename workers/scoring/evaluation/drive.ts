import type { Progressing } from '../../../core';
import type { OnPart } from '../../protocol';

/** Milliseconds of work between two chances to hear a cancel. */
const SLICE = 40;

/**
 * Goes through the steps, letting messages in between slices; null where `isWanted` says that nobody waits any more.
 * @param within the part of the whole work that these steps are, for its progress
 */
export async function drive<T>(
  steps: Progressing<T>,
  onPart: OnPart,
  isWanted: () => boolean,
  within: readonly [from: number, to: number] = [0, 1],
): Promise<{ readonly value: T } | null> {
  const [from, to] = within;
  let until = performance.now() + SLICE;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return { value: step.value };
    if (performance.now() < until) continue;
    onPart(from + (to - from) * step.value);
    // Messages of the page are tasks of their own: a promise alone would not let them in.
    await new Promise((resolve) => setTimeout(resolve));
    if (!isWanted()) return null;
    until = performance.now() + SLICE;
  }
}
