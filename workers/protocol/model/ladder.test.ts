import { describe, expect, test } from 'vitest';
import type { Capabilities, Rung } from '../encoder';
import type { Inspection, PrecisionFacts } from './inspection';
import { describeRung, type MeasuredPrecision, planLoad, planRungs } from './ladder';
import type { Precision } from './model';

const adapter = { description: 'a card', isFallbackAdapter: false, shaderF16: true };
const with_ = (webgpu: Capabilities['webgpu'], threads = 4): Capabilities => ({ webgpu, threads });
const names = (rungs: readonly Rung[]) =>
  rungs.map(({ backend, precision, threads }) => `${backend} ${precision} ${threads}`);

test('half floats first, then full ones, then WASM', () => {
  expect(names(planRungs(with_(adapter)))).toEqual([
    'webgpu fp16 1',
    'webgpu fp32 1',
    'wasm q8 4',
    'wasm q8 1',
    'wasm fp16 4',
    'wasm fp16 1',
    'wasm fp32 4',
    'wasm fp32 1',
  ]);
});

test('no half floats without shader-f16', () => {
  expect(names(planRungs(with_({ ...adapter, shaderF16: false }), { forced: 'webgpu' }))).toEqual([
    'webgpu fp32 1',
  ]);
});

test('one thread without isolation, no WebGPU without an adapter', () => {
  expect(names(planRungs(with_(null, 1)))).toEqual(['wasm q8 1', 'wasm fp16 1', 'wasm fp32 1']);
});

test('a software adapter is used only where WebGPU is forced', () => {
  const software = with_({ ...adapter, isFallbackAdapter: true }, 1);
  expect(names(planRungs(software))).toEqual(['wasm q8 1', 'wasm fp16 1', 'wasm fp32 1']);
  expect(names(planRungs(software, { forced: 'webgpu' }))).toEqual(['webgpu fp16 1', 'webgpu fp32 1']);
});

test('a forced back end stands alone, and may be missing', () => {
  expect(names(planRungs(with_(adapter, 1), { forced: 'wasm' }))).toEqual([
    'wasm q8 1',
    'wasm fp16 1',
    'wasm fp32 1',
  ]);
  expect(planRungs(with_(null), { forced: 'webgpu' })).toEqual([]);
});

const GB = 1e9;
/** A checkpoint in some precisions that need so many gigabytes each, in WebAssembly's heap and in all. */
const shipping = (needs: Partial<Record<Precision, number>>, distrusts8Bit = false): Inspection => ({
  id: 'someone/model',
  revision: 'main',
  family: distrusts8Bit ? 'mobileclip' : 'siglip',
  imageSize: 224,
  licence: null,
  distrusts8Bit,
  precisions: Object.entries(needs).map(([precision, need]): PrecisionFacts => {
    const memory = { heapBytes: need * GB, peakBytes: need * GB };
    const sizes = { visionBytes: need * GB, textBytes: need * GB };
    return { precision: precision as Precision, ...sizes, memory: { webgpu: memory, wasm: memory } };
  }),
});

test('only precisions the checkpoint ships, whatever they are', () => {
  const rungs = (needs: Parameters<typeof shipping>[0]) =>
    names(planRungs(with_(adapter, 1), { inspection: shipping(needs) }));
  expect(rungs({ fp32: 1 })).toEqual(['webgpu fp32 1', 'wasm fp32 1']);
  expect(rungs({ int8: 1, uint8: 1 })).toEqual(['wasm int8 1']);
  expect(rungs({ q4f16: 1, q4: 1, bnb4: 1 })).toEqual([
    'webgpu q4f16 1',
    'webgpu q4 1',
    'wasm q4 1',
    'wasm bnb4 1',
  ]);
  expect(rungs({})).toEqual([]);
});

test('8 bits come last where they are known to ruin the family', () => {
  const inspection = shipping({ fp32: 1, fp16: 1, q8: 1 }, true);
  expect(names(planRungs(with_(null, 1), { inspection }))).toEqual([
    'wasm fp16 1',
    'wasm fp32 1',
    'wasm q8 1',
  ]);
});

test('what does not fit into the page or into WebAssembly is told apart from what does', () => {
  const plan = (memoryBytes: number) => {
    const { rungs, tooLarge } = planLoad(with_(null, 1), memoryBytes, shipping({ fp32: 5, fp16: 3, q8: 1 }));
    return [names(rungs), names(tooLarge)];
  };
  expect(plan(2 * GB)).toEqual([['wasm q8 1'], ['wasm fp16 1', 'wasm fp32 1']]);
  expect(plan(Number.POSITIVE_INFINITY)).toEqual([['wasm q8 1', 'wasm fp16 1'], ['wasm fp32 1']]);
  expect(plan(0.5 * GB)).toEqual([[], ['wasm q8 1', 'wasm fp16 1', 'wasm fp32 1']]);
});

test('a checkpoint that nobody knows the size of is tried', () => {
  const unknown = { ...shipping({}), precisions: null };
  expect(names(planLoad(with_(null, 1), GB, unknown).rungs)).toEqual([
    'wasm q8 1',
    'wasm fp16 1',
    'wasm fp32 1',
  ]);
});

test('rungs read as words', () => {
  expect(planRungs(with_(adapter, 2)).map(describeRung)).toEqual([
    'WebGPU (16-bit floats)',
    'WebGPU (32-bit floats)',
    'WASM (8-bit integers, 2 threads)',
    'WASM (8-bit integers, one thread)',
    'WASM (16-bit floats, 2 threads)',
    'WASM (16-bit floats, one thread)',
    'WASM (32-bit floats, 2 threads)',
    'WASM (32-bit floats, one thread)',
  ]);
});

describe('what was measured', () => {
  const ranked = (measured: readonly MeasuredPrecision[], distrusts8Bit = false) =>
    names(planRungs(with_(null, 1), { inspection: { precisions: null, distrusts8Bit }, measured }));
  const found = (precision: Precision, milliseconds: number, passes = true) => ({
    precision,
    milliseconds,
    passes,
  });

  test('goes by time among those that pass', () => {
    expect(ranked([found('q8', 27), found('fp16', 21)])).toEqual(['wasm fp16 1', 'wasm q8 1', 'wasm fp32 1']);
    expect(ranked([found('q8', 15), found('fp16', 21)], true)[0]).toBe('wasm q8 1');
    // A twentieth is not worth what 8 bits lose.
    expect(ranked([found('q8', 20), found('fp16', 21)])[0]).toBe('wasm fp16 1');
  });

  test('puts what was found wanting behind all others, however quick', () => {
    expect(ranked([found('q8', 5, false), found('fp32', 21)])).toEqual([
      'wasm fp32 1',
      'wasm fp16 1',
      'wasm q8 1',
    ]);
  });
});
