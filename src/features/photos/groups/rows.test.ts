import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsIn } from './groups';
import { compareKeys, type GroupKey } from './keys';
import { neighbourPlace, rowOf, rowsOf } from './rows';

const grouped = (keys: readonly GroupKey[]) => groupsIn(keys.map((group) => ({ group })));

describe('the rows of the light table', () => {
  // a b c
  // d e f
  // g
  const plain = rowsOf(7, 3, []);
  const from = (place: number, key: string) => neighbourPlace(plain, 7, place, key);

  it('lead to all four sides', () => {
    expect([from(4, 'ArrowLeft'), from(4, 'ArrowRight'), from(4, 'ArrowUp')]).toEqual([3, 5, 1]);
    expect(from(0, 'ArrowDown')).toBe(3);
  });

  it('lead to the last photo where the last row is short', () => {
    expect(from(5, 'ArrowDown')).toBe(6);
    expect(from(3, 'ArrowDown')).toBe(6);
  });

  it('lead nowhere at the edges, and by other keys', () => {
    expect(from(0, 'ArrowLeft')).toBeNull();
    expect(from(6, 'ArrowRight')).toBeNull();
    expect(from(1, 'ArrowUp')).toBeNull();
    expect(from(6, 'ArrowDown')).toBeNull();
    expect(from(3, 'x')).toBeNull();
    expect(from(-1, 'ArrowLeft')).toBeNull();
    expect([from(3, 'Home'), from(3, 'End')]).toEqual([0, 6]);
  });

  // [x] a b c      [y] e      [–] f g h
  //     d                         i
  const groups = grouped(['x', 'x', 'x', 'x', 'y', null, null, null, null]);
  const rows = rowsOf(9, 3, groups);

  it('begin anew with each group, below its heading', () => {
    expect(groups).toEqual([
      { key: 'x', first: 0, count: 4 },
      { key: 'y', first: 4, count: 1 },
      { key: null, first: 5, count: 4 },
    ]);
    expect(rows.map(({ heading, first, count }) => heading?.key ?? [first, count])).toEqual([
      'x',
      [0, 3],
      [3, 1],
      'y',
      [4, 1],
      [5, 0],
      [5, 3],
      [8, 1],
    ]);
  });

  it('are passed over where they are headings', () => {
    const go = (place: number, key: string) => neighbourPlace(rows, 9, place, key);
    expect([go(2, 'ArrowDown'), go(3, 'ArrowDown'), go(4, 'ArrowDown'), go(5, 'ArrowUp')]).toEqual([
      3, 4, 5, 4,
    ]);
    expect([go(3, 'ArrowRight'), go(8, 'ArrowDown')]).toEqual([4, null]);
  });

  it('hold every photo once, and find it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.constantFrom('a', 'A', 'ä', 'b', '')), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        (keys, columns) => {
          const sorted = keys.toSorted(compareKeys);
          const all = rowsOf(sorted.length, columns, grouped(sorted));
          const places = all.flatMap(({ first, count }) =>
            Array.from({ length: count }, (_, i) => first + i),
          );
          expect(places).toEqual(sorted.map((_, i) => i));
          for (const place of places) {
            const { first, count } = all[rowOf(all, place)]!;
            expect(first <= place && place < first + count).toBe(true);
          }
          // Every group has one heading.
          expect(all.filter(({ heading }) => heading !== null)).toHaveLength(new Set(keys).size);
        },
      ),
    );
  });
});
