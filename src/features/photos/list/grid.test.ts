import { describe, expect, it } from 'vitest';
import { NEAREST } from '../../page-state';
import { gridShape, rowsBeyond, rowsToDraw } from './grid';

describe('the grid of tiles', () => {
  it('has as many columns as fit, and tiles that fill the width', () => {
    expect(gridShape(712, false)).toMatchObject({ columns: 4, tileWidth: 169 });
    expect(gridShape(148, false)).toMatchObject({ columns: 1, tileWidth: 148 });
    expect(gridShape(307, false).columns).toBe(1);
    expect(gridShape(308, false).columns).toBe(2);
    expect(gridShape(348, true)).toMatchObject({ columns: 2, tileWidth: 172 });
  });

  it('has a column where nothing fits', () => {
    expect(gridShape(0, false)).toMatchObject({ columns: 1, tileWidth: 0 });
    expect(gridShape(80, true)).toMatchObject({ columns: 1, tileWidth: 80 });
  });

  it('draws what is in view, a little more, and what must stay', () => {
    expect(rowsToDraw({ first: 5, last: 7 }, 100, 1, [])).toEqual([4, 5, 6, 7, 8]);
    expect(rowsToDraw({ first: 0, last: 1 }, 3, 5, [])).toEqual([0, 1, 2]);
    expect(rowsToDraw({ first: 50, last: 51 }, 100, 0, [2, 51, -1, 100])).toEqual([2, 50, 51]);
    expect(rowsToDraw({ first: 0, last: 0 }, 0, 2, [0])).toEqual([]);
  });

  it('draws all of few photos, and of what a search finds only what is near the view', () => {
    expect(rowsBeyond(40, 10)).toBe(10);
    expect(rowsBeyond(NEAREST, 25)).toBe(2);
    expect(rowsBeyond(10_000, 2500)).toBe(2);
  });
});
