/** Photos of one class that were answered as another. */
export interface Confusion {
  readonly label: number;
  /** −1 for none of the classes. */
  readonly answer: number;
  /** Places of the photos among those that were judged. */
  readonly photos: readonly number[];
}

/**
 * The cells of the confusion matrix that hold photos, for lists too long to hold all cells.
 * @param labels `[n]`
 * @param answers `[n]`, −1 for none of the classes
 */
export function confusionsOf(labels: ArrayLike<number>, answers: ArrayLike<number>): Confusion[] {
  const cells = new Map<string, { label: number; answer: number; photos: number[] }>();
  for (let i = 0; i < labels.length; i++) {
    const [label, answer] = [labels[i]!, answers[i]!];
    const key = `${label} ${answer}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { label, answer, photos: [i] });
    else cell.photos.push(i);
  }
  return [...cells.values()];
}

/**
 * An order of classes in which those that are taken for each other lie side by side: beginning with the class of most errors, each
 * is followed by the one that is most confused with those before it, the nearer the more; then the rest.
 * @param classes places of the classes to order
 */
export function clusterOrder(confusions: readonly Confusion[], classes: readonly number[]): number[] {
  const wanted = new Set(classes);
  const between = new Map<number, Map<number, number>>(classes.map((c) => [c, new Map()]));
  const errors = new Map<number, number>();
  for (const { label, answer, photos } of confusions) {
    if (label === answer || !wanted.has(label) || !wanted.has(answer)) continue;
    for (const [a, b] of [
      [label, answer],
      [answer, label],
    ] as const) {
      const own = between.get(a)!;
      own.set(b, (own.get(b) ?? 0) + photos.length);
      errors.set(a, (errors.get(a) ?? 0) + photos.length);
    }
  }
  const left = new Set(classes.toSorted((a, b) => (errors.get(b) ?? 0) - (errors.get(a) ?? 0)));
  const order: number[] = [];
  const pull = new Map<number, number>();
  while (left.size > 0) {
    let next: number | undefined;
    for (const c of left) if ((pull.get(c) ?? 0) > (next === undefined ? 0 : pull.get(next)!)) next = c;
    next ??= left.values().next().value!;
    left.delete(next);
    order.push(next);
    for (const [c, strength] of pull) pull.set(c, strength / 2);
    for (const [c, photos] of between.get(next)!) pull.set(c, (pull.get(c) ?? 0) + photos);
  }
  return order;
}
