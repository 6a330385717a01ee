import { unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { normalise, row, seededRandom, stack, unwrap } from '../../../core';
import {
  captionText,
  type Manifest,
  parseManifest,
  readShard,
  readTags,
  readVectors,
} from '../../../index-shards/format';
import { type IndexFixture, languageOf, makeIndex, sourceOf, withSpace } from '../testing/index-fixture';
import { newTab, noNetwork, setUpBench } from '../testing/tab';

setUpBench();

const ADDRESS = 'own:built';
const [CAPTIONS, WIDTH, SECOND] = [240, 24, 8];
const uniform = seededRandom(11);
const vectorsOf = (count: number, width: number) =>
  stack(
    Array.from({ length: count }, () => normalise(Array.from({ length: width }, () => uniform() - 0.5))),
    width,
  );
const fingerprint = { sentence: 'a fern', embedding: [1, 0, 0, 0, 0, 0, 0, 0] };
const encoder = { id: 'someone/sentences', revision: 'main', width: SECOND, fingerprint };

/** An index as the builder makes them: with tags, and the vectors of a second encoder. */
async function built(): Promise<IndexFixture> {
  const options = { captions: CAPTIONS, width: WIDTH, lists: 12, shards: 4, seed: 3, tagged: true };
  return withSpace(await makeIndex(options), { kind: 'text', encoder }, vectorsOf(CAPTIONS, SECOND));
}

const packed = ({ files }: IndexFixture) => new Blob([zipSync(Object.fromEntries(files), { level: 0 })]);

type Tab = ReturnType<typeof newTab>;

/** What an exported index knows of each caption, by its text; every file is held against its manifest. */
async function knownOf(tab: Tab) {
  const archive = unwrap(await tab.exportOwn(ADDRESS));
  const files = new Map(
    Object.entries(unzipSync(new Uint8Array(await archive.arrayBuffer()))).map(([name, bytes]) => [
      name.slice(name.indexOf('/') + 1),
      bytes,
    ]),
  );
  const manifest: Manifest = parseManifest(JSON.parse(new TextDecoder().decode(files.get('manifest.json')!)));
  const { model, shards, spaces, tags } = manifest;
  const known = new Map<string, { id: number; language: string; source: string; second: string }>();
  for (const [s, entry] of shards.entries()) {
    const shard = readShard(files.get(entry.name)!, entry, model.width, manifest.captions);
    const its = tags && readTags(files.get(tags.files[s]!.name)!, entry, tags);
    const codes = spaces?.[0] && readVectors(files.get(spaces[0].files[s]!.name)!, entry, SECOND);
    shard.ids.forEach((id, i) => {
      known.set(captionText(shard, i), {
        id,
        language: tags?.languages[its!.languages[i]! - 1]?.name ?? '',
        source: tags?.sources[its!.sources[i]! - 1]?.name ?? '',
        second: codes === undefined ? '' : codes.subarray(i * SECOND, (i + 1) * SECOND).join(),
      });
    });
  }
  return { known, manifest };
}

const counted = (names: readonly string[]) =>
  Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));

test('captions come and go in an index with tags and further vectors, which those that stay keep', async () => {
  const tab = newTab({ fetch: noNetwork });
  const fixture = await built();
  const [index] = [unwrap(await tab.importOwn(ADDRESS, packed(fixture)))];
  expect(index.spaces).toEqual([{ kind: 'text', encoder }]);
  const before = await knownOf(tab);
  expect(before.known.size).toBe(CAPTIONS);

  // Of the second and third shards.
  const gone = fixture.texts.filter((_, id) => id >= 70 && id % 3 === 1 && id < 150);
  unwrap(await tab.removeOwnCaptions(ADDRESS, { file: 'Fixture', texts: gone }));
  const fewer = await knownOf(tab);
  const stayed = fixture.texts.filter((text) => !gone.includes(text));
  expect([...fewer.known.keys()].toSorted()).toEqual(stayed.toSorted());
  for (const [text, { id, ...its }] of fewer.known) {
    const { id: _, ...was } = before.known.get(text)!;
    expect(its).toEqual(was);
    expect(id).toBe(stayed.indexOf(text));
  }
  expect(fewer.manifest.spaces).toMatchObject([{ captions: stayed.length }]);

  const added = (first: number, count: number) => ({
    address: ADDRESS,
    after: stayed.length + first,
    about: index.about,
    model: fixture.manifest.model,
    texts: Array.from({ length: count }, (_, i) => `added ${first + i}`),
    files: [{ name: 'b.txt', source: 'notes', licence: 'CC0', captions: count }],
    embeddings: vectorsOf(count, WIDTH),
  });
  const second = stack(
    [
      Float32Array.from(fingerprint.embedding),
      ...Array.from({ length: 4 }, () => new Float32Array(SECOND).fill(SECOND ** -0.5)),
    ],
    SECOND,
  );
  unwrap(await tab.addOwn({ ...added(0, 5), language: 'nl', vectors: [second] }));
  // Without an encoder, and without a language.
  unwrap(await newTab({ fetch: noNetwork }).addOwn(added(5, 3)));
  const more = await knownOf(tab);
  expect(more.known.get('added 0')).toMatchObject({ id: stayed.length, language: 'nl', source: '' });
  expect(more.known.get('added 7')).toMatchObject({ language: '', source: '' });
  expect(more.known.get(stayed[9]!)).toEqual(fewer.known.get(stayed[9]!));
  const all = [...more.known.values()];
  const tagCounts = (of: 'languages' | 'sources') =>
    Object.fromEntries(more.manifest.tags![of].map(({ name, captions }) => [name, captions]));
  const { '': _none, ...languages } = counted(all.map(({ language }) => language));
  expect(tagCounts('languages')).toEqual(languages);
  expect(languages.nl).toBe(5);
  expect(more.manifest.spaces).toMatchObject([{ captions: stayed.length + 5 }]);
  expect(more.manifest.languages).toContain('nl');

  // Found in the space where they were embedded for it, and not passed over by another's tag.
  const opened = unwrap(await tab.open(ADDRESS));
  expect(opened.captionsPresent).toBe(stayed.length + 8);
  unwrap(await tab.fetchSpace('text', () => {}));
  const { hits } = unwrap(
    await tab.searchTexts(
      { mode: 'second', meaning: null, second: stack([row(second, 0)], SECOND), names: ['x'] },
      3,
      { without: [], withoutLanguages: ['de', 'en'] },
    ),
  );
  expect(hits[0]![0]).toMatchObject({ text: 'added 0', similarity: expect.closeTo(1, 2) });
  for (const { text } of hits[0]!) expect(['', 'nl']).toContain(more.known.get(text)!.language);
});

test('a tag that no caption has any more is named no more, and the others keep theirs', async () => {
  const tab = newTab({ fetch: noNetwork });
  const fixture = await built();
  unwrap(await tab.importOwn(ADDRESS, packed(fixture)));
  const herbarium = fixture.texts.filter((_, id) => sourceOf(id) === 'herbarium');
  const { captions } = unwrap(
    await tab.removeOwnCaptions(ADDRESS, { file: 'Fixture', texts: herbarium.slice(1) }),
  );
  unwrap(await tab.removeOwnCaptions(ADDRESS, { file: 'Fixture', texts: herbarium }));
  const { known, manifest } = await knownOf(tab);
  expect(manifest.tags!.sources).toEqual([{ name: 'web', captions: captions - 1 }]);
  fixture.texts.forEach((text, id) => {
    if (sourceOf(id) === 'web')
      expect(known.get(text)).toMatchObject({ language: languageOf(id), source: 'web' });
  });
});
