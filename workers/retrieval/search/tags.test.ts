import { createStore, set } from 'idb-keyval';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Embeddings, row, stack, unwrap } from '../../../core';
import type { FileEntry } from '../../../index-shards/format';
import { answers } from '../../net/testing/misbehaviour';
import type { CaptionRules, TextQueries } from '../../protocol';
import { KeptStore, MemoryStore } from '../../storage';
import { DEFAULT_SEARCH_PARAMETERS, type SearchParameters } from '../cache/search-parameters';
import { kernelsInNode } from '../kernels/node';
import { type IndexFixture, languageOf, makeIndex, sourceOf } from '../testing/index-fixture';
import { inResidualCodes } from '../testing/residual-fixture';
import { FIXTURE, newTab, noNetwork, setUpBench, WHOLE } from '../testing/tab';
import { filterFor } from './caption-filter';
import { sourceOf as captionSource } from './caption-source';
import { SearchableIndex } from './searchable-index';

const width = 24;
const captions = 1200;
const indexes = new Map<string, IndexFixture>();
let queries: Embeddings;
beforeAll(async () => {
  const fixture = await makeIndex({ captions, width, lists: 60, shards: 6, seed: 1, tagged: true });
  indexes.set('i8', fixture);
  indexes.set('residual', await inResidualCodes(fixture));
  queries = stack(Array.from({ length: 12 }, (_, i) => row(fixture.embeddings, 100 * i)));
});

/** Whether rules let a caption of the fixture through. */
const lets = (
  { withoutLanguages = [], withoutSources = [], without }: CaptionRules,
  id: number,
  text: string,
) =>
  !withoutLanguages.includes(languageOf(id)) &&
  !withoutSources.includes(sourceOf(id)) &&
  !without.some((word) => text.includes(word));

const RULES: [string, CaptionRules][] = [
  ['a language', { without: [], withoutLanguages: ['en'] }],
  ['all languages but captions of none', { without: [], withoutLanguages: ['en', 'de'] }],
  ['captions without a language', { without: [], withoutLanguages: [''] }],
  ['a source that nearly all have', { without: [], withoutSources: ['web'] }],
  ['a language and a source', { without: [], withoutLanguages: ['de', ''], withoutSources: ['web'] }],
  ['a language and words', { without: ['shard 0', 'shard 1'], withoutLanguages: ['de'] }],
];

