import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type History, unwrap } from '../../core';
import { type Label, type ProjectChange, type ProjectHead, projectLock } from '../protocol';
import { DatabaseBytes, STORES } from '../storage';
import { KeptProjects } from './kept-projects';
import { HEAD_VERSION, PHOTO_VERSION, readHead, readPhoto } from './rows';
import { DATABASE_VERSION } from './schema';
import { captionOf, headOf, photoOf, workOf } from './testing/records';

const files = () => new DatabaseBytes(STORES.pictureBytes);
/** The worker of a new tab. */
const newTab = () => new KeptProjects(files());

const said: Label = { state: 'class', className: 'fern', by: 'Ada', at: '2026-05-01T06:12:00.000Z' };
const picture = (text: string) => new Blob([text], { type: 'image/png' });

/** Stands for a folder's handle, which only a browser has: `e2e/projects.spec.ts` reads by real ones. */
const site = { kind: 'directory', name: 'site' } as FileSystemHandle;
const referenceTo = (added: number) => ({ added, root: 'site', handle: site, path: [`${added}.png`] });

async function write(id: string, change: ProjectChange, tab = newTab()): Promise<void> {
  unwrap(await tab.write(id, change));
}

/** All that is kept of a project, as a new tab finds it. */
async function allOf(id: string) {
  const tab = newTab();
  const kept = unwrap(await tab.picturesKept(id));
  const thumbnails = unwrap(await tab.thumbnails(id, 0, 99));
  return {
    head: unwrap(await tab.head(id)),
    photos: unwrap(await tab.photos(id, 0, 99)),
    work: unwrap(await tab.work(id, 0, 99)),
    captions: unwrap(await tab.captions(id, null, 99)),
    thumbnails: await Promise.all(
      thumbnails.map(async ({ added, picture }) => ({ added, text: await picture.text() })),
    ),
    pictures: await Promise.all(
      kept.map(async (added) => ({ added, text: await unwrap(await tab.picture(id, added))?.text() })),
    ),
  };
}

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

