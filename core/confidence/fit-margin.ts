/** An answer to a photo whose class is known. */
export interface JudgedAnswer {
  /** Share of the best class minus that of the second, 0–1. */
  readonly margin: number;
  readonly right: boolean;
}

/** Answers that must be left for their part to say anything. */
const FEWEST = 20;

/**
 * The least margin from which on answers are right often enough (the threshold of a selective classifier; Geifman and El-Yaniv,
 * NeurIPS 2017, without their bound for few photos).
 * @param right part of the answers at or above the margin that is to be right, 0–1
 * @returns 1 where no margin makes it so, or fewer than 20 answers are left above one that does
 */
export function fitMargin(answers: readonly JudgedAnswer[], right: number): number {
  const falling = answers.toSorted((a, b) => b.margin - a.margin);
  let found = 1;
  let hits = 0;
  for (const [i, answer] of falling.entries()) {
    hits += Number(answer.right);
    // Answers of equal margin are kept together or not at all.
    if (falling[i + 1]?.margin === answer.margin) continue;
    if (i + 1 >= FEWEST && hits >= right * (i + 1)) found = answer.margin;
  }
  return found;
}

/**
 * The margin that parts right answers from wrong ones best: the part of the right ones at or above it less the part of the wrong
 * ones is largest (Youden's index, Cancer 1950). It depends on no rate that somebody would have to choose, nor on how many of the
 * answers are right, so that it means the same for a short list and a long one.
 * @returns 1 where answers are not both right and wrong; of margins that part as well, the least
 */
export function partingMargin(answers: readonly JudgedAnswer[]): number {
  const right = answers.reduce((sum, answer) => sum + Number(answer.right), 0);
  const wrong = answers.length - right;
  if (right === 0 || wrong === 0) return 1;
  const falling = answers.toSorted((a, b) => b.margin - a.margin);
  let found = 1;
  let most = 0;
  let hits = 0;
  for (const [i, answer] of falling.entries()) {
    hits += Number(answer.right);
    // Answers of equal margin are kept together or not at all.
    if (falling[i + 1]?.margin === answer.margin) continue;
    const parted = hits / right - (i + 1 - hits) / wrong;
    if (parted >= most) [most, found] = [parted, answer.margin];
  }
  return found;
}
