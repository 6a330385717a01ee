/** Parts that the pictures of each class are dealt out to, for few-shot methods. */
export const FOLDS = 5;

/** Which part each picture belongs to, by turns within its class. */
export function foldsOf(labels: readonly number[]): number[] {
  const seen = new Map<number, number>();
  return labels.map((label) => {
    const place = seen.get(label) ?? 0;
    seen.set(label, place + 1);
    return place % FOLDS;
  });
}

/** The first `shots` pictures of each class in a part, or as many as there are; their places. */
export function supportOf(
  labels: readonly number[],
  folds: readonly number[],
  fold: number,
  shots: number,
): number[] {
  const taken = new Map<number, number>();
  return labels.flatMap((label, place) => {
    const count = taken.get(label) ?? 0;
    if (folds[place] !== fold || count === shots) return [];
    taken.set(label, count + 1);
    return [place];
  });
}