describe('what is kept', () => {
  test('of a head of the first version was begun by a person, who agreed to its copies', () => {
    const { isNamed: _, copiesUpTo: __, ...first } = headOf('a', { version: 1 });
    expect(readHead(first)).toEqual(headOf('a'));
    const begun = headOf('a', { isNamed: false, copiesUpTo: 5, pictures: 'references' });
    expect(readHead(begun)).toEqual(begun);
  });

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

  test('of a later version is read as far as it is the same', () => {
    const later = { ...headOf('a'), version: HEAD_VERSION + 7, pictures: 'in the cloud', mood: 'good' };
    expect(readHead(later)).toEqual(headOf('a'));
    expect(readPhoto({ ...photoOf(1), version: PHOTO_VERSION + 7, stars: 5 })).toEqual(photoOf(1));
  });

  test('of an earlier version goes through each migration', () => {
    type Earlier = Partial<ProjectHead> & { readonly title?: string };
    const history: History<Earlier> = {
      first: 0,
      migrations: [({ title, ...head }) => ({ ...head, name: title ?? '' })],
    };
    const { name, version: _, ...earlier } = headOf('a');
    expect(readHead({ ...earlier, title: name }, history as never)).toEqual(headOf('a', { version: 1 }));
  });

  test('of the first version had no notes, of the second no groups, of the third no boxes, of the fourth no labels of them', () => {
    const boxes = [{ category: 'animal', conf: 0.5, bbox: [0, 0, 1, 0.5] }] as const;
    const said = { state: 'class', className: 'fox', by: 'Ada', at: '2026-05-02T10:00:00.000Z' } as const;
    const boxLabels = [{ bbox: [0, 0, 1, 0.5], label: said }] as const;
    expect(readPhoto(photoOf(1, { boxes, boxLabels }))).toEqual(photoOf(1, { boxes, boxLabels }));
    const damaged = [...boxLabels, { bbox: [0], label: said }, { bbox: [0, 0, 1, 1], label: 'fox' }, null];
    expect(readPhoto({ ...photoOf(1, { boxes }), boxLabels: damaged })).toEqual(
      photoOf(1, { boxes, boxLabels }),
    );
    const { boxLabels: ____, ...fourth } = photoOf(1, { version: 4, boxes });
    expect(readPhoto(fourth)).toEqual(photoOf(1, { boxes }));
    const { boxes: ___, ...third } = photoOf(1, { version: 3, note: 'at dusk', group: 'g' });
    expect(readPhoto(third)).toEqual(photoOf(1, { note: 'at dusk', group: 'g' }));
    expect(readPhoto(photoOf(1, { boxes }))).toEqual(photoOf(1, { boxes }));
    expect(readPhoto({ ...photoOf(1), boxes: [...boxes, { conf: 1 }, 3] })).toEqual(photoOf(1, { boxes }));
    const { group: _, ...second } = { ...third, version: 2 };
    expect(readPhoto(second)).toEqual(photoOf(1, { note: 'at dusk' }));
    const { note: __, ...first } = { ...second, version: 1 };
    expect(readPhoto(first)).toEqual(photoOf(1));
    const grouped = photoOf(1, { group: 'HAM_0000118' });
    expect(readPhoto(grouped)).toEqual(grouped);
    const noted = photoOf(1, { note: 'seen\nat dusk' });
    expect(readPhoto(noted)).toEqual(noted);
  });

  test.each([null, 3, 'a', {}, { version: 1 }, { version: 0, id: 'a', added: 1, file: 'x' }])(
    'and is no record, %j, is none',
    (kept) => {
      expect(readHead(kept)).toBeNull();
      expect(readPhoto(kept)).toBeNull();
    },
  );

  test('in part gets the default for the rest', () => {
    const fields = { bytes: '7', label: { state: 'class' }, group: 7, warnings: [{ code: 1 }], error: 'no' };
    expect(readPhoto({ version: 1, added: 1, file: 'x', ...fields })).toEqual({
      ...photoOf(1),
      ...{ file: 'x', bytes: 0, type: '', modified: 0, width: 0, height: 0 },
    });
    expect(readHead({ version: 1, id: 'a', createdAt: 5, name: 3 })).toMatchObject({
      name: '',
      changedAt: 5,
    });
  });

  test('in a database of a newer version of the app is left alone, and said', async () => {
    (await openDB(STORES.projects, DATABASE_VERSION + 1)).close();
    expect(await newTab().list()).toMatchObject({
      ok: false,
      error: { code: 'storage-unavailable', message: expect.stringContaining('newer version') },
    });
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

describe('a tab that dies', () => {
  /** Has everything fail from the database's `calls`th change on, as for a tab that is gone; returns how to end that. */
  function dieAfter(calls: number): { readonly happened: () => boolean; end(): void } {
    let left = calls;
    let isDead = false;
    const names = ['put', 'delete'] as const;
    const originals = names.map((name) => IDBObjectStore.prototype[name]);
    names.forEach((name, i) => {
      IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...args: never[]) {
        if (!isDead && left-- <= 0) isDead = true;
        if (isDead) {
          const { transaction } = this;
          // What was asked for in the same breath is cut off with it.
          queueMicrotask(() => {
            try {
              transaction.abort();
            } catch {
              // It is over already.
            }
          });
        }
        return (originals[i] as (...given: never[]) => IDBRequest).apply(this, args);
      } as never;
    });
    return {
      happened: () => isDead,
      end: () =>
        names.forEach((name, i) => {
          IDBObjectStore.prototype[name] = originals[i] as never;
        }),
    };
  }

  test('at any step leaves each change whole or not at all', async () => {
    const before: ProjectChange = {
      head: headOf('a'),
      photos: [photoOf(1), photoOf(2), photoOf(3)],
      work: [workOf(1), workOf(3)],
    };
    const change: ProjectChange = {
      head: headOf('a', { changedAt: 9, request: { classesText: 'moss' } }),
      photos: [photoOf(1, { label: said }), photoOf(2, { label: said }), photoOf(4)],
      work: [workOf(2), workOf(4)],
      thumbnails: [{ added: 4, picture: picture('small') }],
      captions: [captionOf(7), captionOf(8)],
      removed: [3],
    };
    const states: string[] = [];
    const reach = async (change: ProjectChange | null) => {
      globalThis.indexedDB = new IDBFactory();
      await write('a', before);
      if (change !== null) await write('a', change);
      return JSON.stringify(await allOf('a'));
    };
    states.push(await reach(null), await reach(change));
    let steps = 0;
    for (let isCut = true; isCut; steps++) {
      globalThis.indexedDB = new IDBFactory();
      await write('a', before);
      const death = dieAfter(steps);
      const result = await newTab().write('a', change);
      death.end();
      isCut = death.happened();
      expect(result.ok).toBe(!isCut);
      expect(states.indexOf(JSON.stringify(await allOf('a')))).toBe(isCut ? 0 : 1);
    }
    // Every row of the change is a step of its own, and each photo removed is one in every store of photos.
    expect(steps).toBeGreaterThan(12);
  });

  test('while it copies a picture, or a project, leaves the whole of it or nothing that is believed', async () => {
    const work: Record<string, (tab: KeptProjects) => Promise<{ ok: boolean }>> = {
      picture: (tab) => tab.keepPicture('a', 2, picture('second')),
      duplicate: (tab) => tab.duplicate('a', headOf('b')),
      remove: (tab) => tab.remove('a'),
    };
    for (const [name, run] of Object.entries(work))
      for (let steps = 0, isCut = true; isCut; steps++) {
        globalThis.indexedDB = new IDBFactory();
        await write('a', { head: headOf('a'), photos: [photoOf(1), photoOf(2)], work: [workOf(1)] });
        unwrap(await newTab().keepPicture('a', 1, picture('first')));
        const death = dieAfter(steps);
        const { ok } = await run(newTab());
        death.end();
        isCut = death.happened();
        expect(ok).toBe(!isCut);
        unwrap(await newTab().tidy([]));
        const ids = unwrap(await newTab().list()).map(({ id }) => id);
        const whole = name === 'picture' && !isCut ? ['first', 'second'] : ['first'];
        for (const id of ids) expect((await allOf(id)).pictures.map(({ text }) => text)).toEqual(whole);
        for (const id of ids) expect((await allOf(id)).photos).toHaveLength(2);
        // What is not believed is gone after `tidy`.
        expect(await files().names()).toHaveLength(ids.length * whole.length);
        if (name === 'duplicate' && !isCut) expect(ids.toSorted()).toEqual(['a', 'b']);
        if (name === 'remove' && !isCut) expect(ids).toEqual([]);
      }
  });
});
