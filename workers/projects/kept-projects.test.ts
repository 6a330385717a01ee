import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { unwrap } from '../../core';
import { KeptProjects } from './kept-projects';
import { captionOf, headOf, photoOf, workOf } from './testing/records';
import { allOf, files, newTab, picture, referenceTo, said, site, write } from './testing/tabs';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

test('a project comes back as it was written, in the order of its photos, a few at a time', async () => {
  await write('a', {
    head: headOf('a'),
    photos: [photoOf(2, { label: said, group: 'site 4' }), photoOf(10), photoOf(1, { truth: 'fern' })],
    work: [workOf(2), workOf(1)],
    thumbnails: [{ added: 2, picture: picture('small') }],
    captions: [captionOf(9), captionOf(7), captionOf(1, 'index 2')],
  });
  unwrap(await newTab().keepPicture('a', 2, picture('large')));
  await write('b', { head: headOf('b'), photos: [photoOf(3)], captions: [captionOf(7)] });
  expect(await allOf('a')).toEqual({
    head: headOf('a'),
    photos: [photoOf(1, { truth: 'fern' }), photoOf(2, { label: said, group: 'site 4' }), photoOf(10)],
    work: [workOf(1), workOf(2)],
    captions: [captionOf(7), captionOf(9), captionOf(1, 'index 2')],
    thumbnails: [{ added: 2, text: 'small' }],
    pictures: [{ added: 2, text: 'large' }],
  });
  const tab = newTab();
  expect(unwrap(await tab.photos('a', 1, 1)).map(({ added }) => added)).toEqual([2]);
  expect(unwrap(await tab.work('a', 1, 9)).map(({ added }) => added)).toEqual([2]);
  expect(unwrap(await tab.captions('a', captionOf(7), 1))).toEqual([captionOf(9)]);
  expect(unwrap(await tab.captions('a', captionOf(9), 9))).toEqual([captionOf(1, 'index 2')]);
});

test('projects are listed with their size and date, the one changed last first', async () => {
  await write('a', {
    head: headOf('a', { changedAt: 5 }),
    photos: [photoOf(1, { label: said }), photoOf(2)],
  });
  await write('b', { head: headOf('b', { changedAt: 9 }), photos: [photoOf(1)], work: [workOf(1)] });
  await write('c', { head: headOf('c', { deletedAt: 3 }), photos: [photoOf(1)] });
  unwrap(await newTab().keepPicture('a', 1, picture('x'.repeat(5000))));
  const list = unwrap(await newTab().list());
  expect(list).toMatchObject([
    { id: 'b', name: 'Project b', photos: 1, labels: 0, changedAt: 9 },
    { id: 'a', photos: 2, labels: 1, changedAt: 5 },
  ]);
  expect(list[1]!.bytes - list[0]!.bytes).toBeGreaterThan(4000);
});

test('a photo that is removed leaves nothing, and its picture goes with the next visit', async () => {
  await write('a', { head: headOf('a'), photos: [photoOf(1), photoOf(2)], work: [workOf(1), workOf(2)] });
  for (const added of [1, 2]) unwrap(await newTab().keepPicture('a', added, picture(`${added}`)));
  await write('a', { removed: [1] });
  expect(await allOf('a')).toMatchObject({
    photos: [photoOf(2)],
    work: [workOf(2)],
    pictures: [{ added: 2 }],
  });
  // Its removal may still be taken back.
  expect(await files().names()).toHaveLength(2);
  unwrap(await newTab().tidy(['a']));
  expect(await files().names()).toHaveLength(2);
  unwrap(await newTab().tidy([]));
  expect(await files().names()).toEqual(['a 2']);
});

test('a picture whose photo was removed while it was copied is not kept', async () => {
  unwrap(await newTab().keepPicture('a', 1, picture('late')));
  expect(await files().names()).toEqual([]);
  expect(unwrap(await newTab().picture('a', 1))).toBeNull();
});

