import { asUint32, corrupt, readHeader, readSections, writeFile } from '../layout';
import { LIMITS } from '../limits';
import { packedWidth, RUN_UNIT, type Run } from './packing';
import type { ResidualParameters } from './residual';

const MAGIC = 'FGCODEC\n';
const VERSION = 1;
const HEADER_NUMBERS = 3;
const MOST_RUNS = 16;
/** Components of the basis are stored as i16, full scale being the largest of all. */
const LARGEST = 32_767;

/** Writes a codec file. Readers see the basis rounded to i16: encode with what `readResidualFile` gives back. */
export function writeResidualFile({
  width,
  runs,
  steps,
  basis,
}: ResidualParameters): Uint8Array<ArrayBuffer> {
  const largest = basis.reduce((most, x) => Math.max(most, Math.abs(x)), 0) || 1;
  const scale = Math.fround(largest / LARGEST);
  const rounded = Int16Array.from(basis, (x) => Math.max(-LARGEST, Math.min(LARGEST, Math.round(x / scale))));
  const numbers = new Float32Array(1 + steps.length);
  numbers[0] = scale;
  numbers.set(steps, 1);
  return writeFile(
    MAGIC,
    VERSION,
    [width, runs.length, steps.length],
    [
      Uint32Array.from(runs.flatMap(({ bits, count }) => [bits, count])),
      littleEndian(numbers, 4, (view, at, x) => view.setFloat32(at, x, true)),
      littleEndian(rounded, 2, (view, at, x) => view.setInt16(at, x, true)),
    ],
  );
}

/**
 * Takes a codec file apart; the caller has checked the hash.
 * @throws FernglassError `shard-corrupt` when it is none, or is for vectors of another width.
 */
export function readResidualFile(bytes: Uint8Array, width: number): ResidualParameters {
  const [itsWidth, runCount, coefficients] = readHeader(bytes, MAGIC, VERSION, HEADER_NUMBERS) as [
    number,
    number,
    number,
  ];
  if (itsWidth !== width) corrupt(`its codec is for width ${itsWidth}, not ${width}`);
  if (coefficients > 2 * LIMITS.width) corrupt(`its codec has ${coefficients} coefficients`);
  if (runCount < 1 || runCount > MOST_RUNS) corrupt(`its codec has ${runCount} runs`);
  const [runSection, numberSection, basisSection] = readSections(bytes, HEADER_NUMBERS, [
    8 * runCount,
    4 * (1 + coefficients),
    2 * coefficients * width,
  ]) as [Uint8Array, Uint8Array, Uint8Array];
  const runs = readRuns(asUint32(runSection));
  if (packedWidth(runs) !== coefficients) corrupt('its codec has runs and steps of different counts');
  const numbers = new DataView(numberSection.buffer, numberSection.byteOffset, numberSection.length);
  const steps = Float32Array.from({ length: coefficients }, (_, i) => numbers.getFloat32(4 + 4 * i, true));
  const scale = numbers.getFloat32(0, true);
  if (!(scale > 0 && scale < Infinity)) corrupt('its codec has no scale');
  if (!steps.every((step) => step >= 0 && step < Infinity)) corrupt('its codec has a step that is no length');
  const view = new DataView(basisSection.buffer, basisSection.byteOffset, basisSection.length);
  const basis = new Float32Array(coefficients * width);
  for (let i = 0; i < basis.length; i++) basis[i] = view.getInt16(2 * i, true) * scale;
  return { width, runs, steps, basis };
}

function readRuns(numbers: Uint32Array): Run[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => {
    const bits = numbers[2 * i]!;
    const count = numbers[2 * i + 1]!;
    const known = bits === 1 || bits === 2 || bits === 3 || bits === 4 || bits === 7;
    if (!known) corrupt(`its codec has a run of ${bits} bits`);
    if (count === 0 || count % RUN_UNIT[bits] !== 0) corrupt(`its codec has a run of ${count} coefficients`);
    return { bits, count };
  });
}

function littleEndian(
  values: Float32Array | Int16Array,
  size: number,
  set: (view: DataView, at: number, x: number) => void,
): Uint8Array {
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  values.forEach((x, i) => {
    set(view, i * size, x);
  });
  return bytes;
}
