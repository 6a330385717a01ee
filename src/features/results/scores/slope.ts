import type { RankedClass } from '../../../../core';

/** A line of the slope graph: a class and its places, 0 at the top; null where it is below what is drawn. */
export interface Slope {
  /** Position in the class list. */
  readonly index: number;
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * The classes among the best `rows` before or after enrichment, with their place on either side; in the order they
 * have after it, then those that fell out.
 */
export function slopes(before: readonly RankedClass[], after: readonly RankedClass[], rows: number): Slope[] {
  const left = before.slice(0, rows);
  const right = after.slice(0, rows);
  const place = (list: readonly RankedClass[], index: number) => {
    const at = list.findIndex((entry) => entry.index === index);
    return at < 0 ? null : at;
  };
  return [
    ...right.map(({ index }, after) => ({ index, before: place(left, index), after })),
    ...left
      .map(({ index }, before) => ({ index, before, after: place(right, index) }))
      .filter((slope) => slope.after === null),
  ];
}

/** A row of the table of scores. */
export interface ScoreRow {
  readonly index: number;
  readonly before: { readonly rank: number; readonly score: number; readonly share: number };
  readonly after: { readonly rank: number; readonly score: number; readonly share: number };
}

interface Ranking {
  readonly ranked: readonly RankedClass[];
  readonly shares: readonly number[];
}

/** Both scores of each class that is among the best `rows` on either side, in the order of `slopes`. */
export function scoreRows(before: Ranking, after: Ranking, rows: number): ScoreRow[] {
  const side = ({ ranked, shares }: Ranking, index: number) => {
    const at = ranked.findIndex((entry) => entry.index === index);
    return { rank: at + 1, score: ranked[at]?.score ?? Number.NaN, share: shares[at] ?? Number.NaN };
  };
  return slopes(before.ranked, after.ranked, rows).map(({ index }) => ({
    index,
    before: side(before, index),
    after: side(after, index),
  }));
}
