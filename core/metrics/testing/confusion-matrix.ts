/**
 * Photos by true class (row) and answer (column), `[C][C + 1]`; the last column counts answers that are none of the classes.
 * @param labels `[n]`, 0 to `classes` − 1
 * @param answers `[n]`, −1 for none of the classes
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  answers: ArrayLike<number>,
  classes: number,
): Float64Array[] {
  const matrix = Array.from({ length: classes }, () => new Float64Array(classes + 1));
  for (let i = 0; i < labels.length; i++) matrix[labels[i]!]![answers[i]! >= 0 ? answers[i]! : classes]! += 1;
  return matrix;
}
