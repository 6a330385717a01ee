import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dot, normalise, stack } from '../../core';
import {
  captionText,
  dequantise,
  type FileEntry,
  quantise,
  readRouter,
  readShard,
  sha256Hex,
  verifyBytes,
  writeRouter,
  writeShard,
} from '.';

const refused = expect.objectContaining({ code: 'shard-corrupt' });

const list = (width: number) =>
  fc
    .array(fc.record({ text: fc.string({ unit: 'binary' }), seed: fc.integer() }), { maxLength: 6 })
    .map((items) => ({
      ids: items.map((_, i) => i),
      texts: items.map((item) => item.text),
      codes: Int8Array.from(
        { length: items.length * width },
        (_, i) => (i * 37 + (items[0]?.seed ?? 0)) % 127,
      ),
    }));

const shardContent = fc
  .integer({ min: 1, max: 40 })
  .chain((width) =>
    fc.tuple(
      fc.constant(width),
      fc.integer({ min: 0, max: 9 }),
      fc.array(list(width), { minLength: 1, maxLength: 4 }),
    ),
  );

const entryOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> => {
  const sha256 = await sha256Hex(bytes);
  return { name: `${sha256}.bin`, bytes: bytes.length, sha256 };
};

describe('shard file', () => {
  test('what is written is read back, wherever the bytes lie in memory', () => {
    fc.assert(
      fc.property(shardContent, fc.integer({ min: 0, max: 17 }), ([width, firstList, lists], shift) => {
        const written = writeShard(width, firstList, lists);
        const moved = new Uint8Array(written.length + shift).subarray(shift);
        moved.set(written);
        const captions = lists.reduce((sum, { ids }) => sum + ids.length, 0);
        const shard = readShard(moved, { firstList, lists: lists.length, captions }, width, 10);
        lists.forEach((content, l) => {
          const [start, end] = [shard.listStarts[l]!, shard.listStarts[l + 1]!];
          expect(Array.from(shard.ids.subarray(start, end))).toEqual(content.ids);
          expect(shard.codes.slice(start * width, end * width)).toEqual(content.codes);
          content.texts.forEach((text, i) => {
            expect(captionText(shard, start + i)).toBe(text);
          });
        });
      }),
    );
  });

  test('a file with any bit flipped, cut short or grown is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        shardContent,
        fc.nat(),
        fc.integer({ min: 1, max: 300 }),
        async ([width, firstList, lists], place, count) => {
          const written = writeShard(width, firstList, lists);
          const entry = await entryOf(written);
          await expect(verifyBytes(written, entry)).resolves.toBeUndefined();
          const flipped = written.slice();
          flipped[(place >> 3) % written.length]! ^= 1 << (place & 7);
          await expect(verifyBytes(flipped, entry)).rejects.toEqual(refused);
          await expect(
            verifyBytes(written.slice(0, Math.max(0, written.length - count)), entry),
          ).rejects.toEqual(refused);
          const grown = new Uint8Array(written.length + count);
          grown.set(written);
          await expect(verifyBytes(grown, entry)).rejects.toEqual(refused);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('a header or offset that lies is refused even where the hash fits, and never reads out of bounds', () => {
    fc.assert(
      fc.property(
        shardContent,
        fc.nat(),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        ([width, firstList, lists], place, value) => {
          const written = writeShard(width, firstList, lists);
          const captions = lists.reduce((sum, { ids }) => sum + ids.length, 0);
          const lying = written.slice();
          new DataView(lying.buffer).setUint32((place % (written.length / 4)) * 4, value, true);
          try {
            const shard = readShard(lying, { firstList, lists: lists.length, captions }, width, 10);
            for (let i = 0; i < captions; i++) {
              expect(shard.ids[i]).toBeLessThan(10);
              expect(shard.textStarts[i + 1]).toBeLessThanOrEqual(shard.text.length);
            }
            expect(shard.codes.length).toBe(captions * width);
          } catch (error) {
            expect(error).toEqual(refused);
          }
        },
      ),
    );
  });

  test('a shard of another place in the index is refused', () => {
    const lists = [{ ids: [0], texts: ['a fern'], codes: new Int8Array(4) }];
    const bytes = writeShard(4, 2, lists);
    expect(() => readShard(bytes, { firstList: 3, lists: 1, captions: 1 }, 4, 1)).toThrow(refused);
    expect(() => readShard(bytes, { firstList: 2, lists: 1, captions: 1 }, 5, 1)).toThrow(refused);
    expect(() => readShard(bytes, { firstList: 2, lists: 1, captions: 1 }, 4, 0)).toThrow(refused);
  });
});

describe('router file', () => {
  test('what is written is read back; one that was cut or is a shard is refused', () => {
    const bytes = writeRouter(8, Uint32Array.of(3, 1, 2), Uint8Array.of(1, 2, 3, 4, 5));
    const router = readRouter(bytes, 3, 8);
    expect(Array.from(router.listSizes)).toEqual([3, 1, 2]);
    expect(Array.from(router.graph)).toEqual([1, 2, 3, 4, 5]);
    for (let length = 0; length < bytes.length; length++)
      expect(() => readRouter(bytes.subarray(0, length), 3, 8)).toThrow(refused);
    expect(() => readRouter(bytes, 4, 8)).toThrow(refused);
    expect(() => readRouter(writeShard(8, 0, []), 3, 8)).toThrow(refused);
  });
});

describe('i8 codec', () => {
  const vectors = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });

  test('within the clip value no component is off by more than half a step', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const codes = quantise(stack([vector]), 1);
        vector.forEach((x, i) => {
          expect(Math.abs(codes[i]! / 127 - x)).toBeLessThanOrEqual(0.5 / 127 + 1e-6);
        });
      }),
    );
  });

  test('beyond the clip value components are held, and −128 is never written', () => {
    const codes = quantise(stack([[-5, -0.5, 0, 0.25, 5]]), 0.5);
    expect(Array.from(codes)).toEqual([-127, -127, 0, 64, 127]);
  });

  test('dequantised vectors are normalised and point the same way', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const unit = normalise(vector);
        const back = dequantise(quantise(stack([unit]), 1));
        if (dot(vector, vector) === 0) expect(dot(back, back)).toBe(0);
        else {
          expect(dot(back, back)).toBeCloseTo(1, 5);
          expect(dot(back, unit)).toBeGreaterThan(0.999);
        }
      }),
    );
  });
});
