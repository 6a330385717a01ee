import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  concatenated,
  frameOf,
  outlineOf,
  PackedParts,
  type Part,
  readPackedShard,
  readTexts,
  writePackedShard,
} from '..';

const width = 8;
const packed = 5;
const firstList = 9;
const refused = expect.objectContaining({ code: 'shard-corrupt' });

/** A shard with so many captions in each list, empty ones included. */
function shardOf(sizes: readonly number[]) {
  let id = 0;
  const lists = sizes.map((size, l) => {
    const ids = Array.from({ length: size }, () => id++);
    return {
      ids,
      texts: ids.map((its) => `caption ${its} of list ${l} — ${'é'.repeat(its % 5)}`),
      frame: frameOf(
        Array.from({ length: width }, (_, i) => Math.sin(l + i)),
        l + 1,
      ),
      codes: Uint8Array.from({ length: size * packed }, (_, i) => 31 * i + l),
      inverseNorms: Uint16Array.from({ length: size }, (_, i) => 1000 * l + i),
    };
  });
  const entry = { firstList, lists: sizes.length, captions: id };
  return { entry, file: writePackedShard(width, firstList, lists) };
}

const sizes = fc
  .array(fc.nat(40), { minLength: 1, maxLength: 12 })
  .filter((its) => its.some((size) => size > 0));

test('what is read list by list is what the whole file holds', () => {
  fc.assert(
    fc.property(sizes, (sizes) => {
      const { entry, file } = shardOf(sizes);
      const whole = readPackedShard(file, entry, width, packed, entry.captions);
      const parts = new PackedParts(entry, width, packed);
      const read = (its: readonly Part[]) => its.map(({ start, end }) => file.slice(start, end));
      const outline = parts.readOutline(read(parts.outline));
      expect(outline).toEqual(outlineOf(whole));
      const lists = sizes.map((_, l) =>
        parts.readList(firstList + l, read(parts.list(outline, firstList + l)), entry.captions),
      );
      lists.forEach(({ listStarts }, l) => {
        expect([...listStarts]).toEqual([0, sizes[l]]);
      });
      expect(lists.flatMap(({ ids }) => [...ids])).toEqual([...whole.ids]);
      expect(lists.flatMap(({ frames }) => frames)).toEqual(whole.frames);
      expect(concatenated(lists.map(({ codes }) => codes))).toEqual(whole.codes);
      expect(lists.flatMap(({ inverseNorms }) => [...inverseNorms])).toEqual([...whole.inverseNorms]);
      sizes.forEach((size, l) => {
        const [deflated] = read([parts.texts(outline, firstList + l)]);
        const length = outline.textLengths[l]!;
        expect(readTexts({ length, deflated: deflated! }, size)).toEqual(readTexts(whole.texts[l]!, size));
        expect(read([parts.codes(outline, firstList + l)])).toEqual([lists[l]!.codes]);
      });
    }),
    { numRuns: 50 },
  );
});

test('an outline that does not add up, an id out of bounds and a list without a scale are refused', () => {
  const { entry, file } = shardOf([3, 4]);
  const parts = new PackedParts(entry, width, packed);
  const read = (its: readonly Part[]) => its.map(({ start, end }) => file.slice(start, end));
  const [starts, texts] = read(parts.outline) as [Uint8Array, Uint8Array];
  const fewer = new PackedParts({ ...entry, captions: 6 }, width, packed);
  expect(() => fewer.readOutline([starts, texts])).toThrow(refused);
  const outline = parts.readOutline([starts, texts]);
  const list = read(parts.list(outline, firstList));
  expect(() => parts.readList(firstList, list, 2)).toThrow(refused);
  const unscaled = [list[0]!, new Uint8Array(8), ...list.slice(2)];
  expect(() => parts.readList(firstList, unscaled, entry.captions)).toThrow(refused);
});
