import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MergedHit, mergeRankings } from './merging';

interface Hit {
  readonly text: string;
  readonly similarity: number;
}

const lists = fc.array(
  fc.record({
    weight: fc.constantFrom(0.5, 1, 1.5),
    hits: fc
      .array(
        fc.record({ text: fc.constantFrom(...'abcdefgh'), similarity: fc.integer({ min: 0, max: 8 }) }),
        { maxLength: 12 },
      )
      .map((hits) => hits.toSorted((a, b) => b.similarity - a.similarity)),
  }),
  { maxLength: 4 },
);

const merge = (all: readonly { weight: number; hits: readonly Hit[] }[], k: number) =>
  mergeRankings(
    all.map(({ weight, hits }) => ({ weight, similarities: hits.map(({ similarity }) => similarity) })),
    k,
    (list, place) => all[list]!.hits[place]!.text,
  );

describe('rankings of several indexes', () => {
  it('are merged as if all of their captions were ranked together', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 40 }), (all, k) => {
        const merged = merge(all, k);
        const together = all
          .flatMap(({ weight, hits }, list) =>
            hits.map(({ similarity }, place) => ({ list, place, similarity: similarity * weight })),
          )
          // Sorting is stable: equal ones stay in the order of the lists.
          .toSorted((a, b) => b.similarity - a.similarity || a.list - b.list);
        const textOf = ({ list, place }: MergedHit) => all[list]!.hits[place]!.text;
        const holder = new Map<string, number>();
        for (const hit of together) if (!holder.has(textOf(hit))) holder.set(textOf(hit), hit.list);
        expect(merged).toEqual(together.filter((hit) => holder.get(textOf(hit)) === hit.list).slice(0, k));
      }),
    );
  });

  it('of one index stay as they are, the captions that it holds twice too', () => {
    fc.assert(
      fc.property(lists, (all) => {
        const [first] = all;
        if (first === undefined) return;
        expect(merge([{ ...first, weight: 1 }], 40)).toEqual(
          first.hits.map(({ similarity }, place) => ({ list: 0, place, similarity })),
        );
      }),
    );
  });

  it('hold k captions where one of the indexes found k', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 12 }), (all, k) => {
        const most = Math.max(0, ...all.map(({ hits }) => hits.length));
        const distinct = all.map(({ hits }) => ({
          weight: 1,
          hits: hits.map((hit, i) => ({ ...hit, text: `${hit.text}${i}` })),
        }));
        expect(merge(distinct, k).length).toBeGreaterThanOrEqual(Math.min(k, most));
      }),
    );
  });

  it('let a heavier index come first, and count a caption of both from where it is nearer', () => {
    const flora = { weight: 1, hits: [{ text: 'a frond', similarity: 0.5 }] };
    const web = {
      weight: 1.5,
      hits: [
        { text: 'a leaf', similarity: 0.4 },
        { text: 'a frond', similarity: 0.3 },
      ],
    };
    expect(merge([flora, web], 9)).toEqual([
      { list: 1, place: 0, similarity: expect.closeTo(0.6) },
      { list: 0, place: 0, similarity: 0.5 },
    ]);
  });
});
