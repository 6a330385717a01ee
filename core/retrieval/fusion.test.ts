import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FUSION_CONSTANT, foundBy, fuseRankings } from './fusion';

const list = fc
  .uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 })
  .map((ids) => ids.map((id) => ({ id })));
const found = fc.record({ name: list, meaning: list });
const options = { numRuns: 200, seed: 6 };
const all = 100;

it('is Σ 1/(constant + rank), each caption once, best first', () => {
  fc.assert(
    fc.property(found, fc.integer({ min: 1, max: 100 }), (lists, constant) => {
      const fused = fuseRankings(lists, all, constant);
      const ids = new Set([...lists.name, ...lists.meaning].map(({ id }) => id));
      expect(new Set(fused.map(({ id }) => id))).toEqual(ids);
      expect(fused).toHaveLength(ids.size);
      for (const hit of fused) {
        const rank = (by: 'name' | 'meaning') => lists[by].findIndex(({ id }) => id === hit.id) + 1;
        const part = (r: number) => (r > 0 ? 1 / (constant + r) : 0);
        expect(hit.score).toBeCloseTo(part(rank('name')) + part(rank('meaning')), 12);
        expect(hit.ranks).toEqual({ name: rank('name') || null, meaning: rank('meaning') || null });
      }
      fused.slice(1).forEach(({ score }, i) => {
        expect(score).toBeLessThanOrEqual(fused[i]!.score);
      });
    }),
    options,
  );
});

it('never ranks a caption lower for moving up in one of the searches', () => {
  fc.assert(
    fc.property(found, fc.nat(), (lists, pick) => {
      if (lists.name.length < 2) return;
      const from = 1 + (pick % (lists.name.length - 1));
      const moved = [...lists.name];
      [moved[from - 1], moved[from]] = [moved[from]!, moved[from - 1]!];
      const place = (name: typeof moved) =>
        fuseRankings({ ...lists, name }, all).findIndex(({ id }) => id === lists.name[from]!.id);
      expect(place(moved)).toBeLessThanOrEqual(place(lists.name));
    }),
    options,
  );
});

it('keeps the order of one search where the other finds nothing', () => {
  fc.assert(
    fc.property(list, (ids) => {
      expect(fuseRankings({ name: [], meaning: ids }, all).map(({ id }) => ({ id }))).toEqual(ids);
      expect(fuseRankings({ name: ids, meaning: [] }, 3).map(({ id }) => ({ id }))).toEqual(ids.slice(0, 3));
    }),
    options,
  );
});

it('puts what both found before what one found at the same ranks, and says who found it', () => {
  const fused = fuseRankings({ name: [{ id: 1 }, { id: 2 }], meaning: [{ id: 3 }, { id: 2 }] }, all);
  expect(fused.map(({ id }) => id)).toEqual([2, 1, 3]);
  expect(fused[0]!.score).toBeCloseTo(2 / (FUSION_CONSTANT + 2), 12);
  expect(fused.map(foundBy)).toEqual([['name', 'meaning'], ['name'], ['meaning']]);
});
