import { FernglassError } from '../../../core';
import {
  describeRung,
  type Inspection,
  type LoadPlan,
  needOf,
  type Rung,
  WASM_BYTES,
} from '../../../workers/protocol';

/** Why a rung is left out, as a sentence: what it needs, and what there is. */
export function passedOver(rung: Rung, inspection: Inspection, memoryBytes: number): string {
  return `${describeRung(rung)} was left out before the download: ${shortage(rung, inspection, memoryBytes)}.`;
}

/**
 * The error for a checkpoint of which no precision fits.
 * @param tooLarge its rungs, at least one
 */
export function tooLargeFor(
  inspection: Inspection,
  tooLarge: readonly Rung[],
  memoryBytes: number,
): FernglassError {
  const need = (rung: Rung) => needOf(rung, inspection)?.peakBytes ?? 0;
  const least = tooLarge.reduce((best, rung) => (need(rung) < need(best) ? rung : best));
  return new FernglassError(
    'model-too-large',
    `${inspection.id} is too large for this device, so nothing was downloaded: even on ${describeRung(least)} ${shortage(least, inspection, memoryBytes)}. Choose a smaller model, or a device with more memory.`,
  );
}

/** Why precisions are left out, a sentence for each back end; where none fits, one for all. */
export function reasonsOf(
  { rungs, tooLarge }: LoadPlan,
  inspection: Inspection,
  memoryBytes: number,
): string[] {
  if (rungs.length === 0 && tooLarge.length > 0)
    return [tooLargeFor(inspection, tooLarge, memoryBytes).message];
  // With one thread it needs what it needs with several, but for some megabytes.
  const told = new Map(tooLarge.map((rung) => [`${rung.backend} ${rung.precision}`, rung]));
  return [...told.values()].map((rung) => passedOver(rung, inspection, memoryBytes));
}

function shortage(rung: Rung, inspection: Inspection, memoryBytes: number): string {
  const need = needOf(rung, inspection);
  const { heapBytes = 0, peakBytes = 0 } = need ?? {};
  return heapBytes > WASM_BYTES
    ? `it needs about ${gigabytes(heapBytes)} within WebAssembly, which gives no more than ${gigabytes(WASM_BYTES)}`
    : `it needs about ${gigabytes(peakBytes)} of memory, and a page has about ${gigabytes(memoryBytes)} here`;
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