describe.each(['i8', 'residual'])('an index in %s codes', (codec) => {
  async function opened(parameters: Partial<SearchParameters> = {}, keepInMemory = true) {
    const { manifest, files } = indexes.get(codec)!;
    const index = new SearchableIndex(manifest, await kernelsInNode(width), {
      ...DEFAULT_SEARCH_PARAMETERS,
      ...parameters,
    });
    const store = new MemoryStore();
    for (const entry of index.missing()) {
      const bytes = files.get(entry.name)!;
      await store.write(entry.name, bytes);
      if (keepInMemory || entry.name === manifest.router.name) index.add(entry, bytes);
      else index.addStored(entry);
    }
    return captionSource(index, store);
  }

  test.each(RULES)('without %s: the k best of the others, however they are looked for', async (_, rules) => {
    const { texts } = indexes.get(codec)!;
    const exact = await opened();
    const all = (await exact.index.search(queries, captions)).hits;
    const filter = await filterFor(exact, rules);
    const found = await exact.index.search(queries, 10, { filter });
    found.hits.forEach((hits, q) => {
      expect(hits).toEqual(all[q]!.filter(({ id, text }) => lets(rules, id, text)).slice(0, 10));
    });
    const possible = texts.filter((text, id) => lets({ ...rules, without: [] }, id, text)).length;
    expect(found.captionsSearched).toBe(possible);
    expect(found.captionsCompared).toEqual(new Array(queries.count).fill(possible));

    const routed = await opened({ exactUpTo: 0 }, false);
    const itsFilter = await filterFor(routed, rules);
    const near = await routed.index.search(queries, 10, { files: routed, filter: itsFilter });
    let same = 0;
    near.hits.forEach((hits, q) => {
      expect(hits).toHaveLength(10);
      for (const { id, text } of hits) expect(lets(rules, id, text)).toBe(true);
      const ids = new Set(hits.map(({ id }) => id));
      same += found.hits[q]!.filter(({ id }) => ids.has(id)).length / 10;
      expect(near.captionsCompared[q]).toBeLessThanOrEqual(possible);
    });
    expect(same / queries.count).toBeGreaterThan(0.93);
    // Of a few dozen captions nothing can be left out with any certainty, nor once words have it look for more.
    if (possible > 100 && rules.without.length === 0)
      expect(Math.min(...near.captionsCompared)).toBeLessThan(possible);
  });

  test('where fewer than k are left, all of them are found', async () => {
    const source = await opened({ exactUpTo: 0 });
    const rules = { without: [], withoutLanguages: ['de', ''], withoutSources: ['web'] };
    const found = await source.index.search(queries, 200, { filter: await filterFor(source, rules) });
    for (const hits of found.hits)
      expect(hits.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: captions }, (_, id) => id).filter((id) => lets(rules, id, '')),
      );
    const none = { ...rules, withoutSources: ['web', 'herbarium'] };
    const nothing = await source.index.search(queries, 10, { filter: await filterFor(source, none) });
    expect(nothing).toMatchObject({ captionsSearched: 0, hits: new Array(queries.count).fill([]) });
  });

  test('lists of which nothing is allowed are neither read nor compared', async () => {
    const { manifest } = indexes.get(codec)!;
    const source = await opened({ exactUpTo: 0 }, false);
    const { index } = source;
    await index.tags!.bringIn(source.read);
    const read: string[] = [];
    const filter = (await filterFor(source, { without: [], withoutLanguages: ['en'] }))!;
    const allowed = Object.assign(Object.create(filter.allowed), {
      countIn: (shard: number) => (shard === 2 ? filter.allowed!.countIn(2) : 0),
      listSizes: (sizes: Uint32Array) =>
        filter.allowed!.listSizes(sizes).map((size, list) => (Math.floor(list / 10) === 2 ? size : 0)),
    });
    const files = {
      read: (entry: FileEntry) => {
        read.push(entry.name);
        return source.read(entry);
      },
      readParts: source.readParts,
      partsAreQuick: false,
    };
    await index.search(queries, 10, { files, filter: { ...filter, allowed } });
    expect(read).toEqual([manifest.shards[2]!.name]);
  });
});

