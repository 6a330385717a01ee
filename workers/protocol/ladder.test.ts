import { expect, test } from 'vitest';
import type { Capabilities } from './encoder';
import { describeRung, planRungs } from './ladder';

const adapter = { description: 'a card', isFallbackAdapter: false, shaderF16: true };
const with_ = (webgpu: Capabilities['webgpu'], threads = 4): Capabilities => ({ webgpu, threads });
const names = (rungs: ReturnType<typeof planRungs>) =>
  rungs.map(({ backend, precision, threads }) => `${backend} ${precision} ${threads}`);

test('half floats first, then full ones, then WASM', () => {
  expect(names(planRungs(with_(adapter)))).toEqual([
    'webgpu fp16 1',
    'webgpu fp32 1',
    'wasm q8 4',
    'wasm q8 1',
    'wasm fp32 4',
    'wasm fp32 1',
  ]);
});

test('no half floats without shader-f16', () => {
  expect(names(planRungs(with_({ ...adapter, shaderF16: false }), 'webgpu'))).toEqual(['webgpu fp32 1']);
});

test('one thread without isolation, no WebGPU without an adapter', () => {
  expect(names(planRungs(with_(null, 1)))).toEqual(['wasm q8 1', 'wasm fp32 1']);
});

test('a software adapter is used only where WebGPU is forced', () => {
  const software = with_({ ...adapter, isFallbackAdapter: true }, 1);
  expect(names(planRungs(software))).toEqual(['wasm q8 1', 'wasm fp32 1']);
  expect(names(planRungs(software, 'webgpu'))).toEqual(['webgpu fp16 1', 'webgpu fp32 1']);
});

test('a forced back end stands alone, and may be missing', () => {
  expect(names(planRungs(with_(adapter, 1), 'wasm'))).toEqual(['wasm q8 1', 'wasm fp32 1']);
  expect(planRungs(with_(null), 'webgpu')).toEqual([]);
});

test('only precisions the checkpoint ships', () => {
  expect(names(planRungs(with_(adapter, 1), null, ['fp32']))).toEqual(['webgpu fp32 1', 'wasm fp32 1']);
});

test('rungs read as words', () => {
  expect(planRungs(with_(adapter, 2)).map(describeRung)).toEqual([
    'WebGPU (16-bit floats)',
    'WebGPU (32-bit floats)',
    'WASM (8-bit integers, 2 threads)',
    'WASM (8-bit integers, one thread)',
    'WASM (32-bit floats, 2 threads)',
    'WASM (32-bit floats, one thread)',
  ]);
});
