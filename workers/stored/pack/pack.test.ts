import { BlobReader, BlobWriter, TextReader, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { beforeAll, expect, test } from 'vitest';
import { type History, stack } from '../../../core';
import type { PackRequest } from '../../protocol';
import { type IndexFixture, makeIndex, withSpace } from '../../retrieval/testing/index-fixture';
import { MemoryFiles, MemoryStore } from '../../storage';
import { HEAD, PACK_VERSION } from './form';
import { unpackField } from './read-pack';
import { packField } from './write-pack';

const ADDRESS = 'https://captions.example/manifest.json';
const HUB = 'https://hub.example/';
const KEY = `${HUB}someone/siglip/resolve/main/config.json?revision=main`;
const WEIGHTS = `${HUB}someone/siglip/resolve/main/onnx/text_model.onnx?revision=main`;
const request: PackRequest = {
  shell: 'index-a.js',
  base: 'https://here.example/app/',
  model: { layout: 'hub', id: 'someone/siglip', revision: 'main', host: HUB },
  indexes: [ADDRESS, 'https://here.example/app/indexes/pocket/manifest.json'],
  request: { version: 1, classesText: 'fern' },
  prepared: { key: 'a' },
};
const bytesOf = (text: string) => new TextEncoder().encode(text);

let index: IndexFixture;
beforeAll(async () => {
  index = await makeIndex({ captions: 240, width: 24, lists: 12, shards: 6, seed: 1 });
});

const empty = () => ({ models: new MemoryFiles(), shards: new MemoryStore() });

/** A browser in which the model, and half of the index, are kept. */
async function filled() {
  const stores = empty();
  await stores.models.write(KEY, bytesOf('{}'));
  await stores.models.write(`${WEIGHTS}&piece=0`, bytesOf('weights'));
  await stores.models.write(`${WEIGHTS}&pieces=whole`, bytesOf('{"version":1}'));
  await stores.models.write(`${HUB}someone/other/resolve/main/config.json?revision=main`, bytesOf('no'));
  const { router, shards } = index.manifest;
  for (const { name } of [router, ...shards.slice(0, 3)])
    await stores.shards.write(name, index.files.get(name)!);
  await stores.shards.writeManifest(ADDRESS, new TextDecoder().decode(index.files.get('manifest.json')));
  return stores;
}

/** A pack with another content of one of its files, or without it (null). */
async function changed(pack: Blob, path: string, change: (text: string) => string | null): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter());
  for (const entry of await new ZipReader(new BlobReader(pack)).getEntries()) {
    if (entry.directory) continue;
    const content = await entry.getData(new BlobWriter());
    if (entry.filename !== path) await writer.add(entry.filename, new BlobReader(content));
    else {
      const text = change(await content.text());
      if (text !== null) await writer.add(path, new TextReader(text));
    }
  }
  return writer.close();
}

const contentOf = async ({ models, shards }: ReturnType<typeof empty>) => ({
  models: [...(await models.names())].toSorted(),
  shards: [...(await shards.names())].toSorted(),
  manifests: [...(await shards.manifests())],
});

test('what is kept here of model and indexes is there in another browser, byte for byte', async () => {
  const from = await filled();
  const pack = await packField(request, from, 1_700_000_000_000);
  const to = empty();
  const told: number[] = [];
  const unpacked = await unpackField(pack, to, ({ loaded, total }) => told.push(loaded / total));
  const { request: asked, prepared, shell } = request;
  expect(unpacked).toMatchObject({ at: 1_700_000_000_000, request: asked, prepared, shell, files: 7 });
  const before = await contentOf(from);
  const after = await contentOf(to);
  expect(after).toEqual({ ...before, models: before.models.filter((name) => name.includes('siglip')) });
  for (const name of after.shards) expect(await to.shards.read(name)).toEqual(index.files.get(name));
  expect(await to.models.read(KEY)).toEqual(bytesOf('{}'));
  expect(told.at(-1)).toBe(1);
});

