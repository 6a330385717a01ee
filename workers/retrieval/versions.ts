import { type Manifest, parseManifest } from '../../index-shards/format';
import { parseJson } from './fetch-file';
import type { ShardStore } from './store';

/** A manifest, and its text as it came. */
export interface Version {
  readonly manifest: Manifest;
  readonly text: string;
}

/** The version of the index at `url` that is stored; null where there is none that this program can read. */
export async function storedVersion(store: ShardStore, url: URL): Promise<Version | null> {
  return readVersion((await store.manifests()).get(url.href));
}

/**
 * Stores a manifest, so that its index opens offline. A stored version whose files are all there stays until this one's
 * are; then the files that no version names any more go.
 */
export async function keepVersion(store: ShardStore, url: URL, version: Version): Promise<void> {
  const before = (await store.manifests()).get(url.href);
  if (before === version.text) return;
  const present = await store.names();
  const isWhole = (names: readonly string[]) => names.length > 0 && names.every((name) => present.has(name));
  if (isWhole(namesIn(before)) && !isWhole(fileNames(version.manifest))) return;
  await store.writeManifest(url.href, version.text);
  if (before !== undefined) await dropUnnamed(store);
}

/** Removes the files that no stored manifest names. */
export async function dropUnnamed(store: ShardStore): Promise<void> {
  const named = new Set([...(await store.manifests()).values()].flatMap(namesIn));
  await store.drop([...(await store.names())].filter((name) => !named.has(name)));
}

function readVersion(text: string | undefined): Version | null {
  if (text === undefined) return null;
  try {
    return { manifest: parseManifest(parseJson(text)), text };
  } catch {
    return null;
  }
}

function fileNames({ router, shards }: Manifest): string[] {
  return [router.name, ...shards.map(({ name }) => name)];
}

function namesIn(text: string | undefined): string[] {
  const version = readVersion(text);
  return version === null ? [] : fileNames(version.manifest);
}
