/** Told that `best` is the answer at the places `from` to `to` − 1 of an axis. */
export type Segment = (from: number, to: number, best: number) => void;

/**
 * The best class along β. For fixed α every class's score is a straight line in β, up to the photo's own length, which is the
 * same for all classes: `(1−β)·start[c] + β·end[c]`. The answers are the upper envelope of these lines, so that an axis of a
 * hundred places costs a look at the classes for each answer on it, not for each place. Of equal scores the first class is best.
 */
export class Walk {
  readonly #values: Float64Array;

  constructor(private readonly classes: number) {
    this.#values = new Float64Array(classes);
  }

  /**
   * @param start `[C]`, scores at β = 0
   * @param end `[C]`, scores at β = 1
   * @param betas ascending
   */
  along(start: Float64Array, end: Float64Array, betas: ArrayLike<number>, visit: Segment): void {
    const { classes } = this;
    const values = this.#values;
    for (let at = 0; at < betas.length; ) {
      const beta = betas[at]!;
      let best = 0;
      let highest = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < classes; c++) {
        const value = (1 - beta) * start[c]! + beta * end[c]!;
        values[c] = value;
        if (value > highest) {
          highest = value;
          best = c;
        }
      }
      const slope = end[best]! - start[best]!;
      let overtaken = Number.POSITIVE_INFINITY;
      for (let c = 0; c < classes; c++) {
        const faster = end[c]! - start[c]! - slope;
        if (faster <= 0) continue;
        const where = beta + (highest - values[c]!) / faster;
        if (where < overtaken) overtaken = where;
      }
      let to = at + 1;
      while (to < betas.length && betas[to]! <= overtaken) to++;
      visit(at, to, best);
      at = to;
    }
  }
}
