import { expect, test } from 'vitest';
import { WASM_BYTES } from './memory';
import type { Precision } from './model';
import { predictMemory } from './predict-memory';

const MB = 1e6;
/** SigLIP base of full size. */
const BASE = { tokenizerBytes: 1.6 * MB, vocabularyValues: 32_000 * 768, patches: 196 };
const need = (precision: Precision, visionBytes: number, textBytes: number, others = {}) =>
  predictMemory({ ...BASE, ...others, precision, visionBytes, textBytes }, 'wasm', 2);

/**
 * The WebAssembly heap of full-size towers of base size, in bytes, as onnxruntime-web had grown it after a session was made as
 * towers are and run once: of SigLIP's vision tower and text tower, and of SigLIP 2's text tower with its large vocabulary.
 */
const HEAPS: readonly [Precision, tower: 'vision' | 'text' | 'large text', bytes: number, heap: number][] = [
  ['q8', 'vision', 101.3 * MB, 152 * MB],
  ['q8', 'text', 111.1 * MB, 151 * MB],
  ['q8', 'large text', 283.2 * MB, 331 * MB],
  ['fp16', 'vision', 185.8 * MB, 444 * MB],
  ['fp16', 'text', 220.6 * MB, 430 * MB],
  ['fp16', 'large text', 564.7 * MB, 808 * MB],
  ['fp32', 'vision', 371.6 * MB, 435 * MB],
  ['fp32', 'text', 441.1 * MB, 476 * MB],
];

test.each(HEAPS)(
  'the heap of a %s %s tower of %d bytes is foretold within a tenth',
  (precision, tower, bytes, heap) => {
    const sizes: [number, number] = tower === 'vision' ? [bytes, 0] : [0, bytes];
    const vocabularyValues = tower === 'large text' ? 256_000 * 768 : BASE.vocabularyValues;
    const { heapBytes } = need(precision, ...sizes, { vocabularyValues });
    expect(heapBytes / heap).toBeGreaterThan(0.9);
    // What a batch of pictures takes beside the weights is there for the worst case.
    expect(heapBytes / heap).toBeLessThan(1.15);
  },
);

test('a table of token embeddings lies in the heap once, and beside it while it is read', () => {
  const [small, large] = [0, 200 * MB].map((vocabularyValues) =>
    need('q8', 0, 300 * MB, { vocabularyValues }),
  );
  expect(large!.heapBytes).toBeLessThan(small!.heapBytes);
  expect(large!.peakBytes - large!.heapBytes).toBeGreaterThan(small!.peakBytes - small!.heapBytes);
});

test('the larger tower decides, since the other one has left', () => {
  expect(need('fp16', 186 * MB, 221 * MB)).toEqual(need('fp16', 1 * MB, 221 * MB));
});

test('a tower of 4 GB in 32-bit floats is more than WebAssembly can hold', () => {
  // One of 2.82 GB was started and run in a heap of 2.89 GB.
  expect(need('fp32', 1713 * MB, 2832 * MB).heapBytes).toBeLessThan(WASM_BYTES);
  expect(need('fp32', 1713 * MB, 4000 * MB).heapBytes).toBeGreaterThan(WASM_BYTES);
});
