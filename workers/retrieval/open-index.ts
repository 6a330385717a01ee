import { FernglassError } from '../../core';
import { neededFiles } from '../../index-shards/format';
import { type IndexInfo, type IndexPresence, isOwnIndex } from '../protocol';
import type { ShardStore } from '../storage';
import { totalBytes } from './cache/residency';
import type { OpenedMethods } from './methods/opened-methods';
import type { CaptionSource } from './search/caption-source';
import type { SearchableIndex } from './search/searchable-index';
import { keepVersion, type Version } from './versions';

/** An index that is open. */
export interface Opened {
  /** Another number with each. */
  readonly opening: number;
  readonly url: URL;
  readonly version: Version;
  readonly index: SearchableIndex;
  readonly store: ShardStore;
  readonly source: CaptionSource;
  readonly methods: OpenedMethods;
  /** Text of the manifest that was stored when this one was opened. */
  readonly seen: string | undefined;
  /** Why it is the stored version though the host answered, for the user. */
  hostNotice: string | null;
  /** Why not everything is kept, for the user. */
  storageNotice: string | null;
}

/** What is known of an index before one of its versions is opened. */
export type Unopened = Pick<Opened, 'url' | 'store' | 'seen' | 'storageNotice'>;

/** What the page is told of it. */
export function infoOf({ opening, url, index, store, hostNotice, storageNotice }: Opened): IndexInfo {
  return {
    opening,
    manifest: index.manifest,
    manifestUrl: url.href,
    ...presenceOf(index),
    bytesTotal: totalBytes(index.manifest),
    storage: storageNotice === null ? store.kind : 'memory',
    storageNotice,
    hostNotice,
    build: index.build,
  };
}

/** How much of it is there. */
export function presenceOf({
  bytesPresent,
  captionsCut,
  captionsPresent,
  memoryBytes,
}: SearchableIndex): IndexPresence {
  return { bytesPresent, captionsCut, captionsPresent, memoryBytes };
}

/** Gives the memory of an index back. */
export function close({ index, methods }: Opened): void {
  index.clear();
  methods.clear();
}

/**
 * Takes up what the store holds: the router is read, the other files are when they are needed, and verified then. What
 * the ledger says cannot be right is dropped, and fetched again later.
 */
export async function bringUp(opened: Opened): Promise<void> {
  const { index, store } = opened;
  const { router } = index.manifest;
  try {
    const sizes = await store.sizes();
    for (const entry of index.missing()) {
      const size = sizes.get(entry.name);
      if (size === undefined) continue;
      if (size !== entry.bytes) await store.drop([entry.name]);
      else if (entry.name !== router.name) index.addStored(entry);
      else await addRouter(opened);
    }
  } catch (error) {
    if (error instanceof FernglassError) throw error;
    noteStorageFailure(opened, error);
  }
}

async function addRouter({ index, source, store }: Opened): Promise<void> {
  const { router } = index.manifest;
  const bytes = await source.read(router);
  if (bytes === undefined) return;
  try {
    index.add(router, bytes);
  } catch (error) {
    if (!(error instanceof FernglassError) || error.code !== 'shard-corrupt') throw error;
    await store.drop([router.name]);
  }
}

/** Stores the manifest as far as that is possible now. */
export async function keep(opened: Opened): Promise<void> {
  try {
    await keepVersion(opened.store, opened.url, opened.version, opened.seen);
  } catch (error) {
    noteStorageFailure(opened, error);
  }
}

/** Notes for the user that a file or the manifest could not be stored. */
export function noteStorageFailure(opened: Opened, error: unknown): void {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  opened.storageNotice ??= full
    ? 'This browser gives this page no more storage. Captions work, but not all are kept: the rest is fetched again after a reload. Free some disk space, or remove other indexes.'
    : `This browser failed to keep captions (${error instanceof Error ? error.message : error}). They work, but are fetched again after a reload.`;
}

/** Notes for the user that files which were stored are not any more. */
export async function noteLosses(opened: Opened): Promise<void> {
  const { index, store } = opened;
  try {
    const present = await store.names();
    const away = new Set(index.missing().map(({ name }) => name));
    if (!neededFiles(index.manifest).every(({ name }) => away.has(name) || present.has(name)))
      opened.storageNotice ??=
        'Captions that were kept have been cleared, by this browser or in another tab. They work, but what is gone is fetched again after a reload.';
  } catch (error) {
    noteStorageFailure(opened, error);
  }
}

/**
 * The address of an index, without its fragment.
 * @throws FernglassError `index-not-found` where it is neither a web address nor one of an index made here
 */
export function addressOf(manifestUrl: string): URL {
  const url = URL.canParse(manifestUrl) ? new URL(manifestUrl) : null;
  if (url === null || !(isOwnIndex(url.href) || /^https?:$/.test(url.protocol)))
    throw new FernglassError(
      'index-not-found',
      `“${manifestUrl}” is no address of an index. It should end in manifest.json and begin with https://.`,
    );
  url.hash = '';
  return url;
}
