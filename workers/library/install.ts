import { sha256 } from '@noble/hashes/sha2.js';
import { FernglassError } from '../../core';
import { hex } from '../encoder/checkpoint/files/digest';
import type { CheckpointFiles } from '../encoder/checkpoint/files/files';
import {
  FILES_JSON,
  LISTING,
  type Listing,
  listingIn,
  storeKey,
  storeListing,
} from '../encoder/checkpoint/files/listing';
import type { ModelStore } from '../encoder/checkpoint/files/model-store';
import { dropFile, hasWhole, keepBlob } from '../encoder/checkpoint/files/pieces';
import type { FileRecord } from '../encoder/checkpoint/files/verify';
import { type JsonObject, object } from '../encoder/checkpoint/json';
import { isSentenceEncoder, precisionsIn, refuseCombined } from '../encoder/checkpoint/layout';
import { readSettings } from '../encoder/checkpoint/settings';
import type { DeviceSource, ModelKind, OpenedModel, OpeningProgress, PickedFile } from '../protocol';
import { isPart, modelName, rootOf } from './root';

/** What taking a model in stands on. */
export interface Installing {
  readonly store: ModelStore;
  /** Bytes that the browser still gives; null where it does not say. */
  readonly freeBytes: () => Promise<number | null>;
  readonly onProgress: (progress: OpeningProgress) => void;
  readonly signal: AbortSignal;
  readonly pieceBytes?: number;
}

/** Bytes of a file that are in memory at once while it is read. */
const SLICE = 4 * 2 ** 20;

/**
 * Takes a folder's model into the store: finds it, checks that it can be run, reads and hashes every file, keeps them. The
 * digest of all of them is its revision. What is kept of one that fails on the way is removed.
 * @throws FernglassError `model-unsupported`, `model-not-found`, `model-unreadable`, `storage-full`; the signal's reason
 */
export async function install(
  picked: readonly PickedFile[],
  name: string,
  installing: Installing,
): Promise<OpenedModel> {
  const { store, signal } = installing;
  const root = rootOf(picked.map(({ path }) => path));
  const id = modelName(root, name);
  const files = new Map(
    picked
      .filter(({ path }) => path.startsWith(root) && isPart(path.slice(root.length)))
      .map(({ path, content }) => [path.slice(root.length), content]),
  );
  const { kind, stated } = await check(id, files);
  const listing = await hashed(id, files, stated, installing);
  const source: DeviceSource = { layout: 'device', id, revision: revisionOf(listing) };
  if (await isInstalled(store, source, listing)) return { source, kind };
  try {
    await keep(source, files, listing, installing);
  } catch (thrown) {
    await store.delete(storeKey(source, LISTING));
    for (const file of files.keys()) await dropFile(store, storeKey(source, file));
    signal.throwIfAborted();
    throw thrown;
  }
  return { source, kind };
}

/** Looks whether the files are a model that can be run; `stated` is what its `files.json` says, null where it has none. */
async function check(
  id: string,
  files: ReadonlyMap<string, Blob>,
): Promise<{ readonly kind: ModelKind; readonly stated: Listing | null }> {
  const sizes = new Map([...files].map(([path, { size }]) => [path, { bytes: size }]));
  const texts: CheckpointFiles = {
    id,
    revision: '',
    listing: async () => sizes,
    text: async (file) => (await files.get(file)?.text()) ?? null,
    weights: () => Promise.reject(new Error('No weights are asked for.')),
  };
  const stated = async () => {
    const filesJson = await texts.text(FILES_JSON);
    return filesJson === null ? null : listingIn(JSON.parse(filesJson));
  };
  if (isSentenceEncoder(parsed(await texts.text('config.json')), files.keys()))
    return { kind: 'text encoder', stated: await stated() };
  refuseCombined(id, files.keys());
  await readSettings(texts);
  if (precisionsIn(sizes).length === 0)
    throw new FernglassError(
      'model-unsupported',
      `${id} cannot be used: it has no onnx/vision_model…onnx and onnx/text_model…onnx of one precision. Export both towers.`,
    );
  return { kind: 'dual encoder', stated: await stated() };
}

/** Settings as far as they can be read: whoever needs more of them says what is wrong. */
function parsed(text: string | null): JsonObject {
  try {
    return object(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/** Length and SHA-256 of every file, held against what is stated. */
async function hashed(
  id: string,
  files: ReadonlyMap<string, Blob>,
  stated: Listing | null,
  { onProgress, signal }: Installing,
): Promise<Listing> {
  const listing = new Map<string, FileRecord>();
  const total = [...files.values()].reduce((sum, { size }) => sum + size, 0);
  let loaded = 0;
  for (const [path, content] of files) {
    const hash = sha256.create();
    for (let start = 0; start < content.size; start += SLICE) {
      signal.throwIfAborted();
      const slice = await bytesOf(content, start, start + SLICE, path);
      hash.update(slice);
      loaded += slice.length;
      onProgress({ step: 'checking', loaded, total });
    }
    const record = { bytes: content.size, sha256: hex(hash.digest()) };
    const said = stated?.get(path);
    if (
      said !== undefined &&
      (said.bytes !== record.bytes || (said.sha256 ?? record.sha256) !== record.sha256)
    )
      throw new FernglassError(
        'model-unreadable',
        `${path} of ${id} is not what its ${FILES_JSON} says: it is damaged or cut short. Copy the folder again.`,
      );
    listing.set(path, record);
  }
  return listing;
}

async function bytesOf(
  content: Blob,
  start: number,
  end: number,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await content.slice(start, end).arrayBuffer());
  } catch (cause) {
    throw new FernglassError(
      'model-unreadable',
      `${path} could not be read: it was moved, or its disk is gone. Open the folder again.`,
      { cause },
    );
  }
}

/** One content, one revision, whatever the order in which the files came. */
function revisionOf(listing: Listing): string {
  const lines = [...listing].map(([path, record]) => `${path}\n${record.sha256}\n`).toSorted();
  return hex(sha256(new TextEncoder().encode(lines.join(''))));
}

async function isInstalled(store: ModelStore, source: DeviceSource, listing: Listing): Promise<boolean> {
  if (!(await store.has(storeKey(source, LISTING)))) return false;
  for (const file of listing.keys()) if (!(await hasWhole(store, storeKey(source, file)))) return false;
  return true;
}

/** Keeps the files, their list last: without it there is no such model. */
async function keep(
  source: DeviceSource,
  files: ReadonlyMap<string, Blob>,
  listing: Listing,
  { store, freeBytes, onProgress, signal, pieceBytes }: Installing,
): Promise<void> {
  const total = [...listing.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const free = await freeBytes();
  if (free !== null && free < total) throw full(source.id, total, free);
  let loaded = 0;
  for (const [path, content] of files) {
    const onPiece = (bytes: number) => {
      signal.throwIfAborted();
      loaded += bytes;
      onProgress({ step: 'keeping', loaded, total });
    };
    if (!(await keepBlob(store, storeKey(source, path), content, onPiece, pieceBytes)))
      throw full(source.id, total, null);
  }
  signal.throwIfAborted();
  if (!(await storeListing(store, storeKey(source, LISTING), listing))) throw full(source.id, total, null);
}

function full(id: string, bytes: number, free: number | null): FernglassError {
  const left = free === null ? 'gives no more room' : `has room for ${megabytes(free)}`;
  return new FernglassError(
    'storage-full',
    `${id} takes ${megabytes(bytes)}, and this browser ${left}. Remove something that it keeps, or leave only the precision you use in the folder “onnx”, and open it again.`,
  );
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
