import { describe, expect, test } from 'vitest';
import type { Inspection, Precision, Rung } from '../../../../../workers/protocol';
import { betterThan, type Embedded, judge, median, pairOf } from './precision';

const GB = 1e9;
const facts = (precision: Precision) => {
  const memory = { heapBytes: GB, peakBytes: GB };
  return { precision, visionBytes: 60, textBytes: 40, memory: { webgpu: memory, wasm: memory } };
};
const shipping = (...precisions: Precision[]): Inspection => ({
  id: 'someone/model',
  revision: 'a',
  family: 'mobileclip',
  imageSize: 256,
  licence: null,
  distrusts8Bit: true,
  precisions: precisions.map(facts),
});
const on = (precision: Precision, backend: Rung['backend'] = 'wasm'): Rung => ({
  backend,
  precision,
  threads: 1,
});

describe('what can be compared', () => {
  test('8 bits in use, with the smaller of the finer ones', () => {
    expect(pairOf(shipping('fp32', 'fp16', 'q8'), on('q8'), Number.POSITIVE_INFINITY)).toEqual({
      checked: 'q8',
      reference: 'fp16',
      inUse: 'q8',
      bytes: 100,
    });
  });

  test('finer ones in use, with 8 bits of whatever sign', () => {
    const pair = pairOf(shipping('fp32', 'uint8'), on('fp32'), Number.POSITIVE_INFINITY);
    expect(pair).toMatchObject({ checked: 'uint8', reference: 'fp32', inUse: 'fp32' });
  });

  test.each<[string, Inspection, Rung, number]>([
    ['one precision alone is shipped', shipping('q8'), on('q8'), 9 * GB],
    ['nobody says what is shipped', { ...shipping(), precisions: null }, on('q8'), 9 * GB],
    ['it runs on WebGPU, which never takes 8 bits', shipping('fp16', 'q8'), on('fp16', 'webgpu'), 9 * GB],
    ['it runs in 4 bits', shipping('q4', 'q8', 'fp32'), on('q4'), 9 * GB],
    ['both do not fit side by side', shipping('fp16', 'q8'), on('q8'), 1.9 * GB],
  ])('nothing where %s', (_, inspection, rung, memory) => {
    expect(pairOf(inspection, rung, memory)).toBeNull();
  });
});

const axis = (...values: number[]) => Float32Array.from(values);
/** Ten photos, the first `turned` of which point along the second class's text instead of the first's. */
const embedded = (precision: Precision, turned: number, milliseconds = 20): Embedded => ({
  precision,
  photos: Array.from({ length: 10 }, (_, i) => (i < turned ? axis(0.6, 0.8) : axis(0.8, 0.6))),
  texts: [axis(1, 0), axis(0, 1)],
  milliseconds,
});

describe('the verdict', () => {
  test('passes what gives the same, and says how near it is', () => {
    const verdict = judge(embedded('q8', 0, 12), embedded('fp16', 0, 25));
    expect(verdict).toMatchObject({ photos: 10, agreeing: 10, checked: { passes: true, milliseconds: 12 } });
    expect(verdict.cosine.least).toBeCloseTo(1, 6);
    expect(betterThan('q8', verdict)).toBeNull();
    expect(betterThan('fp16', verdict)).toMatch(/8-bit integers, which serve better here/);
  });

  test('fails what names other classes, however near its embeddings are', () => {
    const verdict = judge(embedded('q8', 2, 12), embedded('fp16', 0, 25));
    expect(verdict.cosine.mean).toBeGreaterThan(0.97);
    expect(verdict).toMatchObject({ agreeing: 8, checked: { passes: false }, reference: { passes: true } });
    expect(betterThan('q8', verdict)).toMatch(/16-bit floats: 8-bit integers give other answers/);
    expect(betterThan('fp16', verdict)).toBeNull();
  });

  test('fails what is far off, where there are no classes to compare', () => {
    const noise = { ...embedded('q8', 0), photos: embedded('q8', 0).photos.map(() => axis(0, 1)), texts: [] };
    const verdict = judge(noise, { ...embedded('fp16', 0), texts: [] });
    expect(verdict).toMatchObject({ agreeing: null, checked: { passes: false } });
    expect(verdict.cosine.mean).toBeCloseTo(0.6, 6);
  });

  test('goes by time where both pass: 8 bits that are hardly quicker are not worth it', () => {
    expect(betterThan('q8', judge(embedded('q8', 0, 24), embedded('fp32', 0, 25)))).toMatch(
      /32-bit floats, which serve better/,
    );
  });
});

test('one slow photo does not make the time', () => {
  expect(median([900, 20, 21, 19, 20])).toBe(20);
});
