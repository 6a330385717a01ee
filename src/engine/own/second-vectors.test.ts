import { beforeEach, describe, expect, test } from 'vitest';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { zipSync } from 'fflate';
import { stack } from '../../../core';
import { FINGERPRINT_SENTENCE } from '../../../index-shards/format';
import { makeIndex, withSpace } from '../../../workers/retrieval/testing/index-fixture';
import { FINGERPRINT, finished, newPage, vectorOf, WIDTH } from './testing/own-page';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('captions of one’s own', () => {
  test('come into an index that has vectors by a second encoder with those too, or without, as the user chooses', async () => {
    const page = newPage();
    const revision = 'main';
    const model = {
      id: 'a/model',
      revision,
      width: WIDTH,
      fingerprint: { ...FINGERPRINT, embedding: [...vectorOf(FINGERPRINT_SENTENCE)] },
    };
    const options = { captions: 40, width: WIDTH, lists: 4, shards: 2, seed: 5, model, tagged: true };
    const encoder = { id: 'someone/sentences', revision, width: 4, fingerprint: FINGERPRINT };
    const others = stack(Array.from({ length: 40 }, () => Float32Array.from([0, 1, 0, 0])));
    const { files } = await withSpace(await makeIndex(options), { kind: 'text', encoder }, others);
    const { address } = await page.stage.import(new Blob([zipSync(Object.fromEntries(files), { level: 0 })]));
    const file = { name: 'b.txt', source: 's', licence: 'l', captions: 2 };
    const add = (some: readonly string[], inFurtherSpaces: boolean) =>
      page.stage.edit.add(address, some, [file], { language: 'nl', inFurtherSpaces });

    page.second.isThere = false;
    await expect(add(['new one', 'new two'], true)).rejects.toMatchObject({ code: 'network-failed' });
    expect(page.own().job).toBeNull();
    await add(['plain one', 'plain two'], false);
    await finished(page);
    expect(page.second.embedded).toEqual([]);

    page.second.isThere = true;
    const undo = await add(['new one', 'new two'], true);
    await finished(page);
    expect(page.second.embedded).toEqual(['new one', 'new two']);
    const info = await page.client.open(address);
    expect(info.manifest).toMatchObject({ captions: 44, spaces: [{ captions: 42 }] });
    expect(info.manifest.tags!.languages.find(({ name }) => name === 'nl')).toMatchObject({ captions: 4 });
    await page.client.fetchSpace('text', () => {});
    const second = stack([Float32Array.from(FINGERPRINT.embedding)]);
    const { hits } = await page.client.searchTexts(
      { mode: 'second', meaning: null, second, names: ['x'] },
      2,
    );
    expect(hits[0]!.map(({ text }) => text).toSorted()).toEqual(['new one', 'new two']);
    await undo();
    expect(page.own().indexes).toMatchObject([{ captions: 42 }]);
  });
});
