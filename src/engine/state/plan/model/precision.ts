import { dot, type Vector } from '../../../../../core';
import type { Inspection, MeasuredPrecision, Precision, Rung } from '../../../../../workers/protocol';
import { byMeasure, fits, is8Bit, NUMBERS, needOf } from '../../../../../workers/protocol';
import type { PrecisionPair, PrecisionVerdict } from '../../types';

/** Photos that precisions are compared on. */
export const PHOTOS_COMPARED = 10;

/**
 * What embeddings at 8 bits have to reach beside the reference: weights that are quantised well stay above 0.99, those that
 * 8 bits ruin fall to noise.
 */
const LEAST_COSINE = 0.9;
const LEAST_MEAN_COSINE = 0.97;
const LEAST_AGREEMENT = 0.9;

/** Finer precisions, in the order in which they are taken to compare with: the smaller download first. */
const FLOATS: readonly Precision[] = ['fp16', 'fp32'];

/**
 * The 8-bit and the finer precision of a loaded checkpoint that can be compared here.
 * @param memoryBytes that the page may hold: the one stands beside the other meanwhile
 * @returns null where it ships no such pair, or where it does not run on WASM, which alone computes in 8 bits
 */
export function pairOf(inspection: Inspection, rung: Rung, memoryBytes: number): PrecisionPair | null {
  const shipped = inspection.precisions;
  if (shipped === null || rung.backend !== 'wasm') return null;
  const eight = shipped.find(({ precision }) => is8Bit(precision))?.precision;
  const inUse = rung.precision;
  const others = is8Bit(inUse) ? FLOATS : FLOATS.includes(inUse) && eight !== undefined ? [eight] : [];
  const used = needOf(rung, inspection);
  const other = others.find((precision) => {
    const need = needOf({ ...rung, precision }, inspection);
    if (need === null) return false;
    const together = { heapBytes: need.heapBytes, peakBytes: need.peakBytes + (used?.peakBytes ?? 0) };
    return fits(together, memoryBytes);
  });
  const facts = shipped.find(({ precision }) => precision === other);
  if (other === undefined || facts === undefined) return null;
  const [checked, reference] = is8Bit(inUse) ? [inUse, other] : [other, inUse];
  return { checked, reference, inUse, bytes: facts.visionBytes + facts.textBytes };
}

/** What one precision made of the photos and texts that both are given. */
export interface Embedded {
  readonly precision: Precision;
  /** One for each photo. */
  readonly photos: readonly Vector[];
  /** One for each class; fewer than two say nothing. */
  readonly texts: readonly Vector[];
  /** For a photo, in the middle of all. */
  readonly milliseconds: number;
}

/** Holds 8 bits against the reference. Both are given the same photos, at least one. */
export function judge(checked: Embedded, reference: Embedded): PrecisionVerdict {
  const cosines = checked.photos.map((photo, i) => dot(photo, reference.photos[i]!));
  const least = Math.min(...cosines);
  const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
  const agreeing =
    reference.texts.length < 2
      ? null
      : checked.photos.filter(
          (photo, i) => nearest(photo, checked.texts) === nearest(reference.photos[i]!, reference.texts),
        ).length;
  const agrees = agreeing === null || agreeing >= LEAST_AGREEMENT * cosines.length;
  const passes = least >= LEAST_COSINE && mean >= LEAST_MEAN_COSINE && agrees;
  return {
    checked: measured(checked, passes),
    reference: measured(reference, true),
    photos: cosines.length,
    cosine: { least, mean },
    agreeing,
  };
}

const measured = ({ precision, milliseconds }: Embedded, passes: boolean): MeasuredPrecision => ({
  precision,
  milliseconds,
  passes,
});

/**
 * Why the other precision serves better than the one in use, as a notice for the user; null where it does not.
 * The ladder, which is asked then, goes by the same figures.
 */
export function betterThan(inUse: Precision, { checked, reference }: PrecisionVerdict): string | null {
  const [best] = byMeasure([checked.precision, reference.precision], [checked, reference]);
  if (best === undefined || best === inUse) return null;
  return checked.passes
    ? `The model was loaded anew with ${NUMBERS[best]}, which serve better here.`
    : `The model was loaded anew with ${NUMBERS[best]}: ${NUMBERS[checked.precision]} give other answers.`;
}

/** Place of the text that is nearest to a photo. */
function nearest(photo: Vector, texts: readonly Vector[]): number {
  const cosines = texts.map((text) => dot(photo, text));
  return cosines.indexOf(Math.max(...cosines));
}

/** The time in the middle of several: the first photo lays out kernels, and other work may come in between. */
export function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
