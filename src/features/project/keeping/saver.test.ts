import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { FernglassError, unwrap } from '../../../../core';
import { KeptProjects } from '../../../../workers/projects/kept-projects';
import { captionOf, headOf, workOf } from '../../../../workers/projects/testing/records';
import type { Label, ProjectChange } from '../../../../workers/protocol';
import { DatabaseBytes, STORES } from '../../../../workers/storage';
import type { Photo } from '../../../engine';
import { photoView } from '../../../engine/testing/photo-view';
import { noteReference } from './files/reference';
import { ProjectSaver } from './saver';
import type { Head, SavedFrom, Saving } from './saving';

const said: Label = { state: 'class', className: 'fern', by: 'Ada', at: '2026-05-01T06:12:00.000Z' };

/** A light table whose photos are embedded and have found captions. */
function tableOf(count: number) {
  const photos = new Map<string, Photo>();
  for (let added = 1; added <= count; added++) {
    const file = { file: `${added}.png`, bytes: 3, modified: 3 };
    photos.set(`p${added}`, photoView(`p${added}`, { added, width: 4, height: 5, ...file }));
  }
  const works = new Map([...photos].map(([id, { added }]) => [id, workOf(added)]));
  const files = new Map<string, File>();
  let tell: (changed: ReadonlySet<string>) => void = () => {};
  const engine = {
    getState: () => ({ photoIds: [...photos.keys()], request: 'one' }),
    subscribe: () => () => {},
    photo: (id: string) => photos.get(id),
    subscribePhotos(listener: typeof tell) {
      tell = listener;
      return () => {
        tell = () => {};
      };
    },
    photoWork: (id: string) => works.get(id) ?? null,
    keptCaption: (index: string, id: number) => captionOf(id, index),
    openPhoto: async (id: string) => new File(['abc'], photos.get(id)!.file, { type: 'image/png' }),
    addedFile: (id: string) => files.get(id) ?? null,
    requestToKeep: () => ({ classesText: 'fern' }),
  } as unknown as SavedFrom;
  return {
    engine,
    /** What was computed of photos. */
    works,
    /** The file that a photo was added from in this visit. */
    files,
    set(id: string, change: Partial<Photo> | null) {
      if (change === null) photos.delete(id);
      else photos.set(id, { ...photos.get(id)!, ...change });
      tell(new Set([id]));
    },
  };
}

/** The store, over what is on the device; `calls` are the changes that it was given. */
function storeOf() {
  const kept = new KeptProjects(new DatabaseBytes(STORES.pictureBytes));
  const calls: ProjectChange[] = [];
  let fault: FernglassError | null = null;
  const api = {
    async write(id: string, change: ProjectChange) {
      if (fault !== null) throw fault;
      calls.push(change);
      unwrap(await kept.write(id, change));
    },
    keepPicture: async (id: string, added: number, file: Blob) =>
      unwrap(await kept.keepPicture(id, added, file)),
  };
  const fail = (error: FernglassError | null) => {
    fault = error;
  };
  return { kept, calls, api, fail };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

test('all of a project is written, and afterwards only what changed', async () => {
  const table = tableOf(120);
  const { kept, calls, api } = storeOf();
  const heard: Saving[] = [];
  const saver = new ProjectSaver(
    table.engine,
    api,
    headOf('a'),
    () => null,
    (now) => void heard.push(now),
  );
  saver.saveAll();
  await saver.flush();
  expect(unwrap(await kept.photos('a', 0, 999))).toHaveLength(120);
  expect(unwrap(await kept.work('a', 0, 999))).toHaveLength(120);
  expect(unwrap(await kept.picturesKept('a'))).toHaveLength(120);
  expect(unwrap(await kept.head('a'))).toMatchObject({ request: { classesText: 'fern' } });
  // Photos that found the same caption share one row.
  expect(unwrap(await kept.captions('a', null, 999))).toHaveLength(120);
  expect(heard.at(-1)).toMatchObject({ pending: false, problem: null });

  calls.length = 0;
  table.set('p7', { label: said });
  expect(heard.at(-1)).toMatchObject({ pending: true });
  await saver.flush();
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    photos: [{ added: 7, label: said }],
    work: [],
    captions: [],
    thumbnails: [],
    removed: [],
  });
  expect(unwrap(await kept.photos('a', 6, 1))).toMatchObject([{ added: 7, label: said }]);

  table.set('p8', { group: 'site 4' });
  await saver.flush();
  expect(unwrap(await kept.photos('a', 7, 1))).toMatchObject([{ added: 8, group: 'site 4' }]);

  table.set('p7', null);
  await saver.close();
  expect(unwrap(await kept.photos('a', 6, 1))).toMatchObject([{ added: 8 }]);
});

