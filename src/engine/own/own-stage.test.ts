import { beforeEach, describe, expect, test, vi } from 'vitest';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { row, stack } from '../../../core';
import { FINGERPRINT_SENTENCE } from '../../../index-shards/format';
import { addressesOf } from '../state/request/indexes';
import { CAPTIONS_PER_SHARD } from './plan';
import { about, finished, newPage, pausedAtFirstShard, texts, vectorOf, WIDTH } from './testing/own-page';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('captions of one’s own', () => {
  test('are embedded once each, added some at a time, and opened as they grow', async () => {
    const page = newPage();
    await page.stage.start();
    const address = await page.stage.add(about, texts);
    expect(page.own().job).toMatchObject({ address, title: 'Flora', done: 0, total: texts.length });
    await finished(page);
    expect(page.own().indexes).toMatchObject([{ address, captions: texts.length, about }]);
    expect(page.embedded.toSorted()).toEqual([...texts, FINGERPRINT_SENTENCE].toSorted());
    // With the first shard, when it had doubled, and with the rest.
    expect(page.opened).toEqual([address, address, address]);
    for (const text of texts) expect(page.texts.get(text)).toBeUndefined();
    expect(await page.client.ownJobs()).toEqual([]);
    await page.client.open(address);
    const query = stack([vectorOf('caption 7')], WIDTH);
    const { hits } = await page.client.search(query, 1);
    expect(row(query, 0)).toHaveLength(WIDTH);
    expect(hits[0]![0]!.similarity).toBeGreaterThan(0.99);
  });

  test('go on after a reload where they were; only what was in no shard yet is embedded again', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts);
    await pausedAtFirstShard(page);
    const later = newPage();
    await later.stage.start();
    expect(later.own().job).toMatchObject({ address, done: CAPTIONS_PER_SHARD });
    await finished(later);
    expect(later.own().indexes).toMatchObject([{ captions: texts.length }]);
    expect(later.embedded).toHaveLength(texts.length - CAPTIONS_PER_SHARD + 1);
  });

  test('are there once, also where two tabs are at the same work', async () => {
    const page = newPage();
    await page.stage.add(about, texts);
    const other = newPage();
    await other.stage.start();
    await finished(page);
    await finished(other);
    expect(await page.client.ownIndexes()).toMatchObject([{ captions: texts.length }]);
  });

  test('wait while they are paused, and for the model that began them', async () => {
    const page = newPage();
    await page.stage.add(about, texts.slice(0, 200));
    page.stage.pause(true);
    const other = newPage('another/model');
    await other.stage.start();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(other.embedded).toEqual([]);
    expect(other.own()).toMatchObject({ job: { done: 0, model: { id: 'a/model' } } });
    page.stage.pause(false);
    await finished(page);
    expect(page.own().indexes).toMatchObject([{ captions: 200 }]);
  });

  test('that are given up leave what is there; removed, they leave nothing', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts);
    await page.stage.add({ ...about, title: 'Second' }, texts.slice(0, 40));
    expect(page.own().job).toMatchObject({ title: 'Flora', waiting: 1 });
    await pausedAtFirstShard(page);
    await page.stage.cancel();
    page.stage.pause(false);
    await finished(page);
    expect(page.own().indexes).toMatchObject([
      { address, captions: CAPTIONS_PER_SHARD },
      { about: { title: 'Second' }, captions: 40 },
    ]);
    await page.stage.remove(address);
    expect(page.own().indexes).toMatchObject([{ about: { title: 'Second' } }]);
  });

  test('are refused before a model is loaded', async () => {
    const page = newPage();
    page.store.setState({ model: { ...page.store.getState().model, status: 'loading', info: null } });
    await expect(page.stage.add(about, ['a'])).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test('can be embedded anew by another model, renamed, and taken in from where they were exported', async () => {
    const page = newPage();
    const few = texts.slice(0, 50);
    const address = await page.stage.add(about, few);
    await finished(page);
    const other = newPage('another/model');
    await other.stage.start();
    const anew = await other.stage.embedAnew(address);
    await finished(other);
    expect(other.embedded).toEqual(expect.arrayContaining(few));
    const models = other.own().indexes.map(({ model }) => model.id);
    expect(models.toSorted()).toEqual(['a/model', 'another/model']);
    expect(await other.client.ownTexts(anew)).toEqual(few);
    expect(addressesOf(other.store.getState().request)).toContain(anew);
    expect(addressesOf(other.store.getState().request)).not.toContain(address);

    await other.stage.rename(anew, 'Ferns');
    expect(other.own().indexes.find((index) => index.address === anew)?.about.title).toBe('Ferns');
    const archive = await other.stage.export(anew);
    const taken = await other.stage.import(archive);
    expect(taken).toMatchObject({ about: { title: 'Ferns' }, captions: 50 });
    expect(other.own().indexes).toHaveLength(3);
    await expect(other.stage.import(new Blob(['x']))).rejects.toMatchObject({ code: 'input-invalid' });
    expect(other.own()).toMatchObject({ error: null });
  });

  test('that are renamed while they grow keep the new title', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts);
    await vi.waitFor(
      () => expect(page.own().indexes[0]?.captions).toBeGreaterThanOrEqual(CAPTIONS_PER_SHARD),
      20_000,
    );
    await page.stage.rename(address, 'Ferns');
    await finished(page);
    expect(page.own().indexes).toMatchObject([{ about: { title: 'Ferns' }, captions: texts.length }]);
  });
});
