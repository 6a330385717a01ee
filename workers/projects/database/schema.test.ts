import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../core';
import { STORES } from '../../storage';
import { headOf, photoOf } from '../testing/records';
import { allOf, newTab, referenceTo, said, write } from '../testing/tabs';
import { DATABASE_VERSION } from './schema';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('what is kept', () => {
  test('in a database of the first version stays, and gets room for references', async () => {
    const first = await openDB(STORES.projects, 1, {
      upgrade(database) {
        database.createObjectStore('projects', { keyPath: 'id' });
        for (const name of ['photos', 'work', 'thumbnails', 'pictures', 'captions'])
          database.createObjectStore(name);
      },
    });
    await first.put('projects', { ...headOf('a'), version: 1, isNamed: undefined, copiesUpTo: undefined });
    await first.put('photos', photoOf(1, { label: said }), ['a', 1]);
    first.close();
    expect(await allOf('a')).toMatchObject({ head: headOf('a'), photos: [{ label: said }] });
    await write('a', { references: [referenceTo(1)] });
    expect(unwrap(await newTab().roots('a'))).toHaveLength(1);
  });

  test('in a database of a newer version of the app is left alone, and said', async () => {
    (await openDB(STORES.projects, DATABASE_VERSION + 1)).close();
    expect(await newTab().list()).toMatchObject({
      ok: false,
      error: { code: 'storage-unavailable', message: expect.stringContaining('newer version') },
    });
  });
});
