import { FernglassError } from '../../core';
import { allFiles, type Manifest, neededFiles, parseManifest } from '../../index-shards/format';
import type { FetchOptions } from '../net';
import type { ShardStore } from '../storage';
import { fetchManifest, parseJson } from './download/fetch-index';

/** A manifest, and its text as it came. */
export interface Version {
  readonly manifest: Manifest;
  readonly text: string;
}

/** What is stored of the index at one address. */
export interface Stored {
  /** The manifest's text as it was written; undefined where there is none. */
  readonly text: string | undefined;
  /** The same, read; null where there is none that this program can read. */
  readonly version: Version | null;
}

/** The version of the index at `url` that is stored. */
export async function storedVersion(store: Pick<ShardStore, 'manifests'>, url: URL): Promise<Stored> {
  const text = (await store.manifests()).get(url.href);
  return { text, version: readVersion(text) };
}

/**
 * The version that the host has; the stored one where it gives none, with a word for the user where that is out of the
 * ordinary.
 * @throws FernglassError as `fetchManifest`, where nothing is stored
 */
export async function hostVersion(
  url: URL,
  { version }: Stored,
  options: FetchOptions,
): Promise<{ readonly version: Version; readonly hostNotice: string | null }> {
  if (version === null) return { version: await fetchManifest(url, options), hostNotice: null };
  try {
    return { version: await fetchManifest(url, { ...options, attempts: 1 }), hostNotice: null };
  } catch (error) {
    // To be without a network is ordinary; a host that gives something else is not.
    const isOrdinary = !(error instanceof FernglassError) || error.code === 'network-failed';
    const hostNotice = isOrdinary
      ? null
      : `${error.message} The version that is stored on this device is used.`;
    return { version, hostNotice };
  }
}

/**
 * The version of an index that was made here, which has no host.
 * @throws FernglassError `index-not-found` where it is not in this browser
 */
export function ownVersion(url: URL, { version }: Stored): { version: Version; hostNotice: null } {
  if (version === null) throw gone(url.href);
  return { version, hostNotice: null };
}

/** The error for an index made in a browser that this one does not have. */
const gone = (address: string) =>
  new FernglassError(
    'index-not-found',
    `The index ${address} was made in a browser, and is not in this one. Open it where it was made and export it there, or choose another index.`,
  );

/** Whether every file of a version is stored. */
export async function isStoredWhole(store: ShardStore, version: Version): Promise<boolean> {
  const present = await store.names();
  return neededFiles(version.manifest).every(({ name }) => present.has(name));
}

/**
 * Stores a manifest, so that its index opens offline. A stored version whose files are all there stays until this one's
 * are; then the files that no version names any more go.
 * @param seen the text that was stored when this version was opened: where another tab has stored another version
 * since, that one stays
 */
export async function keepVersion(
  store: ShardStore,
  url: URL,
  version: Version,
  seen: string | undefined,
): Promise<void> {
  const before = await storedVersion(store, url);
  if (before.text === version.text || (before.text !== undefined && before.text !== seen)) return;
  const isWhole = async (one: Version | null) => one !== null && (await isStoredWhole(store, one));
  if ((await isWhole(before.version)) && !(await isWhole(version))) return;
  await store.writeManifest(url.href, version.text);
  if (before.text !== undefined) await dropUnnamed(store);
}

/** Removes the files that no stored manifest names. */
export async function dropUnnamed(store: ShardStore): Promise<void> {
  const texts = [...(await store.manifests()).values()];
  await store.dropAllBut(new Set(texts.flatMap(namesIn)));
}

function readVersion(text: string | undefined): Version | null {
  if (text === undefined) return null;
  try {
    return { manifest: parseManifest(parseJson(text)), text };
  } catch {
    return null;
  }
}

function namesIn(text: string): string[] {
  const version = readVersion(text);
  return version === null ? [] : allFiles(version.manifest).map(({ name }) => name);
}
