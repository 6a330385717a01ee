import { expect, test } from 'vitest';
import { WASM_BYTES } from './memory';
import type { Precision } from './model';
import { predictMemory } from './predict-memory';

const MB = 1e6;
/** SigLIP base of full size. */
const BASE = { tokenizerBytes: 1.6 * MB, patches: 196 };
const need = (precision: Precision, visionBytes: number, textBytes: number) =>
  predictMemory({ ...BASE, precision, visionBytes, textBytes }, 'wasm', 2);

/**
 * The WebAssembly heap of full-size SigLIP base, in bytes, as onnxruntime-web had grown it after a session was made and run
 * on weights that lie outside of the graph: of the vision tower and of the text tower.
 */
const HEAPS: readonly [Precision, bytes: number, heap: number][] = [
  ['q8', 101.3 * MB, 148 * MB],
  ['q8', 111.1 * MB, 157 * MB],
  ['fp16', 185.8 * MB, 644 * MB],
  ['fp16', 220.6 * MB, 682 * MB],
  ['fp32', 371.6 * MB, 528 * MB],
];

test.each(HEAPS)(
  'the heap of a %s tower of %d bytes is foretold within a tenth',
  (precision, bytes, heap) => {
    const { heapBytes } = need(precision, bytes, bytes);
    // What a batch of pictures takes beside the weights is there for the worst case.
    expect(heapBytes / heap).toBeGreaterThan(0.9);
    expect(heapBytes / heap).toBeLessThan(1.2);
  },
);

test('the larger tower decides, since the other one has left', () => {
  expect(need('fp16', 186 * MB, 221 * MB)).toEqual(need('fp16', 1 * MB, 221 * MB));
});

test('a tower of 2.8 GB in 32-bit floats is more than WebAssembly can hold', () => {
  expect(need('fp32', 1713 * MB, 2832 * MB).heapBytes).toBeGreaterThan(WASM_BYTES);
});