describe('a project that is', () => {
  beforeEach(async () => {
    await write('a', {
      head: headOf('a'),
      photos: [photoOf(1, { label: said })],
      work: [workOf(1)],
      captions: [captionOf(7)],
    });
    unwrap(await newTab().keepPicture('a', 1, picture('large')));
  });

  test('duplicated is another one with the same in it', async () => {
    unwrap(await newTab().duplicate('a', headOf('b')));
    const { head: _, ...first } = await allOf('a');
    expect(await allOf('b')).toEqual({ head: headOf('b'), ...first });
    unwrap(await newTab().remove('a'));
    expect(await allOf('b')).toMatchObject({ pictures: [{ added: 1, text: 'large' }] });
  });

  // Fault: storage full × projects
  test('duplicated where there is no room for it leaves nothing that takes some', async () => {
    await write('a', { photos: [photoOf(2)] });
    unwrap(await newTab().keepPicture('a', 2, picture('second')));
    const before = await files().names();
    const full = files();
    let room = 1;
    const written = full.write.bind(full);
    full.write = async (...its) => {
      if (room-- === 0) throw new DOMException('full', 'QuotaExceededError');
      await written(...its);
    };
    expect(await new KeptProjects(full).duplicate('a', headOf('b'))).toMatchObject({
      ok: false,
      error: { code: 'storage-full' },
    });
    expect(await allOf('b')).toMatchObject({ head: null, photos: [], work: [], captions: [], pictures: [] });
    expect(await files().names()).toEqual(before);
  });

  test('deleted can be taken back until the next visit, unless it is open elsewhere', async () => {
    await write('a', { head: headOf('a', { deletedAt: 4 }) });
    expect(unwrap(await newTab().head('a'))).toBeNull();
    unwrap(await newTab().tidy(['a']));
    await write('a', { head: headOf('a') });
    expect(await allOf('a')).toMatchObject({ photos: [{ label: said }], pictures: [{ text: 'large' }] });
    await write('a', { head: headOf('a', { deletedAt: 4 }) });
    unwrap(await newTab().tidy([]));
    expect(await allOf('a')).toMatchObject({ head: null, photos: [], work: [], captions: [], pictures: [] });
    expect(await files().names()).toEqual([]);
  });

  test('told to leave files where they lie drops the copies of those alone, told to keep no files all of it', async () => {
    await write('a', { photos: [photoOf(2)], references: [referenceTo(1), referenceTo(2)] });
    unwrap(await newTab().keepPicture('a', 2, picture('second')));
    unwrap(await newTab().keepPicture('a', 1, picture('large')));
    await write('a', { photos: [photoOf(3)] });
    unwrap(await newTab().keepPicture('a', 3, picture('third')));
    unwrap(await newTab().dropPictures('a', 'referred to'));
    expect(unwrap(await newTab().picturesKept('a'))).toEqual([3]);
    expect(await files().names()).toEqual(['a 3']);
    expect(unwrap(await newTab().roots('a'))).toEqual([{ root: 'site', handle: site }]);
    unwrap(await newTab().dropPictures('a', 'all'));
    expect(unwrap(await newTab().roots('a'))).toEqual([]);
    expect(unwrap(await newTab().picture('a', 2))).toBeNull();
  });

  test('duplicated refers to the same files; a photo that is removed refers to none', async () => {
    await write('a', { references: [referenceTo(1)] });
    unwrap(await newTab().duplicate('a', headOf('b')));
    expect(unwrap(await newTab().roots('b'))).toEqual([{ root: 'site', handle: site }]);
    await write('b', { removed: [1] });
    expect(unwrap(await newTab().picture('b', 1))).toBeNull();
  });

  test('told to keep no pictures has the rest', async () => {
    unwrap(await newTab().dropPictures('a', 'all'));
    expect(await allOf('a')).toMatchObject({ photos: [{ label: said }], pictures: [] });
    expect(await files().names()).toEqual([]);
  });
});

test('a browser that refuses says so, and is asked again', async () => {
  const { indexedDB } = globalThis;
  const tab = newTab();
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('no', 'SecurityError');
    },
  });
  expect(await tab.list()).toMatchObject({ ok: false, error: { code: 'storage-unavailable' } });
  vi.unstubAllGlobals();
  globalThis.indexedDB = indexedDB;
  expect(await tab.list()).toEqual({ ok: true, value: [] });
});
