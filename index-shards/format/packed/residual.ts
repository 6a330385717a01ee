import { packCodes, packedWidth, type Run, unpackCodes } from './packing';

/**
 * What residual codes mean. A caption is `(centre + gain · Σ coefficient[i] · basis[i]) · inverseNorm`, with its list's
 * centre and gain, and `coefficient = (code + ½ − 2^(bits−1)) · step`.
 */
export interface ResidualParameters {
  /** d. */
  readonly width: number;
  readonly runs: readonly Run[];
  /** `[packedWidth]`, 0 where a coefficient only fills up. */
  readonly steps: Float32Array<ArrayBuffer>;
  /** `[packedWidth, d]`: the direction that each coefficient stands for. */
  readonly basis: Float32Array<ArrayBuffer>;
}

/** What all captions of a list share. */
export interface ListFrame {
  /** `[d]`. */
  readonly centre: Int8Array;
  /** The centre's component is its code times this. */
  readonly centreScale: number;
  readonly gain: number;
}

/** One caption in residual codes. */
export interface ResidualCode {
  /** `[packedBytes]`. */
  readonly codes: Uint8Array<ArrayBuffer>;
  /** 1 / ‖what the codes stand for‖, in units of `INVERSE_NORM_UNIT`, held to u16. */
  readonly inverseNorm: number;
}

/** Inverse norms are stored as whole multiples of this, up to 2. */
export const INVERSE_NORM_UNIT = 2 / 65_535;

/** The zero of each coefficient's codes, `[packedWidth]`: code + ½ − 2^(bits−1) is what a step multiplies. */
export function codeOffsets(runs: readonly Run[]): Float32Array<ArrayBuffer> {
  const offsets = new Float32Array(packedWidth(runs));
  let place = 0;
  for (const { bits, count } of runs) {
    offsets.fill(0.5 - 2 ** (bits - 1), place, place + count);
    place += count;
  }
  return offsets;
}

/** The centre of a list in i8, with its scale. */
export function frameOf(centre: ArrayLike<number>, gain: number): ListFrame {
  let largest = 0;
  for (let i = 0; i < centre.length; i++) largest = Math.max(largest, Math.abs(centre[i]!));
  const centreScale = Math.fround(largest / 127) || 1;
  return {
    centre: Int8Array.from(centre, (x) => Math.round(x / centreScale)),
    centreScale,
    gain: Math.fround(gain),
  };
}

/** Codes coefficients `[packedWidth]`, which are already divided by the list's gain. */
export function residualCodes(
  { runs, steps }: ResidualParameters,
  coefficients: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const codes = new Uint8Array(steps.length);
  let place = 0;
  for (const { bits, count } of runs) {
    const half = 2 ** (bits - 1);
    for (let i = place; i < place + count; i++) {
      const level = steps[i]! > 0 ? Math.floor(coefficients[i]! / steps[i]!) : 0;
      codes[i] = Math.max(-half, Math.min(half - 1, level)) + half;
    }
    place += count;
  }
  return codes;
}

/**
 * One caption with the coefficients `[packedWidth]` of its residual, which are already divided by the list's gain. Its
 * inverse norm is that of what the codes stand for.
 */
export function encodeResidual(
  parameters: ResidualParameters,
  frame: ListFrame,
  coefficients: ArrayLike<number>,
): ResidualCode {
  const codes = packCodes(parameters.runs, residualCodes(parameters, coefficients));
  const vector = combined(parameters, frame, codes);
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  const inverse = norm > 0 ? Math.round(1 / norm / INVERSE_NORM_UNIT) : 0;
  return { codes, inverseNorm: Math.min(65_535, inverse) };
}

/** The vector that a caption's codes stand for, normalised, `[d]`; the plain counterpart of the compiled search code. */
export function decodeResidual(
  parameters: ResidualParameters,
  frame: ListFrame,
  codes: Uint8Array,
): Float32Array<ArrayBuffer> {
  const vector = combined(parameters, frame, codes);
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  return Float32Array.from(vector, (x) => (norm > 0 ? x / norm : 0));
}

function combined(
  { width, runs, steps, basis }: ResidualParameters,
  { centre, centreScale, gain }: ListFrame,
  packed: Uint8Array,
): Float64Array {
  const vector = Float64Array.from(centre, (x) => x * centreScale);
  const codes = unpackCodes(runs, packed);
  const offsets = codeOffsets(runs);
  for (let i = 0; i < codes.length; i++) {
    const weight = gain * (codes[i]! + offsets[i]!) * steps[i]!;
    if (weight === 0) continue;
    for (let j = 0; j < width; j++) vector[j]! += weight * basis[i * width + j]!;
  }
  return vector;
}
