import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allFiles, type Manifest, parseManifest, readTags, writeTags, writeVectors } from '.';
import { fernsManifest, file } from './testing/ferns-manifest';

const MANIFEST: Manifest = {
  ...fernsManifest(),
  recall: null,
  tags: {
    languages: [
      { name: 'en', captions: 20 },
      { name: 'nl', captions: 7 },
    ],
    sources: [],
    files: [file('d', 112), file('e', 80)],
  },
};

function having(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(MANIFEST)) as Record<string, unknown>;
  const parts = path.split('.');
  let node = copy;
  for (const part of parts.slice(0, -1)) node = node[part] as Record<string, unknown>;
  node[parts.at(-1)!] = value;
  return copy;
}

describe('tags in a manifest', () => {
  test('come through JSON unchanged, and their files are the index’s', () => {
    expect(parseManifest(JSON.parse(JSON.stringify(MANIFEST)))).toEqual(MANIFEST);
    expect(allFiles(MANIFEST).map(({ name }) => name[0])).toEqual(['a', 'd', 'e', 'b', 'c']);
  });

  test.each<[string, unknown, RegExp]>([
    ['tags', [], /tags is not an object/],
    ['tags.languages', 'en', /tags\.languages is not a list/],
    ['tags.languages.0', 'en', /tags\.languages\[0\] is not an object/],
    ['tags.languages.0.name', '', /tags\.languages\[0\]\.name is empty/],
    ['tags.languages.1.name', 'en', /tags\.languages\[1\]\.name is empty or named before/],
    ['tags.languages.0.captions', 0, /tags\.languages\[0\]\.captions/],
    ['tags.languages.0.captions', 25, /tags\.languages count more captions than there are/],
    ['tags.sources', new Array(1025).fill({ name: 'x', captions: 1 }), /more than 1024/],
    ['tags.files', [file('d', 112)], /one file per shard/],
    ['tags.files.0.name', '../../x', /tags\.files\[0\]\.name/],
    ['tags.files.0.bytes', 79, /too short/],
  ])('%s = %j is refused', (path, value, message) => {
    const parse = () => parseManifest(having(path, value));
    expect(parse).toThrow(expect.objectContaining({ code: 'manifest-invalid' }));
    expect(parse).toThrow(message);
  });
});

describe('a file of tags', () => {
  const refused = expect.objectContaining({ code: 'shard-corrupt' });
  const names = { languages: MANIFEST.tags!.languages, sources: [] };

  test('is read back as written, wherever it lies in memory', () => {
    const tags = fc
      .array(fc.tuple(fc.nat(2), fc.constant(0)), { minLength: 1, maxLength: 40 })
      .map((pairs) => ({
        languages: Uint16Array.from(pairs, ([language]) => language),
        sources: Uint16Array.from(pairs, ([, source]) => source),
      }));
    fc.assert(
      fc.property(tags, fc.nat(9), fc.nat(3), (tags, firstList, offset) => {
        const bytes = writeTags(firstList, tags);
        const moved = new Uint8Array(bytes.length + offset);
        moved.set(bytes, offset);
        const shard = { firstList, captions: tags.languages.length };
        expect(readTags(moved.subarray(offset), shard, names)).toEqual(tags);
      }),
    );
  });

  test('of another shard, of unknown tags, cut short or of another kind is refused', () => {
    const bytes = writeTags(2, { languages: Uint16Array.of(1, 2, 0), sources: new Uint16Array(3) });
    const shard = { firstList: 2, captions: 3 };
    expect(() => readTags(bytes, { ...shard, firstList: 1 }, names)).toThrow(refused);
    expect(() => readTags(bytes, { ...shard, captions: 2 }, names)).toThrow(refused);
    expect(() => readTags(bytes, shard, { ...names, languages: names.languages.slice(0, 1) })).toThrow(
      refused,
    );
    expect(() => readTags(bytes.slice(0, -16), shard, names)).toThrow(refused);
    expect(() => readTags(writeVectors(2, 2, new Int8Array(6)), shard, names)).toThrow(refused);
  });
});
