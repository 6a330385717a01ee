/** How often each class is true, answered, and both: what figures by class are made of, `[C]` each. */
export interface ClassCounts {
  readonly trueOf: Float64Array;
  readonly answered: Float64Array;
  readonly right: Float64Array;
}

/**
 * Counts photos by class.
 * @param labels `[n]`, places of the true classes, 0 to `classes` − 1
 * @param answers `[n]`, places of the classes answered; −1 for an answer that is none of the classes
 * @param weights `[n]`, how often each photo counts; once each where left out
 */
export function countByClass(
  labels: ArrayLike<number>,
  answers: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): ClassCounts {
  const trueOf = new Float64Array(classes);
  const answered = new Float64Array(classes);
  const right = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    const label = labels[i]!;
    const answer = answers[i]!;
    trueOf[label]! += weight;
    if (answer >= 0) answered[answer]! += weight;
    if (answer === label) right[label]! += weight;
  }
  return { trueOf, answered, right };
}

/**
 * Mean of the classes' recalls, 0–1: "always the commonest class" scores 1/C, however common it is. Classes without a photo are left out
 * (Brodersen et al. 2010, for C classes; scikit-learn's `balanced_accuracy_score`). 0 where there is no photo.
 * @param times `[C]`, how often each class counts; once each where left out
 */
export function balancedAccuracy({ trueOf, right }: ClassCounts, times?: ArrayLike<number>): number {
  return meanOverClasses(trueOf, (c) => right[c]! / trueOf[c]!, times);
}

/**
 * Mean of the classes' F1 = 2·right / (true + answered), 0–1, over the classes that have a photo. A class that was answered and never true
 * lowers it only through those whose photos it took, since it has no recall to average. 0 where there is no photo.
 * @param times `[C]`, how often each class counts; once each where left out
 */
export function macroF1({ trueOf, answered, right }: ClassCounts, times?: ArrayLike<number>): number {
  return meanOverClasses(trueOf, (c) => (2 * right[c]!) / (trueOf[c]! + answered[c]!), times);
}

function meanOverClasses(
  trueOf: Float64Array,
  figure: (c: number) => number,
  times?: ArrayLike<number>,
): number {
  let sum = 0;
  let count = 0;
  for (let c = 0; c < trueOf.length; c++)
    if (trueOf[c]! > 0) {
      const weight = times === undefined ? 1 : times[c]!;
      sum += weight * figure(c);
      count += weight;
    }
  return count > 0 ? sum / count : 0;
}

/**
 * Acc@k: the part of photos whose true class is among the first k, 0–1 (CoRE table 1); 0 where there is no photo.
 * @param places `[n]`, place of the true class in the ranking, from 0; infinite where it is not in it
 * @param weights `[n]`, how often each photo counts; once each where left out
 */
export function accuracyAt(places: ArrayLike<number>, k: number, weights?: ArrayLike<number>): number {
  let hits = 0;
  let all = 0;
  for (let i = 0; i < places.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    all += weight;
    if (places[i]! < k) hits += weight;
  }
  return all > 0 ? hits / all : 0;
}
