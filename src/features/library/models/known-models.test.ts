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

test('half floats that WebAssembly cannot hold run on a graphics processor, where there is one', () => {
  const [here, without] = [true, false].map((gpu) => placesOn(Number.POSITIVE_INFINITY, gpu));
  expect(here!['SigLIP 2 so400m fp16']).toBe('WebGPU only');
  expect(without!['SigLIP 2 so400m fp16']).toBe('nowhere');
  // Its text tower has 2.8 GB, and passes through WebAssembly's memory on either.
  expect(here!['SigLIP 2 so400m fp32']).toBe('nowhere');
  expect(without!['SigLIP 2 base fp32']).toBe('WASM');
});
