import { describe, expect, it } from 'vitest';
import { scoreRows, slopes } from './slope';

const ranked = (...indices: number[]) => indices.map((index, at) => ({ index, score: 1 - at / 10 }));

describe('slope graph', () => {
  it('joins the places of a class and lets those outside the rows end', () => {
    expect(slopes(ranked(0, 1, 2, 3), ranked(1, 3, 0, 2), 2)).toEqual([
      { index: 1, before: 1, after: 0 },
      { index: 3, before: null, after: 1 },
      { index: 0, before: 0, after: null },
    ]);
  });

  it('draws what there is when there are fewer classes than rows', () => {
    expect(slopes(ranked(0), ranked(0), 5)).toEqual([{ index: 0, before: 0, after: 0 }]);
  });

  it('gives true ranks and both scores, also for a class outside the rows of one side', () => {
    const rows = scoreRows(
      { ranked: ranked(0, 1, 2), shares: [0.5, 0.3, 0.2] },
      { ranked: ranked(2, 0, 1), shares: [0.6, 0.3, 0.1] },
      1,
    );
    expect(rows).toEqual([
      { index: 2, before: { rank: 3, score: 0.8, share: 0.2 }, after: { rank: 1, score: 1, share: 0.6 } },
      { index: 0, before: { rank: 1, score: 1, share: 0.5 }, after: { rank: 2, score: 0.9, share: 0.3 } },
    ]);
  });
});
