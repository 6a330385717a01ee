import type { FittedScales } from '../confidence';
import { scaleOf } from '../confidence';
import { finish, type Method, type Prepared, reads, shares } from '../methods/method';
import type { ParameterValues } from '../methods/parameters';
import type { LabelledPhoto, PhotoInput, Task } from '../methods/task';
import { type Answers, seededRandom } from '../metrics';
import { groupFolds } from '../tuning/folds';

/** Photos of which some have a class that is known, and the classes that they are ranked among. */
export interface KnownPhotos {
  /** What methods read; `labelled` is taken from `labels`, part by part. */
  readonly task: Omit<Task, 'labelled'>;
  /** `[photos]`, place of the class in the list; −1 where it is not known. */
  readonly labels: ArrayLike<number>;
  /** `[photos]`, photos of one number show one thing: none of them is judged by the label of another. */
  readonly groups: ArrayLike<number>;
  /** Null where nobody fitted any. */
  readonly scales: FittedScales | null;
}

/** Parts that labelled photos are put into where a method learns from labels. */
export const LABEL_PARTS = 5;
const SEED = 29;

/**
 * What a method answers for the photos whose class is known, in their order. A method that learns from labels judges the
 * photos of each of `LABEL_PARTS` parts by the labels of the others.
 * @yields the part that is done, 0–1, after each photo
 */
export function* answersOf(
  method: Method,
  parameters: ParameterValues,
  { task, labels, groups, scales }: KnownPhotos,
): Generator<number, Answers, undefined> {
  const { photos, classes } = task;
  const known = [...photos.keys()].filter((at) => labels[at]! >= 0);
  const found = {
    labels: Int32Array.from(known, (at) => labels[at]!),
    places: new Float64Array(known.length),
    answers: new Int32Array(known.length),
    shares: new Float64Array(known.length),
  };
  const rowOf = new Map(known.map((at, row) => [at, row]));
  const scale = scaleOf(method, parameters, scales, task.logitScale, {
    photos: photos.length,
    classes: classes.length,
  }).value;
  const take = (at: number, scores: ArrayLike<number>) => {
    const row = rowOf.get(at);
    if (row === undefined) return;
    const { best, place } = placeOf(scores, labels[at]!);
    found.places[row] = place;
    found.answers[row] = best;
    found.shares[row] = best < 0 ? 0 : shares(method.output, scores, scale)[best]!;
  };
  if (classes.length === 0) return found;
  const needsAll = method.memory !== undefined;
  const judged = needsAll ? [...photos.keys()] : known;
  if (!reads(method, 'labelled photos')) {
    const prepared = method.prepare({ ...task, labelled: [] });
    yield* scored(prepared, parameters, photos, judged, take, [0, 1]);
    return found;
  }
  const parts = groupFolds(
    known.map((at) => groups[at]!),
    found.labels,
    seededRandom(SEED),
    LABEL_PARTS,
  );
  for (let part = 0; part < LABEL_PARTS; part++) {
    const labelled = known.flatMap((at, row): LabelledPhoto[] =>
      parts[row] === part
        ? []
        : [{ id: photos[at]!.id, embedding: photos[at]!.atoms.own, label: labels[at]! }],
    );
    const prepared = method.prepare({ ...task, labelled });
    const own = known.filter((_, row) => parts[row] === part);
    yield* scored(prepared, parameters, photos, own, take, [part / LABEL_PARTS, (part + 1) / LABEL_PARTS]);
  }
  return found;
}

/** Scores photos in order, each with the state that the one before left. */
function* scored(
  prepared: Prepared,
  parameters: ParameterValues,
  photos: readonly PhotoInput[],
  places: readonly number[],
  take: (at: number, scores: ArrayLike<number>) => void,
  [from, to]: readonly [from: number, to: number],
): Generator<number, void, undefined> {
  const weighed = prepared.weigh(parameters);
  let { initial: state } = weighed;
  for (const [i, at] of places.entries()) {
    yield from + ((to - from) * i) / places.length;
    const photo = photos[at]!;
    const measured = prepared.immediate?.(photo) ?? finish(prepared.measure(photo));
    const result = weighed.score(measured, state);
    state = result.state;
    take(at, result.scores);
  }
}

/** The best class, and where another stands in the ranking, from 0; of equal scores the first class is the better. */
export function placeOf(
  scores: ArrayLike<number>,
  label: number,
): { readonly best: number; readonly place: number } {
  const own = scores[label];
  let best = -1;
  let place = 0;
  for (let c = 0; c < scores.length; c++) {
    const score = scores[c]!;
    if (best < 0 || score > scores[best]!) best = c;
    if (own !== undefined && (score > own || (score === own && c < label))) place++;
  }
  return { best, place: own === undefined ? Number.POSITIVE_INFINITY : place };
}