// Fault: storage full × projects
test('where the disk is full that is said, nothing is forgotten, and it is written once there is room', async () => {
  const table = tableOf(2);
  const { kept, api, fail } = storeOf();
  let now: Saving | null = null;
  const saver = new ProjectSaver(
    table.engine,
    api,
    headOf('a'),
    () => null,
    (saving) => {
      now = saving;
    },
  );
  fail(new FernglassError('storage-full', 'This browser gives the page no more room.'));
  saver.saveAll();
  table.set('p1', { label: said });
  await saver.flush();
  expect(now).toMatchObject({
    pending: true,
    problem: {
      why: 'This browser gives the page no more room.',
      isFull: true,
      photos: 2,
      copies: { photos: 0, bytes: 0 },
    },
  });
  fail(null);
  await saver.flush();
  expect(now).toMatchObject({ pending: false, problem: null });
  expect(unwrap(await kept.photos('a', 0, 9))).toMatchObject([{ added: 1, label: said }, { added: 2 }]);
  await saver.close();
});

// Fault: storage full × projects
test('where only pictures and embeddings find no room, what a person said is written all the same, and the rest later', async () => {
  // More than are written at once: what is said of the last one does not wait for what does not fit of the first.
  const table = tableOf(130);
  const { kept, api } = storeOf();
  const full = new FernglassError('storage-full', 'This browser gives the page no more room.');
  let hasRoom = false;
  const heard: Saving[] = [];
  const saver = new ProjectSaver(
    table.engine,
    {
      write: async (id, change) => {
        if (!hasRoom && (change.work ?? []).length > 0) throw full;
        await api.write(id, change);
      },
      keepPicture: async (...its) => {
        if (!hasRoom) throw full;
        await api.keepPicture(...its);
      },
    },
    headOf('a'),
    () => null,
    (saving) => void heard.push(saving),
  );
  saver.saveAll();
  await saver.flush();
  // What is said now is on the device long before the rest is tried again.
  table.set('p130', { label: said });
  await expect.poll(async () => unwrap(await kept.photos('a', 129, 1))).toMatchObject([{ label: said }]);
  expect(unwrap(await kept.work('a', 0, 9))).toEqual([]);
  expect(saver.unsaved).toMatchObject({ isFull: true, photos: 130 });
  for (let added = 2; added < 130; added++) table.set(`p${added}`, null);
  await expect.poll(async () => unwrap(await kept.photos('a', 0, 999)).length).toBe(2);
  hasRoom = true;
  await saver.flush();
  expect(saver.unsaved).toBeNull();
  expect(heard.at(-1)).toMatchObject({ pending: false, problem: null });
  expect(unwrap(await kept.work('a', 0, 999))).toMatchObject([{ added: 1 }, { added: 130 }]);
  expect(unwrap(await kept.picturesKept('a'))).toEqual([1, 130]);
  await saver.close();
});

// Fault: storage full × photos
test('where copies of photos find no room, labels are written, and copies are made once there is some', async () => {
  const table = tableOf(3);
  const { kept, api } = storeOf();
  let room = 1;
  const saver = new ProjectSaver(
    table.engine,
    {
      write: api.write,
      keepPicture: async (...its) => {
        if (room === 0) throw new FernglassError('storage-full', 'This browser gives the page no more room.');
        room--;
        await api.keepPicture(...its);
      },
    },
    headOf('a'),
    () => null,
    vi.fn(),
  );
  saver.saveAll();
  await saver.flush();
  expect(saver.unsaved).toMatchObject({ isFull: true, photos: 0, copies: { photos: 2, bytes: 6 } });
  table.set('p3', { label: said });
  await expect.poll(async () => unwrap(await kept.photos('a', 2, 1))).toMatchObject([{ label: said }]);
  room = 9;
  await saver.flush();
  expect(saver.unsaved).toBeNull();
  expect(unwrap(await kept.picturesKept('a'))).toEqual([1, 2, 3]);
  await saver.close();
});

test('what was computed of further boxes is written with its captions, and once, in whichever order it comes', async () => {
  const table = tableOf(1);
  const { kept, calls, api } = storeOf();
  const saver = new ProjectSaver(table.engine, api, headOf('a'), () => null, vi.fn());
  saver.saveAll();
  await saver.flush();
  const own = table.works.get('p1')!;
  const others = [21, 22].map((id) => {
    const { embedding, hits } = workOf(id);
    return { embedding, hits };
  });
  calls.length = 0;
  table.works.set('p1', { ...own, others });
  table.set('p1', {});
  await saver.flush();
  expect(calls).toMatchObject([{ photos: [], work: [{ others }] }]);
  expect(unwrap(await kept.work('a', 0, 9))[0]!.others).toEqual(others);
  const captions = unwrap(await kept.captions('a', null, 99)).map(({ id }) => id);
  expect(captions).toEqual(expect.arrayContaining([21, 22]));
  table.works.set('p1', { ...own, others: [...others].reverse() });
  table.set('p1', {});
  await saver.flush();
  expect(calls).toHaveLength(1);
  await saver.close();
});

