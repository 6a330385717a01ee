import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../core';
import { projectLock } from '../protocol';
import { KeptProjects } from './kept-projects';
import { headOf, photoOf } from './testing/records';
import { files, newTab, picture, write } from './testing/tabs';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('what no project needs', () => {
  /** A tab that finds these projects held by another. */
  const beside = (...held: string[]) =>
    new KeptProjects(files(), async (name, work) => {
      if (held.some((id) => name === projectLock(id))) return false;
      await work();
      return true;
    });

  test('goes whatever tab looks, but for what another tab holds', async () => {
    await write('deleted', { head: headOf('deleted', { deletedAt: 4 }), photos: [photoOf(1)] });
    await write('taken back', { head: headOf('taken back', { deletedAt: 4 }), photos: [photoOf(1)] });
    // Another tab copies a project, and a picture: rows without a head, a file without a row.
    await write('copied', { photos: [photoOf(1)] });
    await files().write('copied 1', new Uint8Array(3));
    await write('cut off', { photos: [photoOf(1)] });
    await files().write('cut off 1', new Uint8Array(3));
    unwrap(await beside('taken back', 'copied').tidy([]));
    for (const [id, rows] of [
      ['deleted', 0],
      ['taken back', 1],
      ['copied', 1],
      ['cut off', 0],
    ] as const)
      expect(unwrap(await newTab().photos(id, 0, 9)), id).toHaveLength(rows);
    expect(await files().names()).toEqual(['copied 1']);
    await write('taken back', { head: headOf('taken back') });
    unwrap(await beside().tidy([]));
    expect(unwrap(await newTab().list()).map(({ id }) => id)).toEqual(['taken back']);
    expect(await files().names()).toEqual([]);
  });

  test('is looked at again once it is locked: it may be needed by then', async () => {
    await write('a', { head: headOf('a', { deletedAt: 4 }), photos: [photoOf(1)] });
    await files().write('b 1', new Uint8Array(3));
    const late = new KeptProjects(files(), async (_, work) => {
      await write('a', { head: headOf('a') });
      await write('b', { head: headOf('b'), photos: [photoOf(1)] });
      unwrap(await newTab().keepPicture('b', 1, picture('late')));
      await work();
      return true;
    });
    unwrap(await late.tidy([]));
    expect(unwrap(await newTab().photos('a', 0, 9))).toHaveLength(1);
    expect(await files().names()).toEqual(['b 1']);
  });
});

test('a project that began by itself goes with the next visit once it is empty, unless it is open', async () => {
  await write('a', { head: headOf('a', { isNamed: false }), photos: [photoOf(1)] });
  await write('b', { head: headOf('b', { isNamed: false }) });
  await write('c', { head: headOf('c', { isNamed: false }) });
  await write('d', { head: headOf('d') });
  unwrap(await newTab().tidy(['c']));
  expect(
    unwrap(await newTab().list())
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(['a', 'c', 'd']);
});
