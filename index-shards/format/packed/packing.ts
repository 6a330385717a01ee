/** Coefficients that follow each other and are coded with equally many bits. */
export interface Run {
  readonly bits: 1 | 2 | 3 | 4 | 7;
  /** How many; a multiple of `RUN_UNIT[bits]`. */
  readonly count: number;
}

/** Coefficients that fill whole 16-byte words, by bits: a run is a multiple of these. 7-bit codes take a byte each. */
export const RUN_UNIT: Readonly<Record<Run['bits'], number>> = { 1: 128, 2: 64, 3: 128, 4: 32, 7: 16 };

/** Bytes of one caption's codes. */
export function packedBytes(runs: readonly Run[]): number {
  return runs.reduce((sum, { bits, count }) => sum + (bits === 7 ? count : (count * bits) / 8), 0);
}

/** Coefficients of one caption, those that only fill up the last run included. */
export function packedWidth(runs: readonly Run[]): number {
  return runs.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Where each bit field of a run's next 16-byte words goes: code `16·s + j` of a block has its bits in byte `j`, so
 * that one shift and one mask give sixteen codes. Three bits are two and one.
 */
interface Field {
  /** Byte of the block, plus `j`. */
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
  /** Step of sixteen codes within the block, and the field's place in the code. */
  readonly step: number;
  readonly lift: number;
}

function fieldsOf(bits: Run['bits']): readonly Field[] {
  if (bits === 7) return [{ word: 0, shift: 0, mask: 127, step: 0, lift: 0 }];
  const plain = (width: number, word: number, firstStep: number, lift: number): Field[] =>
    Array.from({ length: 8 / width }, (_, s) => ({
      word,
      shift: s * width,
      mask: (1 << width) - 1,
      step: firstStep + s,
      lift,
    }));
  return bits === 3
    ? [...plain(2, 0, 0, 0), ...plain(2, 16, 4, 0), ...plain(1, 32, 0, 2)]
    : plain(bits, 0, 0, 0);
}

const FIELDS: Readonly<Record<Run['bits'], readonly Field[]>> = {
  1: fieldsOf(1),
  2: fieldsOf(2),
  3: fieldsOf(3),
  4: fieldsOf(4),
  7: fieldsOf(7),
};

/** Packs one caption's codes `[packedWidth]`, each within its run's bits, into `[packedBytes]`. */
export function packCodes(runs: readonly Run[], codes: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(packedBytes(runs));
  eachField(runs, (byte, field, place) => {
    packed[byte]! |= ((codes[place]! >> field.lift) & field.mask) << field.shift;
  });
  return packed;
}

/** The codes `[packedWidth]` that `packCodes` packed. */
export function unpackCodes(runs: readonly Run[], packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const codes = new Uint8Array(packedWidth(runs));
  eachField(runs, (byte, field, place) => {
    codes[place]! |= ((packed[byte]! >> field.shift) & field.mask) << field.lift;
  });
  return codes;
}

function eachField(runs: readonly Run[], use: (byte: number, field: Field, place: number) => void): void {
  let byte = 0;
  let place = 0;
  for (const { bits, count } of runs) {
    const unit = RUN_UNIT[bits];
    const unitBytes = bits === 7 ? unit : (unit * bits) / 8;
    for (let block = 0; block < count / unit; block++) {
      for (const field of FIELDS[bits])
        for (let j = 0; j < 16; j++) use(byte + field.word + j, field, place + 16 * field.step + j);
      byte += unitBytes;
      place += unit;
    }
  }
}