test('what lies in the store already is not written again', async () => {
  const table = tableOf(2);
  const { calls, api } = storeOf();
  const saver = new ProjectSaver(table.engine, api, headOf('a'), () => null, vi.fn());
  for (const id of ['p1', 'p2']) saver.adopt(id, table.engine.photoWork(id));
  table.set('p1', {});
  await saver.flush();
  // Nor is anything else: thousands that are opened change in what is not kept.
  expect(calls).toEqual([]);
  table.set('p2', { note: 'kept' });
  await saver.flush();
  expect(calls).toMatchObject([{ photos: [{ added: 2 }], work: [], captions: [] }]);
  await saver.close();
});

test('small pictures only: no file is copied; on wish copies are made of all, but for those that are there', async () => {
  const table = tableOf(3);
  const { kept, api } = storeOf();
  const saver = new ProjectSaver(
    table.engine,
    api,
    { ...headOf('a'), pictures: 'thumbnails' },
    () => null,
    vi.fn(),
  );
  saver.saveAll();
  await saver.flush();
  expect(unwrap(await kept.photos('a', -1, 9))).toHaveLength(3);
  expect(unwrap(await kept.picturesKept('a'))).toEqual([]);

  await kept.keepPicture('a', 2, new Blob(['its copy']));
  saver.keepPictures('copies', [2]);
  await saver.flush();
  expect(unwrap(await kept.picturesKept('a'))).toEqual([1, 2, 3]);
  expect(await unwrap(await kept.picture('a', 2))?.text()).toBe('its copy');
  expect(unwrap(await kept.head('a'))).toMatchObject({ pictures: 'copies' });

  saver.keepPictures('thumbnails', []);
  await saver.flush();
  expect(unwrap(await kept.head('a'))).toMatchObject({ pictures: 'thumbnails' });
  await saver.close();
});

/** A saver of that table, and what it says of itself. */
function savingOf(table: ReturnType<typeof tableOf>, head: Partial<Head>) {
  const { kept, api } = storeOf();
  const heard: Saving[] = [];
  const saver = new ProjectSaver(
    table.engine,
    api,
    { ...headOf('a'), ...head },
    () => null,
    (saving) => void heard.push(saving),
  );
  saver.saveAll();
  return { kept, saver, now: () => heard.at(-1)! };
}

test('files that the browser says the place of stay there, the others are copied', async () => {
  const table = tableOf(3);
  const site = { kind: 'directory', name: 'site' } as FileSystemHandle;
  for (const id of ['p1', 'p3']) {
    const file = new File(['abc'], 'x.png');
    table.files.set(id, file);
    noteReference(file, site, [`${id}.png`]);
  }
  const { kept, saver, now } = savingOf(table, { pictures: 'references' });
  await saver.flush();
  expect(unwrap(await kept.picturesKept('a'))).toEqual([2]);
  expect(unwrap(await kept.roots('a'))).toMatchObject([{ handle: site }]);
  expect(now().copied).toEqual({ photos: 1, bytes: 3 });

  saver.keepPictures('copies', unwrap(await kept.picturesKept('a')));
  await saver.flush();
  expect(unwrap(await kept.picturesKept('a'))).toEqual([1, 2, 3]);
  expect(now().copied).toEqual({ photos: 3, bytes: 9 });
  await saver.close();
});

test('what takes more room than is taken unasked is kept but for its copies, until the user agrees', async () => {
  const table = tableOf(3);
  const { kept, saver, now } = savingOf(table, { pictures: 'references', copiesUpTo: 7 });
  await saver.flush();
  expect(unwrap(await kept.photos('a', -1, 9))).toHaveLength(3);
  expect(unwrap(await kept.picturesKept('a'))).toEqual([1, 2]);
  expect(now()).toMatchObject({ pending: false, held: { photos: 1, bytes: 3 } });
  saver.copyAll();
  await saver.flush();
  expect(unwrap(await kept.picturesKept('a'))).toEqual([1, 2, 3]);
  expect(unwrap(await kept.head('a'))).toMatchObject({ copiesUpTo: null });
  expect(now().held).toEqual({ photos: 0, bytes: 0 });
  await saver.close();
});

test('given up it writes nothing of what is pending', async () => {
  const table = tableOf(2);
  const { kept, saver } = savingOf(table, {});
  await saver.giveUp();
  table.set('p1', { label: said });
  await saver.flush();
  expect(unwrap(await kept.head('a'))).toBeNull();
  expect(unwrap(await kept.photos('a', -1, 9))).toEqual([]);
});
