import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dot, normalise } from '../../../core';
import {
  captionText,
  codeOffsets,
  decodeResidual,
  encodeResidual,
  frameOf,
  INVERSE_NORM_UNIT,
  type PackedList,
  packCodes,
  packedBytes,
  packedWidth,
  type ResidualParameters,
  RUN_UNIT,
  type Run,
  readPackedShard,
  readResidualFile,
  readRouter,
  readTexts,
  unpackCodes,
  writePackedShard,
  writeResidualFile,
  writeRouter,
  writeTexts,
} from '..';

const refused = expect.objectContaining({ code: 'shard-corrupt' });

const run: fc.Arbitrary<Run> = fc
  .tuple(fc.constantFrom<Run['bits']>(1, 2, 3, 4, 7), fc.integer({ min: 1, max: 3 }))
  .map(([bits, units]) => ({ bits, count: units * RUN_UNIT[bits] }));
const runsOf = fc.array(run, { minLength: 1, maxLength: 4 });

/** Codes within their runs' bits, from one seed. */
function someCodes(runs: readonly Run[], seed: number): Uint8Array {
  const codes = runs.flatMap(({ bits, count }, r) =>
    Array.from({ length: count }, (_, i) => Math.imul(seed + i + 131 * r, 0x9e3779b1) >>> (32 - bits)),
  );
  return Uint8Array.from(codes);
}

/** Each coefficient along its own axis, the steps all one. */
function axes(runs: readonly Run[], step: number): ResidualParameters {
  const width = packedWidth(runs);
  const basis = new Float32Array(width * width);
  for (let i = 0; i < width; i++) basis[i * width + i] = 1;
  return { width, runs, steps: new Float32Array(width).fill(step), basis };
}

describe('packed codes', () => {
  test('what is packed is unpacked, whatever the runs', () => {
    fc.assert(
      fc.property(runsOf, fc.integer(), (runs, seed) => {
        const codes = someCodes(runs, seed);
        const packed = packCodes(runs, codes);
        expect(packed.length).toBe(packedBytes(runs));
        expect(unpackCodes(runs, packed)).toEqual(codes);
      }),
    );
  });

  test('every bit of the bytes means something', () => {
    fc.assert(
      fc.property(
        runsOf.filter((runs) => runs.every(({ bits }) => bits !== 7)),
        fc.nat(),
        (runs, seed) => {
          const packed = Uint8Array.from(
            { length: packedBytes(runs) },
            (_, i) => Math.imul(seed + i, 0x9e3779b1) >>> 24,
          );
          expect(packCodes(runs, unpackCodes(runs, packed))).toEqual(packed);
        },
      ),
    );
  });
});

