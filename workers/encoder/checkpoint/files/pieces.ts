import type { Earlier, Keeper, Validator } from '../../../net';
import { release } from '../release';
import { hexDigest } from './digest';
import type { ModelStore } from './model-store';

/** Bytes of a piece: a visit that ends at a bad moment loses one of them. */
export const PIECE_BYTES = 4 * 2 ** 20;

/** What is known of a file that lies in pieces. Version 1, the first; before it every file was kept in one. */
interface PieceList {
  readonly version: 1;
  /** Of the whole file. */
  readonly bytes: number;
  readonly validator: Validator | null;
  readonly pieceBytes: number;
  /** SHA-256 of each piece that is there, in their order; null where the browser gives no digests. */
  readonly pieces: readonly (string | null)[];
}

const VERSION = 1;

/** Where the list of a file's pieces lies: of one that is whole, and of one on its way. */
const listKey = (key: string, state: 'whole' | 'part') => `${key}&pieces=${state}`;
const pieceKey = (key: string, i: number) => `${key}&piece=${i}`;

/** Whether a key of the store is that of a whole file, as it came or as a list of pieces; its own key is given then. */
export function wholeFile(key: string): string | null {
  if (key.endsWith('&pieces=whole')) return key.slice(0, -'&pieces=whole'.length);
  return /&piece(s)?=[^&]*$/.test(key) ? null : key;
}

/**
 * A file of the store, in one or in pieces, each held against its digest; null where it is not whole. Of pieces that went
 * bad those before stay, so that no more than the rest has to come again.
 */
export async function readWhole(store: ModelStore, key: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const kept = await store.get(key);
  if (kept) return kept;
  const list = await readList(store, listKey(key, 'whole'));
  if (list === null) return null;
  const { bytes, loaded } = await joined(store, key, list);
  if (loaded === list.bytes) return bytes;
  await writeList(store, listKey(key, 'part'), upTo(list, loaded));
  await store.delete(listKey(key, 'whole'));
  return null;
}

/**
 * A file of the store that lies there in pieces, as one blob; each piece was held against its digest. null where the store
 * gives no blobs, or where `readWhole` has something to find out.
 */
export async function wholeBlob(store: ModelStore, key: string): Promise<Blob | null> {
  if (!store.blob) return null;
  const list = await readList(store, listKey(key, 'whole'));
  const blobs: Blob[] = [];
  for (const [i, digest] of (list?.pieces ?? []).entries()) {
    const blob = await store.blob(pieceKey(key, i));
    if (blob === null) return null;
    const piece = new Uint8Array(await blob.arrayBuffer());
    const found = digest === null ? null : await hexDigest(piece);
    release(piece);
    if (found !== null && found !== digest) return null;
    blobs.push(blob);
  }
  const whole = new Blob(blobs);
  return whole.size === list?.bytes ? whole : null;
}

/** Whether a file lies in the store whole; its content is not looked at. */
export async function hasWhole(store: ModelStore, key: string): Promise<boolean> {
  return (await store.has(key)) || store.has(listKey(key, 'whole'));
}

/** Removes a file, in whatever form and however far it is there. */
export async function dropFile(store: ModelStore, key: string): Promise<void> {
  const lists = [listKey(key, 'whole'), listKey(key, 'part')];
  const counts = await Promise.all(
    lists.map(async (list) => (await readList(store, list))?.pieces.length ?? 0),
  );
  for (const list of lists) await store.delete(list);
  // One more than any list names: it may have been written, and the list not.
  for (let i = 0; i <= Math.max(...counts); i++) await store.delete(pieceKey(key, i));
  await store.delete(key);
}

/**
 * Keeps a file that lies elsewhere on this device, no more than a piece of it in memory at once.
 * @param onPiece told the bytes of each piece before it is kept; what it throws ends the keeping
 * @returns false where the browser refuses; nothing of it is kept then
 */
export async function keepBlob(
  store: ModelStore,
  key: string,
  content: Blob,
  onPiece: (bytes: number) => void,
  pieceBytes = PIECE_BYTES,
): Promise<boolean> {
  await dropFile(store, key);
  const read = async (start: number) =>
    new Uint8Array(await content.slice(start, start + pieceBytes).arrayBuffer());
  if (content.size <= pieceBytes) {
    onPiece(content.size);
    return store.put(key, await read(0));
  }
  const pieces: (string | null)[] = [];
  let isWhole = false;
  try {
    for (let start = 0; start < content.size; start += pieceBytes) {
      const piece = await read(start);
      onPiece(piece.length);
      if (!(await store.put(pieceKey(key, pieces.length), piece))) return false;
      pieces.push(await hexDigest(piece));
    }
    const list: PieceList = { version: VERSION, bytes: content.size, validator: null, pieceBytes, pieces };
    isWhole = await writeList(store, listKey(key, 'whole'), list);
    return isWhole;
  } finally {
    // No list names them yet.
    if (!isWhole) for (let i = 0; i <= pieces.length; i++) await store.delete(pieceKey(key, i));
  }
}

