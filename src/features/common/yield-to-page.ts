import { nextTask } from '../../engine';

/**
 * Lets the page handle input and paint before the work goes on. A message waits its turn behind what is there already;
 * the continuation of `scheduler.yield` goes before it, so that a long row of slices would hold up messages and frames.
 * Nor is a message held back in a hidden tab, as a timer would be.
 */
export const yieldToPage = nextTask;

/** Yields whenever `budget` milliseconds have gone by since the last time; call it between pieces of work. */
export function sliced(budget = 8): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < budget) return;
    await yieldToPage();
    since = performance.now();
  };
}
