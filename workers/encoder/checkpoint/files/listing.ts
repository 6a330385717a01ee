import { DEVICE_HOST, type HostSource, type ModelSource } from '../../../protocol';
import { fetchJson } from './download';
import type { ModelStore } from './model-store';
import type { FileRecord } from './verify';

/** What a host says of a checkpoint's files, by path. */
export type Listing = ReadonlyMap<string, FileRecord>;

/** No file of a checkpoint bears this name; what is known of its files is kept under it. */
export const LISTING = '.fernglass-listing';

/** Address of a checkpoint's file; nobody answers at that of one from this device. */
export function fileUrl(source: ModelSource, file: string): string {
  if (source.layout === 'device') return `${DEVICE_HOST}${encodeURIComponent(source.id)}/${file}`;
  const { host, id, revision, layout } = source;
  const base = layout === 'hub' ? `${id}/resolve/${encodeURIComponent(revision)}` : id;
  return new URL(`${base}/${file}`, host.endsWith('/') ? host : `${host}/`).href;
}

/** What a file is kept under. The revision is part of it: a moved checkpoint must not mix with what an older visit kept. */
export function storeKey(source: ModelSource, file: string): string {
  const key = new URL(fileUrl(source, file));
  key.searchParams.set('revision', source.revision);
  return key.href;
}

/**
 * Sizes and checksums of a checkpoint's files: a hub's own list of the revision, or the `files.json` that Fernglass's
 * exports carry. Null where the host has none: the files are then checked by length and content alone.
 * @throws FernglassError `network-failed` where the host is asked too often
 */
export function readListing(source: HostSource): Promise<Listing | null> {
  return source.layout === 'hub' ? readHubTree(source) : readFilesJson(source);
}

/** The hub's API: `[{path, size, lfs?: {oid, size}}]`, oid being the SHA-256 of files in large-file storage. */
async function readHubTree({ host, id, revision }: HostSource): Promise<Listing | null> {
  const path = `api/models/${id}/tree/${encodeURIComponent(revision)}?recursive=true`;
  const entries = await fetchJson(new URL(path, host.endsWith('/') ? host : `${host}/`).href);
  if (!Array.isArray(entries)) return null;
  const listing = new Map<string, FileRecord>();
  for (const entry of entries as {
    path?: unknown;
    size?: unknown;
    lfs?: { oid?: unknown; size?: unknown };
  }[]) {
    const record = toRecord(entry?.lfs?.size ?? entry?.size, entry?.lfs?.oid);
    if (typeof entry?.path === 'string' && record) listing.set(entry.path, record);
  }
  return listing;
}

async function readFilesJson(source: HostSource): Promise<Listing | null> {
  return listingIn(await fetchJson(fileUrl(source, FILES_JSON)));
}

/** The list that Fernglass's exports carry. */
export const FILES_JSON = 'files.json';

/** The listing that a `files.json` is: `{path: {bytes, sha256}}`; null for what is none. */
export function listingIn(entries: unknown): Listing | null {
  if (typeof entries !== 'object' || entries === null) return null;
  const listing = new Map<string, FileRecord>();
  for (const [path, entry] of Object.entries(
    entries as Record<string, { bytes?: unknown; sha256?: unknown } | null>,
  )) {
    const record = toRecord(entry?.bytes, entry?.sha256);
    if (record) listing.set(path, record);
  }
  return listing;
}

/**
 * The listing as `readListing` gives it, kept once it was read: what a model ships must be known without network too.
 * @param key what it is kept under, for the revision at hand
 */
export async function keptListing(
  source: HostSource,
  store: ModelStore,
  key: string,
): Promise<Listing | null> {
  const kept = await storedListing(store, key);
  if (kept) return kept;
  const listing = await readListing(source);
  if (listing) await storeListing(store, key, listing);
  return listing;
}

/** The listing that is kept under a key; null where none is. */
export async function storedListing(store: ModelStore, key: string): Promise<Listing | null> {
  const kept = await store.get(key);
  return kept && fromText(new TextDecoder().decode(kept));
}

/** Keeps a listing; false where the browser refuses. */
export function storeListing(store: ModelStore, key: string, listing: Listing): Promise<boolean> {
  return store.put(key, new TextEncoder().encode(JSON.stringify([...listing])));
}

function fromText(text: string): Listing | null {
  try {
    return new Map(JSON.parse(text) as [string, FileRecord][]);
  } catch {
    return null;
  }
}

function toRecord(bytes: unknown, sha256: unknown): FileRecord | null {
  if (typeof bytes !== 'number') return null;
  return isSha256(sha256) ? { bytes, sha256 } : { bytes };
}

/** Whether a value is a SHA-256 in lower-case hexadecimal. */
export function isSha256(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
