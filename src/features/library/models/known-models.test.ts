import { expect, test } from 'vitest';
import { KNOWN_MODELS, placeOf } from './known-models';

const GB = 1e9;
const placesOn = (memoryBytes: number, hasWebGpu: boolean) =>
  Object.fromEntries(
    KNOWN_MODELS.flatMap(({ title, towers }) =>
      (towers?.sizes ?? []).map((size) => [
        `${title} ${size.precision}`,
        placeOf(towers!, size, { memoryBytes, hasWebGpu }),
      ]),
    ),
  );

test('what a page of 1.5 GB, as on iOS, cannot hold is told apart', () => {
  const places = placesOn(1.5 * GB, true);
  expect(places['SigLIP base q8']).toBe('WASM');
  expect(places['SigLIP base fp32']).toBe('WASM');
  expect(places['SigLIP 2 base q8']).toBe('WASM');
  expect(places['SigLIP 2 base fp32']).toBe('nowhere');
});

test('what takes less memory on a graphics processor runs there alone where it would not fit else', () => {
  const [here, without] = [true, false].map((gpu) => placesOn(3.6 * GB, gpu));
  expect(here!['SigLIP 2 so400m fp16']).toBe('WebGPU only');
  expect(without!['SigLIP 2 so400m fp16']).toBe('nowhere');
  expect(here!['SigLIP 2 so400m fp32']).toBe('nowhere');
  expect(without!['SigLIP 2 base fp32']).toBe('WASM');
});

test('the largest runs where nothing but the 4 GB of WebAssembly bounds it', () => {
  const places = placesOn(Number.POSITIVE_INFINITY, false);
  expect(places['SigLIP 2 so400m fp16']).toBe('WASM');
  expect(places['SigLIP 2 so400m fp32']).toBe('WASM');
});