/** Keeps a file while it comes, piece by piece, and once it is whole. */
export class PieceKeeper implements Keeper {
  #list: PieceList | null;
  /** Whether nothing of the file lies in the store. */
  #isClean: boolean;
  #isRefused = false;

  private constructor(
    private readonly store: ModelStore,
    private readonly key: string,
    readonly earlier: Earlier | null,
    list: PieceList | null,
    private readonly pieceBytes: number,
    isClean: boolean,
  ) {
    this.#list = list;
    this.#isClean = isClean;
  }

  /** @param pieceBytes of the pieces to come; a file that is no longer is kept in one */
  static async open(store: ModelStore, key: string, pieceBytes = PIECE_BYTES): Promise<PieceKeeper> {
    const list = await readList(store, listKey(key, 'part'));
    if (list === null || list.pieceBytes !== pieceBytes || list.pieces.length === 0)
      return new PieceKeeper(store, key, null, null, pieceBytes, list === null);
    const { bytes, loaded } = await joined(store, key, list);
    const earlier = loaded === 0 ? null : { bytes, loaded, validator: list.validator };
    return new PieceKeeper(store, key, earlier, earlier && upTo(list, loaded), pieceBytes, false);
  }

  async begun(total: number, validator: Validator | null): Promise<void> {
    await this.#clean();
    this.#isRefused = false;
    const { pieceBytes } = this;
    this.#list =
      total > pieceBytes ? { version: VERSION, bytes: total, validator, pieceBytes, pieces: [] } : null;
  }

  async arrived(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    while (this.#list !== null && (this.#list.pieces.length + 1) * this.pieceBytes <= bytes.length)
      await this.#keepNext(bytes);
  }

  /** Keeps what was found to be the file, whole. @returns false where the browser refuses; nothing of it is kept then */
  async finish(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const { store, key, pieceBytes } = this;
    if (bytes.length <= pieceBytes) {
      await this.#clean();
      return store.put(key, bytes);
    }
    if (this.#isRefused) return false;
    if (this.#list?.bytes !== bytes.length) await this.begun(bytes.length, null);
    while (this.#list !== null && this.#list.pieces.length * pieceBytes < bytes.length)
      await this.#keepNext(bytes);
    if (this.#list === null || !(await writeList(store, listKey(key, 'whole'), this.#list))) {
      await this.#clean();
      return false;
    }
    await store.delete(listKey(key, 'part'));
    return true;
  }

  async #clean(): Promise<void> {
    if (!this.#isClean) await dropFile(this.store, this.key);
    this.#isClean = true;
  }

  async #keepNext(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const list = this.#list!;
    const start = list.pieces.length * this.pieceBytes;
    const piece = bytes.subarray(start, start + this.pieceBytes);
    this.#isClean = false;
    const longer = { ...list, pieces: [...list.pieces, await hexDigest(piece)] };
    const isKept =
      (await this.store.put(pieceKey(this.key, list.pieces.length), piece)) &&
      (await writeList(this.store, listKey(this.key, 'part'), longer));
    this.#list = isKept ? longer : null;
    if (isKept) return;
    // What does not fit whole is of no use; its room is.
    this.#isRefused = true;
    await this.#clean();
  }
}

/** The pieces of a list one after another, in an array as long as the whole file, up to the first that is not as it was. */
async function joined(
  store: ModelStore,
  key: string,
  { bytes: total, pieces, pieceBytes }: PieceList,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly loaded: number }> {
  const bytes = new Uint8Array(total);
  let loaded = 0;
  for (const [i, digest] of pieces.entries()) {
    const piece = await store.get(pieceKey(key, i));
    if (piece?.length !== Math.min(pieceBytes, total - loaded)) break;
    const found = digest === null ? null : await hexDigest(piece);
    if (found !== null && found !== digest) break;
    bytes.set(piece, loaded);
    loaded += piece.length;
  }
  return { bytes, loaded };
}

const upTo = (list: PieceList, loaded: number): PieceList => ({
  ...list,
  pieces: list.pieces.slice(0, Math.ceil(loaded / list.pieceBytes)),
});

async function readList(store: ModelStore, key: string): Promise<PieceList | null> {
  const kept = await store.get(key);
  if (!kept) return null;
  try {
    const list = JSON.parse(new TextDecoder().decode(kept)) as PieceList;
    return list.version === VERSION && Array.isArray(list.pieces) && Number.isInteger(list.bytes)
      ? list
      : null;
  } catch {
    return null;
  }
}

const writeList = (store: ModelStore, key: string, list: PieceList) =>
  store.put(key, new TextEncoder().encode(JSON.stringify(list)));