describe('residual codec', () => {
  const runs: readonly Run[] = [
    { bits: 7, count: 16 },
    { bits: 4, count: 32 },
    { bits: 3, count: 128 },
  ];
  const parameters = axes(runs, 0.01);
  const { width } = parameters;
  const components = fc.array(fc.float({ min: Math.fround(-0.03), max: Math.fround(0.03), noNaN: true }), {
    minLength: width,
    maxLength: width,
  });

  test('within the range of its bits no coefficient is off by more than half a step', () => {
    fc.assert(
      fc.property(components, (coefficients) => {
        const frame = { centre: new Int8Array(width), centreScale: 1, gain: 1 };
        const { codes, inverseNorm } = encodeResidual(parameters, frame, coefficients);
        const vector = decodeResidual(parameters, frame, codes);
        coefficients.forEach((x, i) => {
          const back = vector[i]! / (inverseNorm * INVERSE_NORM_UNIT);
          // Inverse norms beyond 2 are held; such short vectors do not occur where the centre is no zero.
          if (inverseNorm < 65_535) expect(Math.abs(back - x)).toBeLessThanOrEqual(0.0051);
        });
      }),
      { numRuns: 30 },
    );
  });

  test('centre, gain and codes come together to a normalised vector near the one that was coded', () => {
    fc.assert(
      fc.property(components, fc.integer({ min: 1, max: 20 }), (coefficients, gainStep) => {
        const gain = gainStep / 10;
        const centre = Float32Array.from({ length: width }, (_, i) => Math.sin(i) / 10);
        const frame = frameOf(centre, gain);
        const original = normalise(centre.map((x, i) => x + gain * coefficients[i]!));
        const { codes, inverseNorm } = encodeResidual(parameters, frame, coefficients);
        const back = decodeResidual(parameters, frame, codes);
        expect(dot(back, back)).toBeCloseTo(1, 5);
        expect(dot(back, original)).toBeGreaterThan(0.98);
        expect(inverseNorm).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  test('codes beyond the range are held at its ends', () => {
    const frame = { centre: new Int8Array(width), centreScale: 1, gain: 1 };
    const coefficients = Float32Array.from({ length: width }, (_, i) => (i % 2 === 0 ? 9 : -9));
    const codes = unpackCodes(runs, encodeResidual(parameters, frame, coefficients).codes);
    expect([codes[0], codes[1], codes[16], codes[17], codes[48], codes[49]]).toEqual([127, 0, 15, 0, 7, 0]);
    expect(codeOffsets(runs)[16]).toBe(-7.5);
  });
});

describe('codec file', () => {
  const parameters: ResidualParameters = {
    width: 5,
    runs: [{ bits: 4, count: 32 }],
    steps: Float32Array.from({ length: 32 }, (_, i) => i / 100),
    basis: Float32Array.from({ length: 160 }, (_, i) => Math.cos(i)),
  };

  test('what is written is read back, the basis to a part in 32,767', () => {
    const read = readResidualFile(writeResidualFile(parameters), 5);
    expect(read).toMatchObject({ width: 5, runs: parameters.runs, steps: parameters.steps });
    parameters.basis.forEach((x, i) => {
      expect(Math.abs(read.basis[i]! - x)).toBeLessThanOrEqual(0.51 / 32_767);
    });
    expect(writeResidualFile(read)).toEqual(writeResidualFile(parameters));
  });

  test('one that is cut, for another width, or whose header lies is refused, and never reads out of bounds', () => {
    const written = writeResidualFile(parameters);
    for (let length = 0; length < written.length; length += 7)
      expect(() => readResidualFile(written.subarray(0, length), 5)).toThrow(refused);
    expect(() => readResidualFile(written, 6)).toThrow(refused);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.nat(2 ** 32 - 1), (place, value) => {
        const lying = written.slice();
        new DataView(lying.buffer).setUint32(4 * place, value, true);
        try {
          const { runs, steps, basis } = readResidualFile(lying, 5);
          expect(packedWidth(runs)).toBe(steps.length);
          expect(basis.length).toBe(5 * steps.length);
        } catch (error) {
          expect(error).toEqual(refused);
        }
      }),
    );
  });

  test('a router takes it in and gives it back; without one it is as it ever was', () => {
    const codec = writeResidualFile(parameters);
    const sizes = Uint32Array.of(3, 4);
    const router = readRouter(writeRouter(5, sizes, Uint8Array.of(1, 2), codec), 2, 5, 2);
    expect(router).toEqual({ listSizes: sizes, graph: Uint8Array.of(1, 2), codec });
    expect(() => readRouter(writeRouter(5, sizes, Uint8Array.of(1, 2)), 2, 5, 2)).toThrow(refused);
    expect(readRouter(writeRouter(5, sizes, Uint8Array.of(1, 2)), 2, 5).codec).toHaveLength(0);
  });
});

describe('shard file of residual codes', () => {
  const width = 6;
  const packed = 16;
  const list = fc
    .array(fc.record({ text: fc.string({ unit: 'binary' }), norm: fc.nat(65_535) }), { maxLength: 5 })
    .chain((items) =>
      fc.tuple(
        fc.constant(items),
        fc.int8Array({ minLength: width, maxLength: width }),
        fc.uint8Array({ minLength: packed * items.length, maxLength: packed * items.length }),
      ),
    )
    .map(
      ([items, centre, codes]): PackedList => ({
        ids: items.map((_, i) => i),
        texts: items.map(({ text }) => text),
        frame: { centre, centreScale: Math.fround(0.01), gain: Math.fround(1.5) },
        codes,
        inverseNorms: Uint16Array.from(items, ({ norm }) => norm),
      }),
    );
  const content = fc
    .array(list, { minLength: 1, maxLength: 4 })
    .filter((lists) => lists.some(({ ids }) => ids.length > 0));
  const captionsOf = (lists: readonly PackedList[]) => lists.reduce((sum, { ids }) => sum + ids.length, 0);

  test('what is written is read back, wherever the bytes lie in memory', () => {
    fc.assert(
      fc.property(content, fc.nat(9), fc.nat(17), (lists, firstList, shift) => {
        const written = writePackedShard(width, firstList, lists);
        const moved = new Uint8Array(written.length + shift).subarray(shift);
        moved.set(written);
        const entry = { firstList, lists: lists.length, captions: captionsOf(lists) };
        const shard = readPackedShard(moved, entry, width, packed, 10);
        lists.forEach(({ frame, codes, inverseNorms, ids, texts }, l) => {
          const [start, end] = [shard.listStarts[l]!, shard.listStarts[l + 1]!];
          expect(shard.frames[l]).toEqual(frame);
          expect(shard.codes.slice(start * packed, end * packed)).toEqual(codes);
          expect(shard.inverseNorms.slice(start, end)).toEqual(inverseNorms);
          expect(Array.from(shard.ids.subarray(start, end))).toEqual(ids);
          const { starts, bytes } = readTexts(shard.texts[l]!, ids.length);
          texts.forEach((text, i) => {
            expect(captionText({ textStarts: starts, text: bytes }, i)).toBe(text);
          });
        });
      }),
    );
  });

  test('a header or offset that lies is refused, and never reads out of bounds', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.nat(2 ** 32 - 1), (lists, place, value) => {
        const written = writePackedShard(width, 0, lists);
        const entry = { firstList: 0, lists: lists.length, captions: captionsOf(lists) };
        const lying = written.slice();
        new DataView(lying.buffer).setUint32((place % (written.length / 4)) * 4, value, true);
        try {
          const shard = readPackedShard(lying, entry, width, packed, 10);
          expect(shard.codes.length).toBe(entry.captions * packed);
          for (const id of shard.ids) expect(id).toBeLessThan(10);
          shard.texts.forEach((block, l) => {
            const count = shard.listStarts[l + 1]! - shard.listStarts[l]!;
            const { starts, bytes } = readTexts(block, count);
            expect(starts[count]).toBe(bytes.length);
          });
        } catch (error) {
          expect(error).toEqual(refused);
        }
      }),
    );
  });

  test('a shard of another place, width or codec is refused', () => {
    const frame = { centre: new Int8Array(width), centreScale: 1, gain: 1 };
    const one = {
      ids: [0],
      texts: ['a fern'],
      frame,
      codes: new Uint8Array(packed),
      inverseNorms: Uint16Array.of(1),
    };
    const bytes = writePackedShard(width, 2, [one]);
    const entry = { firstList: 2, lists: 1, captions: 1 };
    expect(readPackedShard(bytes, entry, width, packed, 1).ids).toHaveLength(1);
    expect(() => readPackedShard(bytes, { ...entry, firstList: 3 }, width, packed, 1)).toThrow(refused);
    expect(() => readPackedShard(bytes, entry, width + 1, packed, 1)).toThrow(refused);
    expect(() => readPackedShard(bytes, entry, width, packed + 16, 1)).toThrow(refused);
    expect(() => readPackedShard(bytes, entry, width, packed, 0)).toThrow(refused);
  });
});

