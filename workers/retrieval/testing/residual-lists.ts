import { normalise, seededRandom, stack } from '../../../core';
import {
  decodeResidual,
  encodeResidual,
  frameOf,
  packedWidth,
  type ResidualParameters,
  type Run,
} from '../../../index-shards/format';
import type { Kernels } from '../kernels';
import { ResidualSearch } from '../kernels';

/** Of the embeddings. */
export const WIDTH = 90;
/** Every number of bits, more than one block of some, and coefficients that only fill up. */
const RUNS: readonly Run[] = [
  { bits: 7, count: 16 },
  { bits: 4, count: 64 },
  { bits: 3, count: 128 },
  { bits: 2, count: 128 },
  { bits: 1, count: 128 },
];
const LISTS = 12;
export const PER_LIST = 50;

/** A codec over random directions and 12 lists in it, what their codes stand for (`decoded`, `[600, 90]`), and queries. */
export function residualLists() {
  const uniform = seededRandom(3);
  const count = packedWidth(RUNS);
  const parameters: ResidualParameters = {
    width: WIDTH,
    runs: RUNS,
    steps: Float32Array.from({ length: count }, (_, i) => (i % 7 === 6 ? 0 : 0.3 / (1 + i / 20))),
    basis: Float32Array.from({ length: count * WIDTH }, () => (uniform() - 0.5) / 40),
  };
  const frames = Array.from({ length: LISTS }, (_, l) =>
    frameOf(
      Float32Array.from({ length: WIDTH }, () => (uniform() - 0.5) / 3),
      0.5 + l / 10,
    ),
  );
  const coded = Array.from({ length: LISTS * PER_LIST }, (_, i) =>
    encodeResidual(
      parameters,
      frames[Math.floor(i / PER_LIST)]!,
      Float32Array.from(parameters.steps, (step) => 20 * step * (uniform() - 0.5)),
    ),
  );
  const decoded = stack(
    coded.map(({ codes }, i) => decodeResidual(parameters, frames[Math.floor(i / PER_LIST)]!, codes)),
  );
  const queries = stack(
    Array.from({ length: 20 }, () => normalise(Float32Array.from({ length: WIDTH }, () => uniform() - 0.5))),
  );
  return { parameters, frames, coded, decoded, queries };
}

/** Takes the lists into the module's memory; rows count from 1000. */
export function openResidualLists(
  kernels: Kernels,
  { parameters, frames, coded }: ReturnType<typeof residualLists>,
  search = new ResidualSearch(kernels, parameters),
) {
  const bytes = coded[0]!.codes.length;
  const codes = new Uint8Array(coded.length * bytes);
  coded.forEach((one, i) => {
    codes.set(one.codes, i * bytes);
  });
  const block = search.addLists(
    {
      firstList: 0,
      listStarts: Uint32Array.from({ length: LISTS + 1 }, (_, l) => l * PER_LIST),
      ids: Uint32Array.from(coded, (_, i) => i),
      frames,
      codes,
      inverseNorms: Uint16Array.from(coded, ({ inverseNorm }) => inverseNorm),
    },
    1000,
  );
  return { search, block };
}
