import { expect, test } from 'vitest';
import { fits, memoryOf, WASM_BYTES } from './memory';

test('iOS ends a page near 1.5 GB, whatever the device has', () => {
  expect(memoryOf({ isIos: true, deviceMemory: 8 })).toBe(1.5e9);
});

test('a part of the device’s memory is a page’s; the most that browsers tell may be more', () => {
  expect(memoryOf({ isIos: false, deviceMemory: 2 })).toBeLessThan(2 * 2 ** 30);
  expect(memoryOf({ isIos: false, deviceMemory: 2 })).toBeGreaterThan(2 ** 30);
  expect(memoryOf({ isIos: false, deviceMemory: 8 })).toBe(Number.POSITIVE_INFINITY);
  expect(memoryOf({ isIos: false })).toBe(Number.POSITIVE_INFINITY);
});

test('WebAssembly ends at 4 GB where the page has more', () => {
  const need = (heapBytes: number, peakBytes: number) => ({ heapBytes, peakBytes });
  expect(fits(need(WASM_BYTES, 6e9), 8e9)).toBe(true);
  expect(fits(need(WASM_BYTES + 1, 6e9), 8e9)).toBe(false);
  expect(fits(need(1e9, 2e9), 1.5e9)).toBe(false);
  expect(fits(null, 0)).toBe(true);
});
