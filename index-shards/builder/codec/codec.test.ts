import { describe, expect, test } from 'vitest';
import { dot, normalise, row, stack } from '../../../core';
import { kernelsInNode } from '../../../workers/retrieval/kernels/node';
import { decodeResidual, packedBytes } from '../../format';
import { seededRandom } from '../random';
import { allocateBits } from './allocate';
import { ResidualEncoder } from './encode';
import { fitResidualCodec } from './fit';

describe('bits', () => {
  test('go where the variance is, within the bytes', () => {
    const variances = Float64Array.from({ length: 768 }, (_, i) => 1 / (1 + i));
    for (const bytes of [96, 192, 272]) {
      const runs = allocateBits(variances, bytes);
      expect(packedBytes(runs)).toBeLessThanOrEqual(bytes);
      expect(packedBytes(runs)).toBeGreaterThan(bytes - 16);
      const bits = runs.map((run) => run.bits);
      expect(bits).toEqual(bits.toSorted((a, b) => b - a));
    }
  });

  test('equal variances get equal bits, and nothing is spent on none', () => {
    expect(allocateBits(new Float64Array(256).fill(1), 96)).toEqual([{ bits: 3, count: 256 }]);
    expect(
      allocateBits(
        Float64Array.from({ length: 256 }, (_, i) => (i < 16 ? 1 : 0)),
        96,
      ),
    ).toEqual([{ bits: 7, count: 16 }]);
    expect(() => allocateBits(new Float64Array(16).fill(1), 8)).toThrow(RangeError);
  });
});

describe('fitted codec', () => {
  const width = 40;
  const uniform = seededRandom(4);
  const vectors = stack(
    Array.from({ length: 400 }, () =>
      normalise(
        Float32Array.from({ length: width }, (_, j) => (j === 0 ? 0.6 : (uniform() - 0.5) / (1 + j / 4))),
      ),
    ),
  );
  const mean = Float32Array.from({ length: width }, (_, j) =>
    Array.from({ length: vectors.count }, (_, i) => row(vectors, i)[j]!).reduce((sum, x) => sum + x / 400, 0),
  );
  const residuals = stack(
    Array.from({ length: vectors.count }, (_, i) => row(vectors, i).map((x, j) => x - mean[j]!)),
  );

  test.each([
    [16, 0.985],
    [32, 0.998],
  ])('%d bytes a caption: decoded vectors point where the originals do', async (bytes, cosine) => {
    const codec = fitResidualCodec(residuals, vectors, [stack([row(vectors, 0)])], bytes);
    const kernels = await kernelsInNode(width);
    const encoder = new ResidualEncoder(kernels, codec);
    const { frame, codes } = encoder.encode(vectors);
    const packed = packedBytes(codec.parameters.runs);
    expect(packed).toBeLessThanOrEqual(bytes);
    let sum = 0;
    for (let i = 0; i < vectors.count; i++) {
      const its = codes.subarray(i * packed, (i + 1) * packed);
      sum += dot(decodeResidual(codec.parameters, frame, its), row(vectors, i));
    }
    expect(sum / vectors.count).toBeGreaterThan(cosine);
    encoder.free();
  });
});
