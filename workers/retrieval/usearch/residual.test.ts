import { beforeAll, describe, expect, test } from 'vitest';
import {
  decodeResidual,
  encodeResidual,
  frameOf,
  packedWidth,
  type ResidualParameters,
  type Run,
} from '../../../index-shards/format';
import { exactTopK, normalise, row, stack } from '../../../src/core';
import { random } from '../testing/index-fixture';
import { usearchInNode } from './node';
import { ResidualSearch } from './residual';
import { preferredBuild } from './start';
import type { Build, Usearch } from './usearch';

/** Node 20 has no relaxed SIMD; there the baseline is all there is to test. */
const builds: readonly Build[] =
  preferredBuild() === 'baseline' ? ['baseline'] : ['relaxed-simd', 'baseline'];

const width = 90;
/** Every number of bits, more than one block of some, and coefficients that only fill up. */
const runs: readonly Run[] = [
  { bits: 7, count: 16 },
  { bits: 4, count: 64 },
  { bits: 3, count: 128 },
  { bits: 2, count: 128 },
  { bits: 1, count: 128 },
];
const lists = 12;
const perList = 50;

/** A codec over random directions, and lists in it, with what their codes stand for. */
function world() {
  const uniform = random(3);
  const count = packedWidth(runs);
  const parameters: ResidualParameters = {
    width,
    runs,
    steps: Float32Array.from({ length: count }, (_, i) => (i % 7 === 6 ? 0 : 0.3 / (1 + i / 20))),
    basis: Float32Array.from({ length: count * width }, () => (uniform() - 0.5) / 40),
  };
  const frames = Array.from({ length: lists }, (_, l) =>
    frameOf(
      Float32Array.from({ length: width }, () => (uniform() - 0.5) / 3),
      0.5 + l / 10,
    ),
  );
  const coded = Array.from({ length: lists * perList }, (_, i) =>
    encodeResidual(
      parameters,
      frames[Math.floor(i / perList)]!,
      Float32Array.from(parameters.steps, (step) => 20 * step * (uniform() - 0.5)),
    ),
  );
  const decoded = stack(
    coded.map(({ codes }, i) => decodeResidual(parameters, frames[Math.floor(i / perList)]!, codes)),
  );
  const queries = stack(
    Array.from({ length: 20 }, () => normalise(Float32Array.from({ length: width }, () => uniform() - 0.5))),
  );
  return { parameters, frames, coded, decoded, queries };
}

describe.each(builds)('%s', (build) => {
  const { parameters, frames, coded, decoded, queries } = world();
  let usearch: Usearch;
  beforeAll(async () => {
    usearch = await usearchInNode(width, build);
  });

  function opened() {
    const search = new ResidualSearch(usearch, parameters);
    const bytes = coded[0]!.codes.length;
    const codes = new Uint8Array(coded.length * bytes);
    coded.forEach((one, i) => {
      codes.set(one.codes, i * bytes);
    });
    const block = search.addLists(
      {
        listStarts: Uint32Array.from({ length: lists + 1 }, (_, l) => l * perList),
        ids: Uint32Array.from(coded, (_, i) => i),
        frames,
        codes,
        inverseNorms: Uint16Array.from(coded, ({ inverseNorm }) => inverseNorm),
      },
      1000,
    );
    return { search, block };
  }

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
      for (let list = lists - 1; list >= 0; list--)
        sum += scan.compare(block, list * perList, (list + 1) * perList).sum;
      const truth = exactTopK(decoded, query, decoded.count);
      const mean = truth.reduce((all, { similarity }) => all + similarity / truth.length, 0);
      expect(sum / truth.length).toBeCloseTo(mean, 2);
      expect(scan.kth()).toBeCloseTo(truth[9]!.similarity, 2);
      const { rows, similarities } = scan.finish();
      truth.slice(0, 10).forEach(({ index, similarity }, i) => {
        expect(similarities[i]).toBeCloseTo(similarity, 4);
        // Ranks may change places only where cosines differ by less than an inverse norm's rounding.
        const there = truth.find((hit) => hit.index === rows[i]! - 1000)!;
        expect(Math.abs(there.similarity - similarity)).toBeLessThan(1e-4);
        expect(index).toBeLessThan(decoded.count);
      });
    }
    block.free();
    search.free();
  });

  test('a scan that was ended may be ended again, and memory is used again', () => {
    const { search, block } = opened();
    const before = usearch.memoryBytes;
    for (let i = 0; i < 200; i++) {
      const scan = search.scan(row(queries, 0), 10);
      scan.compare(block, 0, perList);
      if (i % 2 === 0) scan.finish();
      scan.free();
      scan.free();
    }
    expect(usearch.memoryBytes).toBe(before);
    block.free();
    search.free();
  });
});
