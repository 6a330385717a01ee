import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { dot, type Embeddings, exactTopK, normalise, recall, row, stack } from '../../../core';
import { dequantise, quantise } from '../../../index-shards/format';
import type { Build, Kernels } from './kernels';
import { kernelsInNode, wasmFile } from './node';
import { preferredBuild, startKernels } from './start';

/** Node 20 has no relaxed SIMD; there the baseline is all there is to test. */
const builds: readonly Build[] =
  preferredBuild() === 'baseline' ? ['baseline'] : ['relaxed-simd', 'baseline'];

/** A seeded generator of normal deviates (mulberry32, Box–Muller). */
function gaussian(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** `count` unit vectors around `clusters` centres. */
function clustered(count: number, width: number, clusters: number, seed: number): Embeddings {
  const draw = gaussian(seed);
  const centres = Array.from({ length: clusters }, () => Array.from({ length: width }, draw));
  return stack(
    Array.from({ length: count }, (_, i) => normalise(centres[i % clusters]!.map((x) => x + draw()))),
  );
}

describe.each(builds)('%s', (build) => {
  const width = 96;
  const clip = 0.4;
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await kernelsInNode(width, build);
  });

  test('inner products of i8 vectors are exact, at any width and for the extreme codes', () => {
    const codes = fc.integer({ min: -128, max: 127 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2100 }).chain((n) => {
          const vector = fc.oneof(
            fc.array(codes, { minLength: n, maxLength: n }),
            fc.constantFrom(-128, 127).map((value) => new Array<number>(n).fill(value)),
          );
          return fc.tuple(vector, vector);
        }),
        ([a, b]) => kernels.innerProduct(Int8Array.from(a), Int8Array.from(b)) === dot(a, b),
      ),
    );
  });

  test('a scan finds what exact search finds in the dequantised vectors, with their cosines', () => {
    const stored = clustered(3000, width, 40, 1);
    const codes = quantise(stored, clip);
    const dequantised = stack(
      Array.from({ length: stored.count }, (_, i) => dequantise(codes.subarray(i * width, (i + 1) * width))),
    );
    const ids = Uint32Array.from({ length: stored.count }, (_, i) => i);
    // Two blocks, the second scanned first and in two pieces: neither may matter.
    const first = kernels.addVectors(codes.subarray(0, 1000 * width), ids.subarray(0, 1000), 0);
    const second = kernels.addVectors(codes.subarray(1000 * width), ids.subarray(1000), 1000);
    const queries = clustered(50, width, 50, 2);
    for (let q = 0; q < queries.count; q++) {
      const query = row(queries, q);
      const scan = kernels.scan(query, 10);
      scan.compare(second, 500, 2000);
      scan.compare(second, 0, 500);
      scan.compare(first, 0, 1000);
      const found = scan.finish();
      const truth = exactTopK(dequantised, query, 10);
      expect(Array.from(found.rows)).toEqual(truth.map((hit) => hit.index));
      truth.forEach((hit, i) => {
        expect(found.similarities[i]).toBeCloseTo(hit.similarity, 5);
      });
    }
    first.free();
    second.free();
  });

  test('quantised vectors find what exact f32 search finds: recall@10 ≥ 0.95 on tight clusters', () => {
    const stored = clustered(4000, width, 20, 3);
    const block = kernels.addVectors(
      quantise(stored, clip),
      Uint32Array.from({ length: stored.count }, (_, i) => i),
      0,
    );
    const queries = clustered(100, width, 20, 4);
    let sum = 0;
    for (let q = 0; q < queries.count; q++) {
      const scan = kernels.scan(row(queries, q), 10);
      scan.compare(block, 0, block.count);
      const truth = exactTopK(stored, row(queries, q), 10).map((hit) => hit.index);
      sum += recall(Array.from(scan.finish().rows), truth);
    }
    block.free();
    expect(sum / queries.count).toBeGreaterThan(0.95);
  });

  test('equal vectors come in the order of their ids, and fewer vectors than k all come', () => {
    const codes = new Int8Array(5 * width).fill(3);
    const block = kernels.addVectors(codes, Uint32Array.of(9, 2, 7, 4, 0), 100);
    const scan = kernels.scan(new Float32Array(width).fill(0.1), 8);
    scan.compare(block, 0, 5);
    expect(Array.from(scan.finish().rows)).toEqual([104, 101, 103, 102, 100]);
    block.free();
  });

  test('orthogonal vectors rank after similar ones, and zero vectors score 0', () => {
    const codes = new Int8Array(3 * width);
    codes[1] = 127; // orthogonal
    codes[width] = 127; // the same direction
    const block = kernels.addVectors(codes, Uint32Array.of(0, 1, 2), 0);
    const query = new Float32Array(width);
    query[0] = 1;
    const scan = kernels.scan(query, 3);
    scan.compare(block, 0, 3);
    const found = scan.finish();
    expect(found.rows[0]).toBe(1);
    expect(Array.from(found.similarities)).toEqual([1, 0, 0]);
    block.free();
  });

  test('the router brings back the nearest centroids, also after it was saved and opened', () => {
    const centroids = clustered(500, width, 500, 5);
    const codes = quantise(centroids, clip);
    const graph = kernels.buildRouter(codes);
    const router = kernels.openRouter(graph, 500);
    const queries = clustered(50, width, 50, 6);
    let sum = 0;
    for (let q = 0; q < queries.count; q++) {
      const truth = exactTopK(centroids, row(queries, q), 16).map((hit) => hit.index);
      sum += recall(Array.from(router.nearest(row(queries, q), 16)), truth);
    }
    router.free();
    expect(sum / queries.count).toBeGreaterThan(0.95);
  });

  test('a router over one centroid routes to it', () => {
    const router = kernels.openRouter(kernels.buildRouter(new Int8Array(width).fill(5)), 1);
    expect(Array.from(router.nearest(new Float32Array(width).fill(-1), 4))).toEqual([0]);
    router.free();
  });

  test('a graph that is cut short, of another size or no graph is refused', () => {
    const graph = kernels.buildRouter(quantise(clustered(50, width, 5, 7), clip));
    const refused = expect.objectContaining({ code: 'shard-corrupt' });
    for (const length of [0, 4, 100, graph.length >> 1, graph.length - 1])
      expect(() => kernels.openRouter(graph.subarray(0, length), 50)).toThrow(refused);
    expect(() => kernels.openRouter(graph, 49)).toThrow(refused);
    expect(() => kernels.openRouter(new Uint8Array(graph.length), 50)).toThrow(refused);
  });

  test('memory grows with the blocks, and what is freed is used again', () => {
    const codes = new Int8Array(20_000 * width).fill(1);
    const ids = new Uint32Array(20_000);
    const sizes: number[] = [];
    for (let round = 0; round < 4; round++) {
      const blocks = Array.from({ length: 20 }, (_, i) => kernels.addVectors(codes, ids, i * 20_000));
      sizes.push(kernels.memoryBytes);
      for (const block of blocks) block.free();
    }
    expect(sizes[0]).toBeGreaterThan(20 * codes.length);
    expect(sizes[3]).toBe(sizes[0]);
  });
});

test.runIf(builds.length === 2)('both builds write the same graph', async () => {
  const codes = quantise(clustered(300, 64, 30, 8), 0.5);
  const [relaxed, baseline] = await Promise.all([
    kernelsInNode(64, 'relaxed-simd'),
    kernelsInNode(64, 'baseline'),
  ]);
  expect(relaxed.build).toBe('relaxed-simd');
  expect(relaxed.buildRouter(codes)).toEqual(baseline.buildRouter(codes));
});

test('the build that runs counts right, whichever the engine prefers', async () => {
  const kernels = await kernelsInNode(64);
  expect(kernels.countsRight()).toBe(true);
});

test('where the preferred build does not start, the baseline does', async () => {
  const load = (build: Build) =>
    build === 'baseline' ? readFile(wasmFile(build)) : Promise.resolve(new Uint8Array(20));
  const kernels = await startKernels(8, load, 'relaxed-simd');
  expect(kernels.build).toBe('baseline');
});

test('where no build starts, the error says so', async () => {
  await expect(startKernels(8, async () => new Uint8Array(20))).rejects.toMatchObject({
    code: 'worker-failed',
    message: expect.stringContaining('could not be started'),
  });
});