describe('texts of a list', () => {
  const texts = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constant('')), {
    maxLength: 8,
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const { starts, bytes } = readTexts(writeTexts(given), given.length);
        given.forEach((text, i) => {
          expect(captionText({ textStarts: starts, text: bytes }, i)).toBe(text);
        });
      }),
    );
  });

  test('alike captions take little room', () => {
    const alike = Array.from({ length: 256 }, (_, i) => `a circuit diagram of a filter with ${i} resistors`);
    expect(writeTexts(alike).deflated.length).toBeLessThan(256 * 8);
  });

  test('what is damaged, of another number or another length is refused', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, place, flip) => {
        const block = writeTexts(given);
        const damaged = block.deflated.slice();
        damaged[place % damaged.length]! ^= flip;
        try {
          const { starts, bytes } = readTexts({ ...block, deflated: damaged }, given.length);
          expect(starts[given.length]).toBe(bytes.length);
        } catch (error) {
          expect(error).toEqual(refused);
        }
      }),
    );
    const block = writeTexts(['a fern', 'a tree']);
    expect(() => readTexts(block, 3)).toThrow(refused);
    expect(() => readTexts({ ...block, length: block.length - 1 }, 2)).toThrow(refused);
    expect(() => readTexts({ ...block, length: 2 ** 31 }, 2)).toThrow(refused);
  });
});
