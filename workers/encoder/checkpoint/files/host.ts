import { FernglassError } from '../../../../core';
import type { ByteProgress, HostSource, ModelSource } from '../../../protocol';
import { KeptFile } from '../kept-file';
import { release } from '../release';
import { deviceFiles } from './device';
import { download, exists, type Fetching } from './download';
import type { HostFiles } from './files';
import { fileUrl, isSha256, keptListing, LISTING, type Listing, storeKey } from './listing';
import { type ModelStore, NO_STORE } from './model-store';
import { dropFile, hasWhole, PieceKeeper, readWhole, wholeBlob } from './pieces';
import { type FileRecord, verifyFile } from './verify';

export type { HostFiles } from './files';

export interface HostOptions {
  /** Where verified files are kept; nowhere by default. */
  readonly store?: ModelStore;
  /** Whether the host's list of sizes and checksums is asked for, true by default. */
  readonly useListing?: boolean;
  readonly onProgress?: (progress: ByteProgress) => void;
  readonly fetching?: Fetching;
  /** Bytes of the pieces that long files are kept in, `PIECE_BYTES` by default. */
  readonly pieceBytes?: number;
}

/** Opens a checkpoint on a hub, a mirror of it, in a plain folder, or of this device. Asks nothing of a host yet. */
export function hostFiles(source: ModelSource, options: HostOptions = {}): HostFiles {
  return source.layout === 'device' ? deviceFiles(source, options) : fetchedFiles(source, options);
}

function fetchedFiles(
  source: HostSource,
  { store = NO_STORE, useListing = true, onProgress, fetching = {}, pieceBytes }: HostOptions,
): HostFiles {
  let listed: Promise<Listing | null> | undefined;
  let everyFileStored = true;
  /** Weights that came to be kept and were not, by their file, until they are asked for. */
  const held = new Map<string, Uint8Array<ArrayBuffer>>();

  function listing(): Promise<Listing | null> {
    listed ??= useListing ? keptListing(source, store, storeKey(source, LISTING)) : Promise.resolve(null);
    return listed;
  }

  /**
   * Bytes of a file that the host has, verified, from the store where it has them; null where the host has not.
   * @param record what is known of it before it comes
   */
  async function read(file: string, known?: FileRecord): Promise<Uint8Array<ArrayBuffer> | null> {
    const key = storeKey(source, file);
    return exclusively(store === NO_STORE ? null : key, async () => {
      const kept = await readKept(store, key, file);
      if (kept) {
        onProgress?.({ file, loaded: kept.length, total: kept.length });
        return kept;
      }
      const url = fileUrl(source, file);
      const onBytes = (loaded: number, total: number) => onProgress?.({ file, loaded, total });
      const keeper = store === NO_STORE ? undefined : await PieceKeeper.open(store, key, pieceBytes);
      const accept = async (bytes: Uint8Array<ArrayBuffer>, headers: Headers) => {
        const record = known ?? (await listing())?.get(file);
        await verifyFile(file, bytes, url, record ?? recordOf(source, bytes, headers));
        return bytes;
      };
      const isVerified = known?.sha256 !== undefined;
      const bytes = await download(url, fetching, onBytes, accept, { ...(keeper && { keeper }), isVerified });
      if (bytes !== null && !(await keeper?.finish(bytes))) everyFileStored = false;
      return bytes;
    });
  }

  async function weights(file: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = held.get(file) ?? (await read(file, (await listing())?.get(file)));
    held.delete(file);
    if (bytes) return bytes;
    throw new FernglassError(
      'model-not-found',
      `${source.id} has no ${file}: ${fileUrl(source, file)} answered "not found". Choose a model with ONNX files.`,
    );
  }

  const isKept = (file: string) => hasWhole(store, storeKey(source, file));

  async function keep(file: string): Promise<boolean> {
    if (held.has(file)) return false;
    if (await isKept(file)) return true;
    const bytes = await weights(file);
    if (await isKept(file)) {
      if (store.blob) release(bytes);
      return true;
    }
    held.set(file, bytes);
    return false;
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
    weights,
    async kept(file) {
      const content =
        store.blob && (await keep(file)) ? await wholeBlob(store, storeKey(source, file)) : null;
      if (content === null) return null;
      onProgress?.({ file, loaded: content.size, total: content.size });
      return new KeptFile(content);
    },
    keep,
    has: async (file) => (await isKept(file)) || (await exists(fileUrl(source, file))),
    allStored: () => store !== NO_STORE && everyFileStored,
  };
}

async function readKept(
  store: ModelStore,
  key: string,
  file: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const kept = await readWhole(store, key);
  if (!kept) return null;
  try {
    await verifyFile(file, kept, key);
    return kept;
  } catch {
    await dropFile(store, key);
    return null;
  }
}

/** A hub names large files by their SHA-256 in a header, which serves where its list cannot be had. */
function recordOf({ layout }: HostSource, bytes: Uint8Array, headers: Headers): FileRecord | undefined {
  if (layout !== 'hub') return undefined;
  const tag = (headers.get('x-linked-etag') ?? headers.get('etag'))?.replace(/^W\/|"/g, '');
  return isSha256(tag) ? { bytes: bytes.length, sha256: tag } : undefined;
}

/** Two tabs that want to keep the same weights fetch them once. */
function exclusively<T>(key: string | null, work: () => Promise<T>): Promise<T> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks as LockManager | undefined;
  return locks && key !== null ? (locks.request(`fernglass ${key}`, work) as Promise<T>) : work();
}
