import { beforeAll, describe, expect, test } from 'vitest';
import { exactTopK, row } from '../../../../core';
import { openResidualLists, PER_LIST, residualLists, WIDTH } from '../../testing/residual-lists';
import type { Build, Kernels } from '../kernels';
import { kernelsInNode } from '../node';
import { preferredBuild } from '../start';

/** Node 20 has no relaxed SIMD; there the baseline is all there is to test. */
const builds: readonly Build[] =
  preferredBuild() === 'baseline' ? ['baseline'] : ['relaxed-simd', 'baseline'];

describe.each(builds)('%s', (build) => {
  const lists = residualLists();
  const { decoded, queries } = lists;
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await kernelsInNode(WIDTH, build);
  });

  const opened = () => openResidualLists(kernels, lists);

  test('vectors are those that the format says', () => {
    const { search, block } = opened();
    for (let i = 0; i < block.count; i += 17) {
      const vector = block.vector(i);
      row(decoded, i).forEach((x, j) => {
        expect(vector[j]).toBeCloseTo(x, 5);
      });
    }
    block.free();
    search.free();
  });

  test('a scan finds what exact search finds in the decoded vectors, with their cosines', () => {
    const { search, block } = opened();
    for (let q = 0; q < queries.count; q++) {
      const query = row(queries, q);
      const scan = search.scan(query, 10);
      let sum = 0;
      for (let list = lists.frames.length - 1; list >= 0; list--)
        sum += scan.compare(block, list * PER_LIST, (list + 1) * PER_LIST).sum;
      const truth = exactTopK(decoded, query, decoded.count);
      const mean = truth.reduce((all, { similarity }) => all + similarity / truth.length, 0);
      // The first pass sees a part of the codes.
      expect(sum / truth.length).toBeCloseTo(mean, 1);
      expect(scan.kth()).toBeCloseTo(truth[9]!.similarity, 1);
      const { rows, similarities } = scan.finish();
      truth.slice(0, 10).forEach(({ index, similarity }, i) => {
        expect(similarities[i]).toBeCloseTo(similarity, 4);
        // Ranks may differ only where cosines differ by less than an inverse norm's rounding.
        const there = truth.find((hit) => hit.index === rows[i]! - 1000)!;
        expect(Math.abs(there.similarity - similarity)).toBeLessThan(1e-4);
        expect(index).toBeLessThan(decoded.count);
      });
    }
    block.free();
    search.free();
  });

  test('lists compared by their numbers are compared as rows of a block are; those that are not there are passed over', () => {
    const { search, block } = opened();
    const query = row(queries, 1);
    const byRows = search.scan(query, 10);
    const byNumber = search.scan(query, 10);
    const numbers = Uint32Array.of(0, 3, lists.frames.length - 1, lists.frames.length, 100_000);
    const outcomes = byNumber.compareLists!(numbers);
    const expected = [0, 3, lists.frames.length - 1].flatMap((list) => {
      const { sum, squares } = byRows.compare(block, list * PER_LIST, (list + 1) * PER_LIST);
      return [sum, squares];
    });
    expect(Array.from(outcomes)).toEqual([...expected, 0, 0, 0, 0]);
    expect(byNumber.kth()).toBe(byRows.kth());
    expect(byNumber.finish()).toEqual(byRows.finish());
    block.free();
    search.free();
  });

  test('a block that is freed takes only its own lists away', () => {
    const { search, block } = opened();
    const again = openResidualLists(kernels, lists, search).block;
    block.free();
    const scan = search.scan(row(queries, 1), 10);
    expect(scan.compareLists!(Uint32Array.of(2))[1]).toBeGreaterThan(0);
    again.free();
    expect(Array.from(scan.compareLists!(Uint32Array.of(2)))).toEqual([0, 0]);
    scan.free();
    search.free();
  });

  test('a scan that was ended may be ended again, and memory is used again', () => {
    const { search, block } = opened();
    const before = kernels.memoryBytes;
    for (let i = 0; i < 200; i++) {
      const scan = search.scan(row(queries, 0), 10);
      scan.compare(block, 0, PER_LIST);
      if (i % 2 === 0) scan.finish();
      scan.free();
      scan.free();
    }
    expect(kernels.memoryBytes).toBe(before);
    block.free();
    search.free();
  });
});
