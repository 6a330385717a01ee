import type { Resample } from '../checkpoint/preprocessor';

/** Bits after the point of a coefficient: 8-bit samples times weights whose absolute sum stays below 2 fit 32 bits. */
export const PRECISION_BITS = 22;

/** One axis of a resize: output i is Σ weights[i·taps + j]·input[first[i] + j] over j < count[i]. */
export interface Coefficients {
  readonly taps: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** Fixed point with `PRECISION_BITS`, `[output, taps]`. */
  readonly weights: Int32Array;
}

interface Kernel {
  /** Half width, in pixels of the coarser side. */
  readonly support: number;
  weight(x: number): number;
}

const KERNELS: Record<Resample, Kernel> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  // Keys, "Cubic convolution interpolation for digital image processing" (1981), eq. 15, a = -0.5.
  bicubic: {
    support: 2,
    weight: (signed) => {
      const x = Math.abs(signed);
      if (x < 1) return ((A + 2) * x - (A + 3)) * x * x + 1;
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    },
  },
};
const A = -0.5;

/**
 * Weights that turn `input` samples into `output`, as Pillow's resize computes them: the kernel is stretched by the
 * scale when shrinking (antialiasing), cut at the edges, normalised, then rounded half away from zero.
 * @param from the first output wanted, of `wanted` in all; every one by default
 */
export function coefficients(
  input: number,
  output: number,
  resample: Resample,
  from = 0,
  wanted = output,
): Coefficients {
  const kernel = KERNELS[resample];
  const scale = input / output;
  const stretch = Math.max(1, scale);
  const support = kernel.support * stretch;
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(wanted);
  const count = new Int32Array(wanted);
  const weights = new Int32Array(wanted * taps);
  const exact = new Float64Array(taps);
  for (let i = 0; i < wanted; i++) {
    const centre = (from + i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const length = Math.min(input, Math.trunc(centre + support + 0.5)) - start;
    let sum = 0;
    for (let j = 0; j < length; j++) {
      exact[j] = kernel.weight((j + start - centre + 0.5) * (1 / stretch));
      sum += exact[j]!;
    }
    first[i] = start;
    count[i] = length;
    for (let j = 0; j < length; j++) {
      const fixed = (exact[j]! / sum) * 2 ** PRECISION_BITS;
      weights[i * taps + j] = Math.trunc(fixed < 0 ? fixed - 0.5 : fixed + 0.5);
    }
  }
  return { taps, first, count, weights };
}
