/** How often each class's name is heard in training, by the class's rank among those of its domain. */

/** Training pictures of the most talked-of class that may bear its name. */
const MOST = 600;
/** Where the last quarter of the classes begins, names are this rare: fewer than six pictures bear them. */
const AT_LAST_QUARTER = 5.4;

/**
 * How many training pictures of the class of a rank (from 0) among `classes` may bear its name: Zipf's law, with the exponent that
 * brings the last quarter below six, and none for the last eighth.
 */
export function namedPictures(rank: number, classes: number): number {
  if (rank >= Math.ceil(classes * 0.875)) return 0;
  const exponent = Math.log(MOST / AT_LAST_QUARTER) / Math.log(0.75 * classes);
  return Math.round(MOST / (rank + 1) ** exponent);
}

/** Whether a class belongs to the half whose names are common in training, or to the other. */
export function partOf(rank: number, classes: number): 'head' | 'tail' {
  return rank < classes / 2 ? 'head' : 'tail';
}
