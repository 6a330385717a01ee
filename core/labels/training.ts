import { foldName } from '../classes/fold-name';
import { headerKey } from './columns';
import type { FileLabel } from './label';

/** How many training photos a class has. */
export interface TrainingCount {
  /** One of the class's names. */
  readonly name: string;
  /** 0 and above. */
  readonly count: number;
}

const TRAINING = /^train(?:ing)?(?:[ _-]?(?:mini|set))?$/i;

/** Whether a part of a data set is its training part; its photos are counted, and figures on them would flatter who trained on them. */
export const isTraining = (part: string | null): boolean => part !== null && TRAINING.test(part.trim());

/** Whether a file's name says that it is of training photos, as CoRE's `train.csv`. */
export const isTrainingFile = (name: string): boolean => TRAINING.test(name.replace(/\.[^.]*$/, ''));

/** Training photos of each class as it is written, of labels that say that they are of the training part. */
export function countTraining(labels: readonly FileLabel[]): ReadonlyMap<string, number> {
  return countWritten(labels.filter(({ part }) => isTraining(part)));
}

/** Labels of each class as it is written. */
export function countWritten(labels: readonly FileLabel[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { className } of labels) counts.set(className, (counts.get(className) ?? 0) + 1);
  return counts;
}

const words = (text: string) => new Set(text.split(' '));
const COUNTS = words(
  'count counts n number num images numimages imagecount photos numphotos pictures samples numsamples examples shots frequency freq total train training trainingcount traincount trainimages trainingimages trainingphotos trainsamples trainingsamples',
);
const WHOLE = /^\d+$/;

/**
 * What a table of two columns says, a class and how many training photos it has; null where it is none.
 * @param headless whether it may be one without a header: nobody can tell it from pictures and the numbers of their classes
 */
export function countsOfTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  headless = false,
): ReadonlyMap<string, number> | null {
  if (header.length !== 2) return null;
  const named = header.findIndex((cell) => COUNTS.has(headerKey(cell)));
  const at = named < 0 && headless ? header.findLastIndex((cell) => WHOLE.test(cell)) : named;
  if (at < 0) return null;
  const counts = new Map<string, number>();
  for (const row of named < 0 ? [header, ...rows] : rows) {
    const name = (row[1 - at] ?? '').trim();
    const cell = (row[at] ?? '').trim();
    if (name === '' || !WHOLE.test(cell)) return null;
    counts.set(name, (counts.get(name) ?? 0) + Number(cell));
  }
  return counts.size > 1 ? counts : null;
}

/**
 * Training photos of each class of a list, `[classes]`; a class that no count names has none.
 * @param names all names of each class
 * @returns null where no class of the list is named at all: the counts are of other classes
 */
export function trainingOfClasses(
  names: readonly (readonly string[])[],
  counts: readonly TrainingCount[],
): readonly number[] | null {
  const placeOf = new Map<string, number>();
  names.forEach((own, place) => {
    for (const name of own) if (!placeOf.has(foldName(name))) placeOf.set(foldName(name), place);
  });
  const found = names.map(() => 0);
  let named = false;
  for (const { name, count } of counts) {
    const place = placeOf.get(foldName(name));
    if (place === undefined) continue;
    found[place]! += count;
    named = true;
  }
  return named ? found : null;
}