test('a second text encoder goes with the vectors that it asks for, where it is kept', async () => {
  const vectors = stack(Array.from({ length: 240 }, (_, i) => [Math.cos(i), Math.sin(i)]));
  const encoder = {
    id: 'someone/sentences',
    revision: 'main',
    width: 2,
    fingerprint: { sentence: 'a fern', embedding: [0.6, 0.8] },
  };
  const both = await withSpace(index, { kind: 'text', encoder }, vectors);
  const from = await filled();
  const key = `${HUB}someone/sentences/resolve/main/onnx/model.onnx?revision=main`;
  await from.models.write(key, bytesOf('sentences'));
  const packedModels = async () => {
    const to = empty();
    await unpackField(await packField(request, from), to, () => {});
    return [...(await to.models.names())];
  };
  expect(await packedModels()).not.toContain(key);
  await from.shards.writeManifest(ADDRESS, new TextDecoder().decode(both.files.get('manifest.json')));
  const [space] = both.manifest.spaces!;
  await from.shards.write(space!.files[0]!.name, both.files.get(space!.files[0]!.name)!);
  expect(await packedModels()).toContain(key);

  // One that was opened from this device goes along where none was fetched, whatever its folder is called.
  const own = 'https://device.invalid/my%20encoder/onnx/model.onnx?revision=a';
  await from.models.drop([key]);
  await from.models.write(own, bytesOf('sentences'));
  expect(await packedModels()).toContain(own);
});

test.each([
  ['cut short', (pack: Blob) => pack.slice(0, pack.size >> 1), /no field pack, or was cut short/],
  ['without its head', (pack: Blob) => changed(pack, HEAD, () => null), /no field pack/],
  [
    'with another file in a file’s place',
    (pack: Blob) => changed(pack, 'models/1', () => 'WEIGHTS'),
    /models\/\d/,
  ],
  ['that lacks a file', (pack: Blob) => changed(pack, 'shards/4', () => null), /damaged/],
  [
    'that names a file of no index',
    (pack: Blob) =>
      changed(pack, HEAD, (head) =>
        head.replaceAll('captions.example', 'x.example').replace(/"text":".*?[^\\]"/, '"text":"{}"'),
      ),
    /cannot be read/,
  ],
  [
    'of a later version',
    (pack: Blob) =>
      changed(pack, HEAD, (head) =>
        head.replace(`"version":${PACK_VERSION}`, `"version":${PACK_VERSION + 1}`),
      ),
    /field pack of version 2, and this page reads up to 1/,
  ],
  ['that is a photo', async () => new Blob(['no ZIP at all']), /no field pack/],
])('a pack %s is refused by name, and loses nothing', async (_, damage, words) => {
  const pack = await damage(await packField(request, await filled()));
  const to = await filled();
  const before = await contentOf(to);
  await expect(unpackField(pack, to)).rejects.toMatchObject({
    code: 'pack-unreadable',
    message: expect.stringMatching(words),
  });
  expect(await contentOf(to)).toEqual(before);
  const fresh = empty();
  await expect(unpackField(pack, fresh)).rejects.toMatchObject({ code: 'pack-unreadable' });
  expect(await contentOf(fresh)).toEqual({ models: [], shards: [], manifests: [] });
});

test('an earlier version is migrated', async () => {
  const pack = await packField(request, await filled());
  const history: History<Record<string, unknown>> = {
    first: 1,
    migrations: [({ built, ...head }) => ({ ...head, shell: built })],
  };
  const older = await changed(pack, HEAD, (head) => head.replace('"shell"', '"built"'));
  expect(await unpackField(older, empty(), undefined, history)).toMatchObject({ shell: 'index-a.js' });
});

test('where there is no room that is said, and what names the files is not written', async () => {
  const pack = await packField(request, await filled());
  const to = empty();
  to.shards.write = async () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  await expect(unpackField(pack, to)).rejects.toMatchObject({ code: 'storage-full' });
  expect(await contentOf(to)).toEqual({ models: [], shards: [], manifests: [] });
});

test('the app’s own model is not packed, and one that is not kept is missed', async () => {
  const stores = await filled();
  const own = { layout: 'folder', id: 'pocket', revision: '1', host: `${request.base}models/` } as const;
  const to = empty();
  expect(await unpackField(await packField({ ...request, model: own }, stores), to)).toMatchObject({
    files: 4,
  });
  expect(await to.models.names()).toEqual(new Set());
  const other = { ...request, model: { ...request.model, id: 'someone/else' } };
  await expect(packField(other, stores)).rejects.toMatchObject({ code: 'storage-unavailable' });
});
