import 'fake-indexeddb/auto';
import { BlobReader, BlobWriter, TextReader, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import { type History, unwrap } from '../../../core';
import type { Label } from '../../protocol';
import { DatabaseBytes, STORES } from '../../storage';
import { KeptProjects } from '../kept-projects';
import { captionOf, headOf, photoOf, workOf } from '../testing/records';
import { ARCHIVE_VERSION } from './form';
import { unpackProject } from './unpack';

const newTab = () => new KeptProjects(new DatabaseBytes(STORES.pictureBytes));
const said: Label = { state: 'none', className: null, by: 'Ada', at: '2026-05-01T06:12:00.000Z' };
const text = (blob: Blob | null | undefined) => blob?.text();

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  const tab = newTab();
  unwrap(
    await tab.write('a', {
      head: headOf('a'),
      photos: [photoOf(0, { label: said }), photoOf(3, { file: 'site/..\\x:y.png', truth: 'fern' })],
      work: [
        { ...workOf(0), others: [partOf(1), partOf(2)] },
        { ...workOf(3), hits: null },
      ],
      thumbnails: [{ added: 3, picture: new Blob(['small'], { type: 'image/png' }) }],
      captions: [captionOf(7), captionOf(9, 'index 2')],
    }),
  );
  unwrap(await tab.keepPicture('a', 3, new Blob(['large'], { type: 'image/png' })));
});

/** What was computed of another part of the photo. */
const partOf = (number: number) => {
  const { embedding, hits } = workOf(number);
  return { embedding, hits: number === 1 ? null : hits };
};

async function packed(withPictures = true): Promise<Blob> {
  return unwrap(await newTab().pack('a', withPictures))!;
}

/** All of a project but for its head. */
async function contentOf(id: string) {
  const tab = newTab();
  const thumbnails = unwrap(await tab.thumbnails(id, -1, 9));
  return {
    photos: unwrap(await tab.photos(id, -1, 9)),
    work: unwrap(await tab.work(id, -1, 9)),
    captions: unwrap(await tab.captions(id, null, 9)),
    thumbnails: await Promise.all(
      thumbnails.map(async ({ added, picture }) => [added, picture.type, await text(picture)]),
    ),
    picture: await text(unwrap(await tab.picture(id, 3))),
  };
}

/** The ZIP with another content of one file, or without it (null). */
async function changed(zip: Blob, path: string, content: string | null): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'));
  for (const entry of await new ZipReader(new BlobReader(zip)).getEntries()) {
    if (entry.directory || entry.filename === path) continue;
    await writer.add(entry.filename, new BlobReader(await entry.getData(new BlobWriter())));
  }
  if (content !== null) await writer.add(path, new TextReader(content));
  return writer.close();
}

const about = (change: object) =>
  JSON.stringify({
    format: 'fernglass-project',
    version: ARCHIVE_VERSION,
    withPictures: true,
    head: headOf('a'),
    ...change,
  });

test('a project that was exported comes back as another one, with all that was kept', async () => {
  const name = unwrap(await newTab().unpack(await packed(), 'b'));
  expect(name).toBe('Project a (2)');
  expect(await contentOf('b')).toEqual(await contentOf('a'));
  const { changedAt, ...head } = unwrap(await newTab().head('b'))!;
  expect(head).toEqual({ ...headOf('b'), name, changedAt: undefined });
  expect(changedAt).toBeGreaterThan(0);
});

test('without photos it has all but the copies', async () => {
  unwrap(await newTab().unpack(await packed(false), 'b'));
  expect(await contentOf('b')).toEqual({ ...(await contentOf('a')), picture: undefined });
});

test('whoever unpacks the ZIP finds the photos under names that every system takes', async () => {
  const entries = await new ZipReader(new BlobReader(await packed())).getEntries();
  expect(entries.map(({ filename }) => filename)).toEqual([
    'project.json',
    'photos.ndjson',
    'work.ndjson',
    'captions.ndjson',
    'thumbnails/3.png',
    'pictures/3/__x_y.png',
  ]);
});

describe('a file that is refused says why and leaves nothing behind', () => {
  const refused = async (file: Blob, words: RegExp) => {
    const before = await contentOf('a');
    const result = await newTab().unpack(file, 'b');
    expect(result).toMatchObject({ ok: false, error: { code: 'project-unreadable' } });
    expect(!result.ok && result.error.message).toMatch(words);
    expect(unwrap(await newTab().list()).map(({ id }) => id)).toEqual(['a']);
    expect(await contentOf('b')).toMatchObject({ photos: [], work: [], captions: [], thumbnails: [] });
    expect(await contentOf('a')).toEqual(before);
  };

  test('one that is no ZIP', () => refused(new Blob(['a,b\n']), /no ZIP/));
  test('half of one', async () => {
    const zip = await packed();
    await refused(zip.slice(0, zip.size >> 1), /no ZIP/);
  });
  test('another program’s', async () => {
    await refused(await changed(await packed(), 'project.json', null), /no project of Fernglass/);
    await refused(await changed(await packed(), 'project.json', '[1'), /no project of Fernglass/);
    await refused(await changed(await packed(), 'project.json', about({ format: 'x' })), /no project/);
  });
  test('a newer version’s', async () => {
    const newer = about({ version: ARCHIVE_VERSION + 1 });
    await refused(await changed(await packed(), 'project.json', newer), /newer version/);
  });
  test.each([
    ['photos.ndjson', null],
    ['photos.ndjson', '{"added":"1"}\n'],
    ['photos.ndjson', '{"added":1,"file":"a.png"'],
    ['work.ndjson', '{"added":0,"embedding":{"key":"k","value":"AAA"},"hits":null}\n'],
    ['work.ndjson', '{"added":0,"embedding":{"key":"k","value":"AAAA"},"hits":null}\n'],
    ['captions.ndjson', 'null\n'],
    ['project.json', about({ head: [] })],
  ])('a damaged one: %s with %s', async (path, content) => {
    await refused(await changed(await packed(), path, content), /damaged/);
  });
  test('a picture with a flipped bit', async () => {
    const bytes = new Uint8Array(await (await packed()).arrayBuffer());
    const at = Buffer.from(bytes).indexOf('large');
    bytes[at]! ^= 1;
    await refused(new Blob([bytes]), /damaged/);
  });
  test('one that would fill the disk', async () => {
    await refused(await changed(await packed(), 'x', '0'.repeat(3_000_000)), /far more/);
  });
});

test('a file of an earlier version is brought to the present form', async () => {
  const history: History<Record<string, unknown>> = {
    first: 1,
    migrations: [({ project, ...rest }) => ({ ...rest, head: project })],
  };
  const old = await changed(
    await packed(),
    'project.json',
    JSON.stringify({ format: 'fernglass-project', version: 1, project: headOf('a') }),
  );
  expect(await unpackProject(newTab(), old, 'c', history)).toEqual(headOf('c', { name: 'Project a' }));
  unwrap(await newTab().write('c', { head: headOf('c') }));
  expect(await contentOf('c')).toEqual(await contentOf('a'));
});
