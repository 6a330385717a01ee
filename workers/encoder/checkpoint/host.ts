import { FernglassError } from '../../../core';
import type { ByteProgress, ModelSource } from '../../protocol';
import { download, exists, type Fetching } from './download';
import type { CheckpointFiles } from './files';
import { fileUrl, isSha256, keptListing, type Listing } from './listing';
import { type ModelStore, NO_STORE } from './model-store';
import { type FileRecord, verifyFile } from './verify';

export interface HostOptions {
  /** Where verified files are kept; nowhere by default. */
  readonly store?: ModelStore;
  /** Whether the host's list of sizes and checksums is asked for, true by default. */
  readonly useListing?: boolean;
  readonly onProgress?: (progress: ByteProgress) => void;
  readonly fetching?: Fetching;
}

/** A checkpoint on a host, fetched file by file, verified, and kept in the store. */
export interface HostFiles extends CheckpointFiles {
  /** Whether files are kept between visits. */
  readonly keeps: boolean;
  /** Whether the host (or the store) has a file. */
  has(file: string): Promise<boolean>;
  /** Whether every file asked for so far lies in the store. */
  allStored(): boolean;
}

/** Opens a checkpoint on a hub, a mirror of it, or a plain folder. Asks nothing of the host yet. */
export function hostFiles(
  source: ModelSource,
  { store = NO_STORE, useListing = true, onProgress, fetching = {} }: HostOptions = {},
): HostFiles {
  let listed: Promise<Listing | null> | undefined;
  let everyFileStored = true;

  function listing(): Promise<Listing | null> {
    listed ??= useListing ? keptListing(source, store, storeKey(source, LISTING)) : Promise.resolve(null);
    return listed;
  }

  /** Bytes of a file that the host has, verified, from the store where it has them; null where the host has not. */
  async function read(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const key = storeKey(source, file);
    return exclusively(store === NO_STORE ? null : key, async () => {
      const kept = await readKept(store, key, file);
      if (kept) {
        onProgress?.({ file, loaded: kept.length, total: kept.length });
        return kept;
      }
      const url = fileUrl(source, file);
      const onBytes = (loaded: number, total: number) => onProgress?.({ file, loaded, total });
      const bytes = await download(url, fetching, onBytes, async (bytes, headers) => {
        const record = (await listing())?.get(file);
        await verifyFile(file, bytes, url, record ?? recordOf(source, bytes, headers));
        return bytes;
      });
      if (bytes !== null && !(await store.put(key, bytes))) everyFileStored = false;
      return bytes;
    });
  }

  return {
    keeps: store !== NO_STORE,
    id: source.id,
    revision: source.revision,
    listing,
    async text(file) {
      const bytes = await read(file);
      return bytes && new TextDecoder().decode(bytes);
    },
    async weights(file) {
      const bytes = await read(file);
      if (bytes) return bytes;
      throw new FernglassError(
        'model-not-found',
        `${source.id} has no ${file}: ${fileUrl(source, file)} answered "not found". Choose a model with ONNX files.`,
      );
    },
    has: async (file) =>
      (await store.get(storeKey(source, file))) !== null || (await exists(fileUrl(source, file))),
    allStored: () => store !== NO_STORE && everyFileStored,
  };
}

/** No file of a checkpoint bears this name; what the host said of its files is kept under it. */
const LISTING = '.fernglass-listing';

/** The revision is part of the key: a moved checkpoint must not mix with what an older visit kept. */
function storeKey(source: ModelSource, file: string): string {
  const key = new URL(fileUrl(source, file));
  key.searchParams.set('revision', source.revision);
  return key.href;
}

async function readKept(
  store: ModelStore,
  key: string,
  file: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const kept = await store.get(key);
  if (!kept) return null;
  try {
    await verifyFile(file, kept, key);
    return kept;
  } catch {
    await store.delete(key);
    return null;
  }
}

/** A hub names large files by their SHA-256 in a header, which serves where its list cannot be had. */
function recordOf({ layout }: ModelSource, bytes: Uint8Array, headers: Headers): FileRecord | undefined {
  if (layout !== 'hub') return undefined;
  const tag = (headers.get('x-linked-etag') ?? headers.get('etag'))?.replace(/^W\/|"/g, '');
  return isSha256(tag) ? { bytes: bytes.length, sha256: tag } : undefined;
}

/** Two tabs that want to keep the same weights fetch them once. */
function exclusively<T>(key: string | null, work: () => Promise<T>): Promise<T> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks as LockManager | undefined;
  return locks && key !== null ? (locks.request(`fernglass ${key}`, work) as Promise<T>) : work();
}
