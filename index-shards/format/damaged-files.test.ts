import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FernglassError } from '../../core';
import {
  captionText,
  countCut,
  frameOf,
  outlineOf,
  PackedParts,
  type Part,
  packedWidth,
  type Run,
  readPackedShard,
  readResidualFile,
  readRouter,
  readShard,
  readTags,
  readTexts,
  readVectors,
  writePackedShard,
  writeResidualFile,
  writeRouter,
  writeShard,
  writeTags,
  writeVectors,
} from '.';

const WIDTH = 8;
const PACKED = 5;
const FIRST = 3;
const SIZES = [4, 0, 7];
const CAPTIONS = 11;
const entry = { firstList: FIRST, lists: SIZES.length, captions: CAPTIONS };
const names = { languages: [{ name: 'de', captions: 5 }], sources: [{ name: 'web', captions: 5 }] };

let next = 0;
const lists = SIZES.map((size) => {
  const ids = Array.from({ length: size }, () => next++);
  return { ids, texts: ids.map((id) => `caption ${id} — ${'é'.repeat(id)}`) };
});
const shard = writeShard(
  WIDTH,
  FIRST,
  lists.map((list) => ({ ...list, codes: Int8Array.from({ length: list.ids.length * WIDTH }, (_, i) => i) })),
);
const packed = writePackedShard(
  WIDTH,
  FIRST,
  lists.map((list, l) => ({
    ...list,
    frame: frameOf(
      Array.from({ length: WIDTH }, (_, i) => Math.sin(l + i)),
      l + 1,
    ),
    codes: Uint8Array.from({ length: list.ids.length * PACKED }, (_, i) => 31 * i + l),
    inverseNorms: Uint16Array.from({ length: list.ids.length }, (_, i) => 1000 * l + i),
  })),
);
const runs: Run[] = [
  { bits: 4, count: 32 },
  { bits: 7, count: 16 },
];
const codec = writeResidualFile({
  width: WIDTH,
  runs,
  steps: Float32Array.from({ length: packedWidth(runs) }, (_, i) => 1 / (i + 1)),
  basis: Float32Array.from({ length: packedWidth(runs) * WIDTH }, (_, i) => Math.sin(i)),
});
const vectors = Int8Array.from({ length: CAPTIONS * WIDTH }, (_, i) => (i < 3 * WIDTH ? 0 : (i % 250) - 120));
const sizes = Uint32Array.from(SIZES);

/** Every kind of file, with everything that a reader does to it. */
const kinds: Record<string, { file: Uint8Array; read: (bytes: Uint8Array) => unknown }> = {
  'a shard': {
    file: shard,
    read: (bytes) => {
      const read = readShard(bytes, entry, WIDTH, CAPTIONS);
      countCut(read.textStarts);
      return Array.from(read.ids, (_, i) => captionText(read, i));
    },
  },
  'a packed shard': {
    file: packed,
    read: (bytes) => {
      const read = readPackedShard(bytes, entry, WIDTH, PACKED, CAPTIONS);
      outlineOf(read);
      return read.texts.map((block, l) => {
        const texts = readTexts(block, read.listStarts[l + 1]! - read.listStarts[l]!);
        return captionText({ text: texts.bytes, textStarts: texts.starts }, 0);
      });
    },
  },
  'a packed shard, list by list': {
    file: packed,
    read: (bytes) => {
      const parts = new PackedParts(entry, WIDTH, PACKED);
      const read = (its: readonly Part[]) => its.map(({ start, end }) => bytes.slice(start, end));
      const outline = parts.readOutline(read(parts.outline));
      return SIZES.map((_, l) => parts.readList(FIRST + l, read(parts.list(outline, FIRST + l)), CAPTIONS));
    },
  },
  'a router': {
    file: writeRouter(WIDTH, sizes, Uint8Array.of(1, 2, 3)),
    read: (bytes) => readRouter(bytes, SIZES.length, WIDTH),
  },
  'a router with a codec': {
    file: writeRouter(WIDTH, sizes, Uint8Array.of(1, 2, 3), codec),
    read: (bytes) => readResidualFile(readRouter(bytes, SIZES.length, WIDTH, 2).codec, WIDTH),
  },
  'a codec': { file: codec, read: (bytes) => readResidualFile(bytes, WIDTH) },
  'further vectors': {
    file: writeVectors(WIDTH, FIRST, vectors),
    read: (bytes) => readVectors(bytes, entry, WIDTH),
  },
  tags: {
    file: writeTags(FIRST, {
      languages: new Uint16Array(CAPTIONS).fill(1),
      sources: new Uint16Array(CAPTIONS).fill(1),
    }),
    read: (bytes) => readTags(bytes, entry, names),
  },
};

/** Runs a reader: what is wrong must be said as this program's error. */
function readOrRefuse(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof FernglassError) || error.code !== 'shard-corrupt') throw error;
  }
}

// Fault: claims too much × captions; damaged on the way × captions
describe.each(Object.entries(kinds))('%s', (_, { file, read }) => {
  test('is read when it is whole', () => {
    expect(() => read(file)).not.toThrow();
  });

  test('with bytes changed, cut off or added is read or refused, and nothing else happens', () => {
    const change = fc.record({
      at: fc.nat(file.length - 1),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 6 }),
        fc.option(fc.nat(file.length)),
        fc.uint8Array({ maxLength: 40 }),
        (changes, end, more) => {
          const damaged = new Uint8Array(file.length + more.length);
          damaged.set(file);
          damaged.set(more, file.length);
          for (const { at, bytes } of changes) damaged.set(bytes.subarray(0, damaged.length - at), at);
          readOrRefuse(() => read(end === null ? damaged : damaged.subarray(0, end)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('with one number of its header replaced by a large one is refused or read', () => {
    fc.assert(
      fc.property(
        fc.nat(8),
        fc.constantFrom(0, 1, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1),
        (n, value) => {
          const damaged = Uint8Array.from(file);
          new DataView(damaged.buffer).setUint32(8 + 4 * n, value, true);
          readOrRefuse(() => read(damaged));
        },
      ),
    );
  });

  test('in whose place any bytes lie is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readOrRefuse(() => read(bytes));
      }),
    );
  });
});
