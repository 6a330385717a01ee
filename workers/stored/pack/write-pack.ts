import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { FernglassError } from '../../../core';
import { allFiles, usableSpace } from '../../../index-shards/format';
import { kindOf, modelsAmong } from '../../encoder/checkpoint/kept-models';
import type { ModelSource, PackRequest } from '../../protocol';
import { storedVersion } from '../../retrieval/versions';
import {
  digestOf,
  FORMAT,
  HEAD,
  PACK_VERSION,
  type PackedFile,
  type PackHead,
  type PackStores,
} from './form';

/**
 * Writes a field pack: the files of the model, of indexes, and of second text encoders that captions were sought with, as far as
 * they are here and as they lie in the stores, one at a time.
 * What comes with the app is left to it.
 * @throws FernglassError `storage-unavailable` where the model is neither the app's nor kept here
 */
export async function packField(request: PackRequest, stores: PackStores, now = Date.now()): Promise<Blob> {
  const { base, indexes, model, prepared, shell } = request;
  const folder = new URL('.', base).href;
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false, zip64: true });
  const files: PackedFile[] = [];
  const put = async (store: PackedFile['store'], name: string, bytes: Uint8Array<ArrayBuffer>) => {
    const path = `${store}/${files.length}`;
    files.push({ path, store, name, bytes: bytes.length, sha256: digestOf(bytes) });
    // Weights and vectors do not get smaller.
    await zip.add(path, new Uint8ArrayReader(bytes), { level: 0 });
  };
  for (const key of await modelKeys(model, folder, stores)) {
    const bytes = await stores.models.read(key);
    if (bytes !== undefined) await put('models', key, bytes);
  }
  const manifests: { address: string; text: string }[] = [];
  const present = await stores.shards.names();
  for (const address of indexes.filter((one) => !one.startsWith(folder))) {
    const { text, version } = await storedVersion(stores.shards, new URL(address));
    if (text === undefined || version === null) continue;
    manifests.push({ address, text });
    const second = usableSpace(version.manifest, 'text');
    if (second !== undefined)
      for (const key of await keysOf(second.encoder.id, stores)) {
        const isPacked = files.some((file) => file.name === key);
        const bytes = isPacked ? undefined : await stores.models.read(key);
        if (bytes !== undefined) await put('models', key, bytes);
      }
    for (const { name } of allFiles(version.manifest)) {
      const isPacked = files.some((file) => file.name === name);
      const bytes = present.has(name) && !isPacked ? await stores.shards.read(name) : undefined;
      if (bytes !== undefined) await put('shards', name, bytes);
    }
  }
  const head: PackHead = {
    format: FORMAT,
    version: PACK_VERSION,
    at: now,
    shell,
    request: request.request,
    prepared,
    files,
    manifests,
  };
  await zip.add(HEAD, new TextReader(JSON.stringify(head)));
  return zip.close();
}

/** Keys of the model's files among those that are kept, all of its revisions; none where it comes with the app. */
async function modelKeys(model: ModelSource, folder: string, { models }: PackStores): Promise<string[]> {
  const isTheApps = model.layout === 'folder' && model.host.startsWith(folder);
  if (isTheApps) return [];
  const kept = modelsAmong(new Map([...(await models.names())].map((name) => [name, null])));
  const its = kept.filter(({ source }) => source !== null && isSame(source, model));
  if (its.length === 0)
    throw new FernglassError(
      'storage-unavailable',
      `${model.id} is not kept in this browser, so that it cannot be packed. Load it again, with room to keep it.`,
    );
  return its.flatMap(({ files }) => files);
}

/** Keys of what is kept of a second text encoder, from whichever host it came; none where no search asked for it. */
async function keysOf(id: string, { models }: PackStores): Promise<string[]> {
  const kept = modelsAmong(new Map([...(await models.names())].map((name) => [name, null])));
  const fetched = kept.filter(({ source }) => source?.layout !== 'device' && source?.id === id);
  const opened = kept.filter(
    ({ source, files }) => source?.layout === 'device' && kindOf(files) === 'text encoder',
  );
  // A folder may have any name: where none has the encoder's, each may be it.
  const named = opened.filter(({ title }) => title === id.slice(id.lastIndexOf('/') + 1));
  const own = fetched.length > 0 || named.length > 0 ? named : opened;
  return [...fetched, ...own].flatMap(({ files }) => files);
}

function isSame(kept: ModelSource, asked: ModelSource): boolean {
  if (kept.layout !== asked.layout || kept.id !== asked.id) return false;
  return kept.layout === 'device' || asked.layout === 'device'
    ? kept.revision === asked.revision
    : kept.host === asked.host;
}