describe('an index with tags on a host', () => {
  const bench = setUpBench();
  let tagged: IndexFixture;
  const withoutGerman: CaptionRules = { without: [], withoutLanguages: ['de'] };
  const languages = (hits: readonly { readonly id: number }[]) =>
    new Set(hits.map(({ id }) => languageOf(id)));
  const tagFile = (shard: number) => tagged.manifest.tags!.files[shard]!.name;

  beforeAll(async () => {
    tagged = await makeIndex({ ...FIXTURE, tagged: true });
  });

  /** A new tab that has opened the index with tags. */
  async function opened(parts = {}) {
    bench.host.serve(tagged.files);
    return bench.opened(parts);
  }

  test('is fetched with its tags, and without a network filtered from storage, which is read when rules need it', async () => {
    unwrap(await (await opened()).download(() => {}));
    const tab = newTab({ fetch: noNetwork });
    const info = unwrap(await tab.open(bench.manifestUrl));
    expect(info).toMatchObject(WHOLE);
    expect(info.bytesPresent).toBe(info.bytesTotal);
    const all = unwrap(await tab.search(bench.oneQuery(), 60));
    expect(languages(all.hits[0]!)).toEqual(new Set(['', 'de', 'en']));
    const found = unwrap(await tab.search(bench.oneQuery(), 60, withoutGerman));
    expect(found.hits[0]).toHaveLength(60);
    expect(languages(found.hits[0]!)).toEqual(new Set(['', 'en']));
    expect(found.captionsSearched).toBe(160);
    expect(found.present.memoryBytes).toBeGreaterThan(all.present.memoryBytes);
  });

  test('is filtered in every mode that captions are sought', async () => {
    const tab = await opened();
    unwrap(await tab.download(() => {}));
    const queries = (mode: TextQueries['mode']): TextQueries => ({
      mode,
      meaning: bench.oneQuery(),
      second: null,
      names: ['fern'],
    });
    for (const mode of ['meaning', 'name', 'hybrid'] as const) {
      const found = unwrap(await tab.searchTexts(queries(mode), 60, withoutGerman));
      expect(found.hits[0]).toHaveLength(60);
      expect(languages(found.hits[0]!)).toEqual(new Set(['', 'en']));
    }
  });

  test('rules about tags that it does not have change nothing', async () => {
    const tab = await opened();
    unwrap(await tab.download(() => {}));
    const { hits } = unwrap(await tab.search(bench.oneQuery(), 60));
    const rules = { without: [' '], withoutLanguages: ['nl'], withoutSources: ['elsewhere'] };
    expect(unwrap(await tab.search(bench.oneQuery(), 60, rules)).hits).toEqual(hits);
    const plain = newTab();
    bench.host.serve(bench.fixture.files);
    unwrap(await plain.open(bench.manifestUrl));
    unwrap(await plain.download(() => {}));
    expect(
      unwrap(await plain.search(bench.oneQuery(), 60, { without: [], withoutLanguages: ['', 'de'] })).hits,
    ).toEqual(hits);
  });

  test('a file of tags that does not come: said, its captions are searched as long as no tag is refused, and a retry mends it', async () => {
    bench.host.misbehave(tagFile(2), answers.flippedBit, 9);
    const tab = await opened();
    expect(await tab.download(() => {})).toMatchObject({ ok: false, error: { code: 'shard-corrupt' } });
    expect(unwrap(await tab.search(bench.oneQuery(), 1000)).captionsSearched).toBe(240);
    const partly = unwrap(await tab.search(bench.oneQuery(), 1000, withoutGerman));
    expect(partly.captionsSearched).toBe(
      tagged.texts.filter((_, id) => languageOf(id) !== 'de' && Math.floor(id / 40) !== 2).length,
    );
    bench.host.behave();
    bench.host.requests.length = 0;
    expect(unwrap(await tab.download(() => {}))).toMatchObject(WHOLE);
    expect(bench.filesAskedFor()).toEqual([tagFile(2)]);
    expect(unwrap(await tab.search(bench.oneQuery(), 1000, withoutGerman)).captionsSearched).toBe(160);
  });

  test('damaged tags in storage are never believed, and fetched again', async () => {
    unwrap(await (await opened()).download(() => {}));
    const name = tagFile(1);
    const damaged = tagged.files.get(name)!.slice();
    damaged[40]! ^= 1;
    await set(name, damaged, createStore('fernglass-shard-bytes', 'entries'));
    const tab = await opened();
    const found = unwrap(await tab.search(bench.oneQuery(), 1000, withoutGerman));
    expect(languages(found.hits[0]!)).toEqual(new Set(['', 'en']));
    expect(found.captionsSearched).toBeLessThan(160);
    expect(found.present.bytesPresent).toBeLessThan(unwrap(await tab.open(bench.manifestUrl)).bytesTotal);
    bench.host.requests.length = 0;
    expect(unwrap(await tab.download(() => {}))).toMatchObject(WHOLE);
    expect(bench.filesAskedFor()).toEqual([name]);
  });

  test('a version without tags that follows drops them; removing the index does too', async () => {
    const store = new KeptStore();
    const stored = async () => (await store.names()).size;
    unwrap(await (await opened()).download(() => {}));
    expect(await stored()).toBe(1 + 2 * FIXTURE.shards);
    bench.host.serve(bench.fixture.files);
    bench.host.requests.length = 0;
    unwrap(await (await bench.opened()).download(() => {}));
    expect(bench.filesAskedFor()).toEqual([]);
    expect(await stored()).toBe(1 + FIXTURE.shards);
    const tab = await opened();
    unwrap(await tab.download(() => {}));
    unwrap(await tab.remove());
    expect(await stored()).toBe(0);
  });
});
