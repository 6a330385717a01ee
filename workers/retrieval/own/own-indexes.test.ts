import { unzipSync, zipSync } from 'fflate';
import { createStore, set } from 'idb-keyval';
import { describe, expect, test } from 'vitest';
import { type Embeddings, exactTopK, normalise, row, seededRandom, stack, unwrap } from '../../../core';
import { FINGERPRINT_SENTENCE, type ManifestModel } from '../../../index-shards/format';
import type { OwnCaptions } from '../../protocol';
import { openShardStore } from '../../storage';
import { newTab, noNetwork, setUpBench } from '../testing/tab';

setUpBench();

const WIDTH = 24;
const ADDRESS = 'own:flora';
const uniform = seededRandom(7);
const vectors = (count: number) =>
  stack(
    Array.from({ length: count }, () => normalise(Array.from({ length: WIDTH }, () => uniform() - 0.5))),
    WIDTH,
  );
const model: ManifestModel = {
  id: 'a/model',
  revision: 'main',
  width: WIDTH,
  fingerprint: { sentence: FINGERPRINT_SENTENCE, embedding: Array.from(row(vectors(1), 0)) },
};

function captions(first: number, count: number, change: Partial<OwnCaptions> = {}): OwnCaptions {
  return {
    address: ADDRESS,
    after: first,
    about: { title: 'My flora', source: 'a flora', licence: 'CC0', languages: ['en'] },
    model,
    texts: Array.from({ length: count }, (_, i) => `caption ${first + i}`),
    files: [{ name: 'flora.txt', source: 'a flora', licence: 'CC0', captions: count }],
    embeddings: vectors(count),
    ...change,
  };
}

const joined = (...parts: readonly Embeddings[]) =>
  stack(
    parts.flatMap((part) => Array.from({ length: part.count }, (_, i) => row(part, i))),
    WIDTH,
  );

