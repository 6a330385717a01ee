import type { ModelSource } from '../../protocol';
import { fetchJson } from './download';
import type { ModelStore } from './model-store';
import type { FileRecord } from './verify';

/** What a host says of a checkpoint's files, by path. */
export type Listing = ReadonlyMap<string, FileRecord>;

/** Address of a checkpoint's file. */
export function fileUrl({ host, id, revision, layout }: ModelSource, file: string): string {
  const base = layout === 'hub' ? `${id}/resolve/${encodeURIComponent(revision)}` : id;
  return new URL(`${base}/${file}`, host.endsWith('/') ? host : `${host}/`).href;
}

/**
 * Sizes and checksums of a checkpoint's files: a hub's own list of the revision, or the `files.json` that Fernglass's
 * exports carry. Null where the host has none: the files are then checked by length and content alone.
 */
export async function readListing(source: ModelSource): Promise<Listing | null> {
  try {
    return source.layout === 'hub' ? await readHubTree(source) : await readFilesJson(source);
  } catch {
    return null;
  }
}

/** The hub's API: `[{path, size, lfs?: {oid, size}}]`, oid being the SHA-256 of files in large-file storage. */
async function readHubTree({ host, id, revision }: ModelSource): Promise<Listing | null> {
  const path = `api/models/${id}/tree/${encodeURIComponent(revision)}?recursive=true`;
  const entries = await fetchJson(new URL(path, host.endsWith('/') ? host : `${host}/`).href);
  if (!Array.isArray(entries)) return null;
  const listing = new Map<string, FileRecord>();
  for (const entry of entries as {
    path?: unknown;
    size?: unknown;
    lfs?: { oid?: unknown; size?: unknown };
  }[]) {
    const record = toRecord(entry.lfs?.size ?? entry.size, entry.lfs?.oid);
    if (typeof entry.path === 'string' && record) listing.set(entry.path, record);
  }
  return listing;
}

/** `{path: {bytes, sha256}}`. */
async function readFilesJson(source: ModelSource): Promise<Listing | null> {
  const entries = await fetchJson(fileUrl(source, 'files.json'));
  if (typeof entries !== 'object' || entries === null) return null;
  const listing = new Map<string, FileRecord>();
  for (const [path, entry] of Object.entries(
    entries as Record<string, { bytes?: unknown; sha256?: unknown }>,
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
  source: ModelSource,
  store: ModelStore,
  key: string,
): Promise<Listing | null> {
  const kept = await store.get(key);
  if (kept) return fromText(new TextDecoder().decode(kept));
  const listing = await readListing(source);
  if (listing) await store.put(key, new TextEncoder().encode(JSON.stringify([...listing])));
  return listing;
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
