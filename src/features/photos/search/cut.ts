/** Steps of the slider of the cut. */
export const STEPS = 100;

/**
 * How many photos a step of the slider shows: from 1 to all of them, each step the same factor more, so that 20 of 10,000
 * are as easily chosen as 5,000.
 * @param step 0–`STEPS`
 * @param found photos that were ranked
 */
export function cutAt(step: number, found: number): number {
  if (step >= STEPS || found < 2) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.round(found ** (step / STEPS)));
}

/** The step that shows so many of the photos found. */
export function stepOf(shown: number, found: number): number {
  if (shown >= found || found < 2) return STEPS;
  return Math.min(
    STEPS - 1,
    Math.max(0, Math.round((STEPS * Math.log(Math.max(1, shown))) / Math.log(found))),
  );
}