describe('captions of one’s own', () => {
  test('are an index, to which more are added, that opens and is searched without a network', async () => {
    const first = captions(0, 600);
    const second = captions(600, 300);
    const tab = newTab({ fetch: noNetwork });
    expect(unwrap(await tab.addOwn(first))).toMatchObject({ address: ADDRESS, captions: 600 });
    // Another visit: nothing of it is in memory.
    const later = newTab({ fetch: noNetwork });
    const made = unwrap(await later.addOwn(second));
    expect(made).toMatchObject({
      captions: 900,
      about: first.about,
      model: { id: 'a/model', revision: 'main' },
    });
    expect(unwrap(await later.ownIndexes())).toEqual([made]);

    const info = unwrap(await later.open(ADDRESS));
    expect(info).toMatchObject({ captionsPresent: 900, bytesPresent: made.bytes, bytesTotal: made.bytes });
    expect(info.manifest).toMatchObject({ lists: 5, provenance: { source: 'a flora', licence: 'CC0' } });
    const all = joined(first.embeddings, second.embeddings);
    const queries = vectors(20);
    const { hits } = unwrap(await later.search(queries, 10));
    let found = 0;
    hits.forEach((its, q) => {
      const truth = new Set(exactTopK(all, row(queries, q), 10).map(({ index }) => index));
      for (const hit of its) {
        expect(hit.text).toBe(`caption ${hit.id}`);
        if (truth.has(hit.id)) found++;
      }
    });
    expect(found / 200).toBeGreaterThanOrEqual(0.97);
  });

  test('that are still to be embedded are kept until they are, or their index is removed', async () => {
    const { about } = captions(0, 1);
    const job = {
      address: ADDRESS,
      about,
      model: { id: 'a/model', revision: 'main' },
      start: 0,
      texts: ['a', 'b'],
      files: [{ name: 'flora.txt', source: 'a flora', licence: 'CC0', captions: 2 }],
    };
    unwrap(await newTab().keepOwnJob(job));
    unwrap(await newTab().keepOwnJob({ ...job, address: 'own:other' }));
    const database = createStore('fernglass-own-captions', 'entries');
    await set('own:later', { ...job, version: 3 }, database);
    await set('own:broken', 'nothing', database);
    // Version 1 did not know of files.
    const { files: _, ...first } = job;
    await set('own:older', { ...first, address: 'own:older', version: 1 }, database);
    const asOne = [{ name: 'My flora', source: 'a flora', licence: 'CC0', captions: 2 }];
    expect(unwrap(await newTab().ownJobs())).toEqual([
      job,
      { ...job, address: 'own:older', files: asOne },
      { ...job, address: 'own:other' },
    ]);
    unwrap(await newTab().dropOwnJob('own:older'));
    unwrap(await newTab().dropOwnJob('own:other'));
    unwrap(await newTab().removeOwn(ADDRESS));
    expect(unwrap(await newTab().ownJobs())).toEqual([]);
  });

  test('of another model are refused, and what is there stays', async () => {
    const tab = newTab();
    unwrap(await tab.addOwn(captions(0, 10)));
    // Two tabs at the same work: what the other has added is not added again.
    expect(unwrap(await newTab().addOwn(captions(0, 10)))).toMatchObject({ captions: 10 });
    const other = await tab.addOwn(captions(10, 10, { model: { ...model, id: 'another/model' } }));
    expect(other).toMatchObject({ ok: false, error: { code: 'index-model-mismatch' } });
    const unfit = await tab.addOwn(captions(10, 10, { embeddings: vectors(9) }));
    expect(unfit).toMatchObject({ ok: false, error: { code: 'input-invalid' } });
    expect(unwrap(await tab.ownIndexes())).toMatchObject([{ captions: 10 }]);
  });

  test('are removed, open or not, with all their files and no one else’s', async () => {
    const tab = newTab();
    unwrap(await tab.addOwn(captions(0, 10)));
    unwrap(await tab.addOwn(captions(0, 10, { address: 'own:other' })));
    unwrap(await tab.open(ADDRESS));
    unwrap(await tab.removeOwn(ADDRESS));
    expect(unwrap(await tab.ownIndexes())).toMatchObject([{ address: 'own:other' }]);
    expect(unwrap(await tab.open('own:other')).captionsPresent).toBe(10);
    expect(await tab.open(ADDRESS)).toMatchObject({ ok: false, error: { code: 'index-not-found' } });
    unwrap(await tab.open('own:other'));
    unwrap(await newTab().removeOwn('own:other'));
    const { store } = await openShardStore();
    expect([...(await store.names())]).toEqual([]);
  });

  test('that are removed while another index is being opened in their place leave it whole', async () => {
    const tab = newTab();
    unwrap(await tab.addOwn(captions(0, 10)));
    unwrap(await tab.addOwn(captions(0, 20, { address: 'own:other' })));
    unwrap(await tab.open(ADDRESS));
    const [opened, removed] = await Promise.all([tab.open('own:other'), tab.removeOwn(ADDRESS)]);
    unwrap(removed);
    expect(unwrap(opened)).toMatchObject({ captionsPresent: 20 });
    expect(unwrap(await tab.search(vectors(1), 5))).toMatchObject({ captionsTotal: 20 });
    expect(unwrap(await tab.ownIndexes())).toHaveLength(1);
  });

  test('of which the browser cleared a part say so, and are not asked for anywhere', async () => {
    const tab = newTab({ fetch: noNetwork });
    unwrap(await tab.addOwn(captions(0, 10)));
    const { store } = await openShardStore();
    const [shard] = unwrap(await tab.open(ADDRESS)).manifest.shards;
    await store.drop([shard!.name]);
    const again = newTab({ fetch: noNetwork });
    const info = unwrap(await again.open(ADDRESS));
    expect(info.captionsPresent).toBe(0);
    const failed = await again.download(() => {});
    expect(failed).toMatchObject({ ok: false, error: { code: 'shard-not-found' } });
    expect(failed).toMatchObject({ error: { message: expect.stringMatching(/“My flora”.*cleared/) } });
  });

  test('take another title, and their texts can be read again in their order', async () => {
    const tab = newTab({ fetch: noNetwork });
    unwrap(await tab.addOwn(captions(0, 300)));
    unwrap(await tab.addOwn(captions(300, 20)));
    expect(unwrap(await tab.renameOwn(ADDRESS, 'Ferns'))).toMatchObject({
      captions: 320,
      about: { title: 'Ferns', licence: 'CC0' },
    });
    expect(unwrap(await newTab().ownIndexes())).toMatchObject([{ about: { title: 'Ferns' } }]);
    expect(unwrap(await tab.ownTexts(ADDRESS))).toEqual([
      ...captions(0, 300).texts,
      ...captions(300, 20).texts,
    ]);
    expect(await tab.renameOwn('own:none', 'x')).toMatchObject({ error: { code: 'index-not-found' } });
    expect(await tab.ownTexts('own:none')).toMatchObject({ error: { code: 'index-not-found' } });
  });

  test('of a file are removed, and the others keep their vectors; what was there before can be put back', async () => {
    const tab = newTab({ fetch: noNetwork });
    const parts = [
      ['flora.txt', 1500],
      ['parts.csv', 300],
      ['flora.txt', 20],
    ] as const;
    const embedded: Embeddings[] = [];
    let after = 0;
    for (const [name, count] of parts) {
      const files = [
        { name, source: `all of ${name}`, licence: name === 'flora.txt' ? 'CC0' : 'CC BY', captions: count },
      ];
      const added = captions(after, count, { files });
      embedded.push(added.embeddings);
      unwrap(await tab.addOwn(added));
      after += count;
    }
    const [index] = unwrap(await tab.ownIndexes());
    expect(index).toMatchObject({
      about: { source: 'all of flora.txt; all of parts.csv', licence: 'CC0; CC BY' },
      files: parts.map(([name, captions]) => ({ name, captions })),
    });
    const before = unwrap(await tab.exportOwn(ADDRESS));
    const all = joined(...embedded);
    const texts = unwrap(await tab.ownTexts(ADDRESS));

    // A few of the first file's, then all of the second's.
    const some = ['caption 3', 'caption 1400', 'caption 1805', 'caption 1600'];
    const fewer = unwrap(await tab.removeOwnCaptions(ADDRESS, { file: 'flora.txt', texts: some }));
    expect(fewer).toMatchObject({
      captions: 1817,
      files: [{ captions: 1498 }, { captions: 300 }, { captions: 19 }],
    });
    const rest = unwrap(await newTab().removeOwnCaptions(ADDRESS, { file: 'parts.csv' }));
    expect(rest).toMatchObject({
      captions: 1517,
      about: { source: 'all of flora.txt', licence: 'CC0' },
      files: [{ name: 'flora.txt', captions: 1517 }],
    });
    const left = texts.filter((text, id) => !some.slice(0, 3).includes(text) && (id < 1500 || id >= 1800));
    expect(unwrap(await tab.ownTexts(ADDRESS))).toEqual(left);

    const later = newTab({ fetch: noNetwork });
    const info = unwrap(await later.open(ADDRESS));
    expect(info).toMatchObject({ captionsPresent: 1517, bytesPresent: info.bytesTotal });
    for (const text of [left[0]!, left[700]!, left[1516]!]) {
      const { hits } = unwrap(await later.search(stack([row(all, texts.indexOf(text))]), 1));
      expect(hits[0]![0]).toMatchObject({ text, id: left.indexOf(text) });
      expect(hits[0]![0]!.similarity).toBeGreaterThan(0.99);
    }
    // Nothing of what was removed is kept.
    const { store } = await openShardStore();
    expect(await store.names()).toEqual(
      new Set([info.manifest.router, ...info.manifest.shards].map(({ name }) => name)),
    );
    // More can be added; and all can be as it was.
    const more = captions(1517, 5, { texts: ['a', 'b', 'c', 'd', 'e'] });
    expect(unwrap(await tab.addOwn(more))).toMatchObject({ captions: 1522 });
    expect(unwrap(await tab.importOwn(ADDRESS, before))).toEqual(index);
    expect(unwrap(await tab.ownTexts(ADDRESS))).toEqual(texts);
  });

  test('are not removed where none would be left, where none is of the file, or while more are being added', async () => {
    const tab = newTab();
    const whole = unwrap(await tab.addOwn(captions(0, 10)));
    const every = {
      ok: false,
      error: { code: 'input-invalid', message: expect.stringMatching(/Delete the index/) },
    };
    expect(await tab.removeOwnCaptions(ADDRESS, { file: 'flora.txt' })).toMatchObject(every);
    expect(unwrap(await tab.removeOwnCaptions(ADDRESS, { file: 'none.txt' }))).toEqual(whole);
    const { about, files, texts } = captions(10, 2);
    const job = {
      address: ADDRESS,
      about,
      model: { id: 'a/model', revision: 'main' },
      start: 10,
      texts,
      files,
    };
    unwrap(await tab.keepOwnJob(job));
    const one = { file: 'flora.txt', texts: ['caption 3'] };
    expect(await tab.removeOwnCaptions(ADDRESS, one)).toMatchObject({
      error: { code: 'input-invalid', message: expect.stringMatching(/still being added/) },
    });
    // All of them are there: what they take the place of goes.
    unwrap(await tab.keepOwnJob({ ...job, texts: [], files: [] }));
    expect(unwrap(await tab.removeOwnCaptions(ADDRESS, one))).toMatchObject({ captions: 9 });
  });

  test('made before files were told apart are one file, of the index’s terms; it can be said otherwise later', async () => {
    const tab = newTab();
    unwrap(await tab.addOwn(captions(0, 10)));
    const { store } = await openShardStore();
    const { captionFiles: _, ...older } = JSON.parse((await store.manifests()).get(ADDRESS)!);
    await store.writeManifest(ADDRESS, JSON.stringify(older));
    const asOne = { name: 'My flora', source: 'a flora', licence: 'CC0', captions: 10 };
    expect(unwrap(await tab.ownIndexes())).toMatchObject([{ files: [asOne] }]);
    const files = [{ name: 'b.txt', source: 'another', licence: 'CC BY', captions: 5 }];
    expect(unwrap(await tab.addOwn(captions(10, 5, { files })))).toMatchObject({ files: [asOne, files[0]] });
    const terms = { source: 'a flora of 1998', licence: 'MIT' };
    expect(unwrap(await tab.describeOwnFile(ADDRESS, 'My flora', terms))).toMatchObject({
      about: { source: 'a flora of 1998; another', licence: 'MIT; CC BY' },
      files: [{ ...asOne, ...terms }, files[0]],
    });
    expect(unwrap(await tab.renameOwn(ADDRESS, 'Ferns'))).toMatchObject({
      files: [{ name: 'My flora' }, {}],
    });
  });

  test('come back from where they were exported to, beside what is there', async () => {
    const there = newTab();
    const { embeddings, ...rest } = captions(0, 300);
    unwrap(await there.addOwn({ ...rest, embeddings }));
    const archive = unwrap(await there.exportOwn(ADDRESS));
    unwrap(await there.removeOwn(ADDRESS));

    const here = newTab({ fetch: noNetwork });
    const taken = unwrap(await here.importOwn('own:again', archive));
    expect(taken).toMatchObject({ address: 'own:again', captions: 300, about: { title: 'My flora' } });
    unwrap(await here.open('own:again'));
    const { hits } = unwrap(await here.search(stack([row(embeddings, 7)]), 1));
    expect(hits[0]![0]).toMatchObject({ text: 'caption 7' });
    // More can be added to it, as where it was made.
    expect(unwrap(await here.addOwn(captions(300, 5, { address: 'own:again' })))).toMatchObject({
      captions: 305,
    });
  });

  test('that come damaged, in part, or not at all are refused, and leave nothing', async () => {
    const tab = newTab();
    unwrap(await tab.addOwn(captions(0, 10)));
    const files = unzipSync(new Uint8Array(await unwrap(await tab.exportOwn(ADDRESS)).arrayBuffer()));
    unwrap(await tab.removeOwn(ADDRESS));
    const packed = (change: (files: Record<string, Uint8Array>) => void) => {
      const its = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, bytes.slice()]));
      change(its);
      return new Blob([zipSync(its, { level: 0 })]);
    };
    const shard = Object.keys(files).find((name) => name.endsWith('.bin'))!;
    const manifest = Object.keys(files).find((name) => name.endsWith('manifest.json'))!;
    const wrong: [string, Blob][] = [
      ['shard-corrupt', packed((its) => void its[shard]!.fill(1, 50, 60))],
      ['shard-not-found', packed((its) => void delete its[shard])],
      ['input-invalid', packed((its) => void delete its[manifest])],
      ['input-invalid', packed((its) => void Object.assign(its, { 'other/manifest.json': its[manifest]! }))],
      [
        'input-invalid',
        packed((its) => void Object.assign(its, { [manifest]: new TextEncoder().encode('{') })),
      ],
      ['input-invalid', new Blob(['no archive'])],
      ['input-invalid', packed(() => {}).slice(0, 700)],
    ];
    for (const [code, archive] of wrong)
      expect(await tab.importOwn('own:x', archive)).toMatchObject({ ok: false, error: { code } });
    const whole = unwrap(
      await tab.importOwn(
        'own:x',
        packed(() => {}),
      ),
    );
    unwrap(await tab.removeOwn(whole.address));
    const { store } = await openShardStore();
    expect([...(await store.names())]).toEqual([]);
  });
});
