import {
  type Answers,
  FernglassError,
  type FiguresWithIntervals,
  headOf,
  trainingOfClasses,
} from '../../../../core';
import type { CompareQuestion } from '../../../../workers/protocol';
import type { Halves, HalvesRequest, TrainingCounts } from '../../state/types';
import { groupNumbers } from './tuning-question';

type Tables = readonly (readonly FiguresWithIntervals[])[];
/** Has the worker compare answers. */
export type Comparing = (question: CompareQuestion) => Promise<Tables>;

/** What there is to count of classes. */
export interface Countable {
  /** Captions that hold each name; null where nothing is searched for classes. */
  readonly countNames: (names: readonly string[]) => Promise<readonly number[] | null>;
  readonly training: TrainingCounts | null;
}

/**
 * Every method's figures on the classes with most captions or training photos, and on the others.
 * @param names of the classes that answers refer to now, all names of each
 * @throws FernglassError `input-invalid` where nothing can be told apart
 */
export async function halvesOf(
  { judged, groups, by }: HalvesRequest,
  names: readonly (readonly string[])[],
  countable: Countable,
  compare: Comparing,
): Promise<Halves> {
  const { methods, photos, classes } = judged;
  if (classes.length !== names.length || classes.some((name, c) => names[c]![0] !== name))
    throw refused('The classes are others than those of the figures. Wait until they are computed anew.');
  const counts = await (by === 'captions' ? captionsOf(names, countable) : trainingOf(names, countable));
  const head = headOf(counts);
  if (head === null)
    throw refused(
      by === 'captions'
        ? 'Captions name all classes as often: there is no head and no tail.'
        : 'All classes have as many training photos: there is no head and no tail.',
    );
  const numbers = Int32Array.from(groupNumbers(photos.map((photo) => groups?.get(photo) ?? null)));
  const labels = methods[0]?.answers.labels ?? [];
  const halves = [true, false].map((isHead) => {
    const places = photos.flatMap((_, i) => (head[labels[i]!] === isHead ? [i] : []));
    if (places.length === 0)
      throw refused('All labelled photos are of the same half of the classes: label some of the other.');
    return { isHead, places };
  });
  const found: Tables[] = [];
  // Each half has photos of its own, and so resamples of its own.
  for (const { places } of halves)
    found.push(
      await compare({
        tables: [methods.map(({ answers }) => restricted(answers, places))],
        classes: classes.length,
        groups: Int32Array.from(places, (i) => numbers[i]!),
      }),
    );
  const facts = ({ isHead, places }: (typeof halves)[number]) => {
    const own = counts.filter((_, c) => head[c] === isHead);
    return {
      classes: own.length,
      photos: places.length,
      counts: [Math.min(...own), Math.max(...own)] as const,
    };
  };
  return {
    by,
    of: by === 'training' ? (countable.training?.of ?? null) : null,
    head: facts(halves[0]!),
    tail: facts(halves[1]!),
    rows: methods.map(({ id }, m) => ({ id, head: found[0]![0]![m]!, tail: found[1]![0]![m]! })),
  };
}

/** Captions that name each class, each of its names counted by itself. */
async function captionsOf(
  names: readonly (readonly string[])[],
  { countNames }: Countable,
): Promise<readonly number[]> {
  const counted = await countNames(names.flat());
  if (counted === null)
    throw refused(
      'No index is searched for classes, so that no captions name them. Choose one in the menu Index.',
    );
  let next = 0;
  return names.map((own) => own.reduce((sum) => sum + counted[next++]!, 0));
}

function trainingOf(names: readonly (readonly string[])[], { training }: Countable): readonly number[] {
  if (training === null)
    throw refused(
      'Nobody said how many training photos there are. Open labels with a training part, or a table of classes and counts.',
    );
  const counts = trainingOfClasses(names, training.classes);
  if (counts === null)
    throw refused(`“${training.of}” counts training photos of other classes than those of the list.`);
  return counts;
}

const refused = (words: string) => new FernglassError('input-invalid', words);

/** The answers for some of the photos. */
function restricted({ labels, places, answers, shares }: Answers, kept: readonly number[]): Answers {
  return {
    labels: Int32Array.from(kept, (i) => labels[i]!),
    places: Float64Array.from(kept, (i) => places[i]!),
    answers: Int32Array.from(kept, (i) => answers[i]!),
    shares: Float64Array.from(kept, (i) => shares[i]!),
  };
}
