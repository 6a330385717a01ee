import { inChromium } from './in-chromium';
import type { StorageRow } from './page/storage';

/** Ways to read single lists again from the device, in Chromium. */
export function benchStorage(): Promise<StorageRow[]> {
  return inChromium({}, (page) => page.evaluate(() => globalThis.measureStorageInPage()));
}

/** The rows as text; times also as multiples of the first row's. */
export function storageTable(rows: readonly StorageRow[]): string {
  return rows
    .map(
      ({ way, lists, bytes, msP50, msP95 }) =>
        `storage  ${way.padEnd(44)} ${lists} lists of ${bytes} B  p50 ${msP50.toFixed(1)} ms  p95 ${msP95.toFixed(1)} ms  × ${(msP50 / rows[0]!.msP50).toFixed(1)}`,
    )
    .join('\n');
}
