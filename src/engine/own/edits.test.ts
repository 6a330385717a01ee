import { beforeEach, describe, expect, test } from 'vitest';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openShardStore } from '../../../workers/storage';
import { addressesOf, movedIndex } from '../state/request/indexes';
import { CAPTIONS_PER_SHARD } from './plan';
import { about, finished, newPage, pausedAtFirstShard, texts } from './testing/own-page';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('captions of one’s own', () => {
  test('are added to what is there, a file at a time; a file is replaced without embedding what stays, and removed; each can be undone', async () => {
    const page = newPage();
    const fileOf = (name: string, captions: number) => ({
      name,
      source: `${name}, printed`,
      licence: 'CC0',
      captions,
    });
    const address = await page.stage.add(about, texts.slice(0, 40), [
      fileOf('a.txt', 30),
      fileOf('b.txt', 10),
    ]);
    await finished(page);
    const present = () => page.client.ownTexts(address);
    const filesNow = () => page.own().indexes[0]!.files.map(({ name, captions }) => `${name} ${captions}`);
    expect(filesNow()).toEqual(['a.txt 30', 'b.txt 10']);

    await page.stage.edit.add(address, texts.slice(40, 50), [fileOf('b.txt', 10)]);
    // One change at a time.
    await expect(page.stage.edit.removeFile(address, 'a.txt')).rejects.toMatchObject({
      code: 'input-invalid',
    });
    await finished(page);
    expect(filesNow()).toEqual(['a.txt 30', 'b.txt 10', 'b.txt (2) 10']);
    expect(page.opened.at(-1)).toBe(address);

    const embedded = page.embedded.length;
    const opened = page.opened.length;
    const terms = { source: 'second edition', licence: 'CC BY' };
    const next = [...texts.slice(5, 30), 'quite new'];
    const undo = await page.stage.edit.replaceFile(address, 'a.txt', next, terms);
    await finished(page);
    expect(page.embedded.slice(embedded)).toEqual(['quite new']);
    expect(await present()).toEqual([...texts.slice(5, 50), 'quite new']);
    expect(page.own().indexes[0]!.files).toMatchObject([
      { name: 'a.txt', captions: 25, ...terms },
      { name: 'b.txt' },
      { name: 'b.txt (2)' },
      { name: 'a.txt', captions: 1, ...terms },
    ]);
    expect(page.opened.length).toBeGreaterThan(opened);
    await undo();
    expect(await present()).toEqual(texts.slice(0, 50));

    const back = await page.stage.edit.removeFile(address, 'b.txt');
    expect(await present()).toEqual([...texts.slice(0, 30), ...texts.slice(40, 50)]);
    await back();
    expect(filesNow()).toEqual(['a.txt 30', 'b.txt 10', 'b.txt (2) 10']);
    const chosen = page.store.getState().request;
    const use = { weight: 1.3, photos: true, classes: false };
    const asked = { ...chosen, ...movedIndex(chosen, address, -1), indexUse: { [address]: use } };
    page.store.setState({ request: asked });
    const restore = await page.stage.remove(address);
    expect(page.own().indexes).toEqual([]);
    await restore!();
    expect(filesNow()).toEqual(['a.txt 30', 'b.txt 10', 'b.txt (2) 10']);
    // In its place, searched as it was.
    expect(page.store.getState().request).toEqual(asked);
    expect(addressesOf(asked)[0]).toBe(address);
  });

  test('of a file that is being replaced are all there after a reload in the midst of it, and none twice', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts.slice(0, 40));
    await finished(page);
    const added = texts.slice(100, 100 + CAPTIONS_PER_SHARD + 20);
    await page.stage.edit.replaceFile(address, 'Flora', added, { source: 's', licence: 'l' });
    await pausedAtFirstShard(page, 40);
    const later = newPage();
    await later.stage.start();
    await finished(later);
    expect(await later.client.ownTexts(address)).toEqual(added);
    expect(later.own().indexes).toMatchObject([{ captions: added.length }]);
  });

  test('of a file that two tabs replace at once are there once', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts.slice(0, 40));
    await finished(page);
    const added = texts.slice(100, 100 + CAPTIONS_PER_SHARD + 20);
    await page.stage.edit.replaceFile(address, 'Flora', added, { source: 's', licence: 'l' });
    const other = newPage();
    await other.stage.start();
    await finished(page);
    await finished(other);
    expect(await page.client.ownTexts(address)).toEqual(added);
  });

  test('of another model are not added to, and what the browser cleared in part cannot be put back', async () => {
    const page = newPage();
    const address = await page.stage.add(about, texts.slice(0, 40));
    await finished(page);
    const other = newPage('another/model');
    await other.stage.start();
    const file = { name: 'b.txt', source: 's', licence: 'l', captions: 1 };
    await expect(other.stage.edit.add(address, ['x'], [file])).rejects.toMatchObject({
      code: 'index-model-mismatch',
    });
    const { store } = await openShardStore();
    await store.drop([...(await store.names())]);
    expect(await other.stage.remove(address)).toBeNull();
    expect(other.own().indexes).toEqual([]);
  });
});
