import { type Answers, FernglassError, type FiguresWithIntervals, headOf } from '../../../../core';
import type { CompareQuestion } from '../../../../workers/protocol';
import type { Halves, HalvesRequest } from '../../state/types';
import { groupNumbers } from './tuning-question';

type Tables = readonly (readonly FiguresWithIntervals[])[];
/** Has the worker compare answers. */
export type Comparing = (question: CompareQuestion) => Promise<Tables>;

/**
 * Every method's figures on the classes that captions name most, and on the others.
 * @param names of the classes that answers refer to now, all names of each
 * @param countNames captions that hold each name; null where nothing is searched for classes
 * @throws FernglassError `input-invalid` where nothing can be told apart
 */
export async function halvesOf(
  { judged, groups }: HalvesRequest,
  names: readonly (readonly string[])[],
  countNames: (names: readonly string[]) => Promise<readonly number[] | null>,
  compare: Comparing,
): Promise<Halves> {
  const { methods, photos, classes } = judged;
  if (classes.length !== names.length || classes.some((name, c) => names[c]![0] !== name))
    throw refused('The classes are others than those of the figures. Wait until they are computed anew.');
  const counted = await countNames(names.flat());
  if (counted === null)
    throw refused(
      'No index is searched for classes, so that no captions name them. Choose one in the menu Index.',
    );
  let next = 0;
  const counts = names.map((own) => own.reduce((sum) => sum + counted[next++]!, 0));
  const head = headOf(counts);
  if (head === null) throw refused('Captions name all classes as often: there is no head and no tail.');
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
      captions: [Math.min(...own), Math.max(...own)] as const,
    };
  };
  return {
    head: facts(halves[0]!),
    tail: facts(halves[1]!),
    rows: methods.map(({ id }, m) => ({ id, head: found[0]![0]![m]!, tail: found[1]![0]![m]! })),
  };
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
