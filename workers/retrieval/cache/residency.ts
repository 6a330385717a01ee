import {
  type FileEntry,
  type Manifest,
  neededFiles,
  type ShardEntry,
  sizeOf,
} from '../../../index-shards/format';
import type { Kernels } from '../kernels';
import { IndexLayout } from './index-layout';
import { IndexTags } from './index-tags';
import { ListCache } from './list-cache';
import { type ListContent, ListReader } from './list-reader';
import { listCacheMost } from './memory-budget';
import { type OpenedRouter, openRouter } from './opened-router';
import { DEFAULT_SEARCH_PARAMETERS, type SearchParameters } from './search-parameters';
import { ShardMemory, THIN_PART } from './shard-memory';
import type { StoredFiles } from './stored-files';

/** A shard comes into memory once so large a part of it was read list by list: then it would have been quicker. */
const WHOLE_FROM = 0.5;

/**
 * What of an index is in memory, and the one owner of that: files come in and are evicted here alone. Files are given to
 * it verified. A search sees it through `Pins`.
 */
export class Residency {
  readonly layout: IndexLayout;
  readonly shards: ShardMemory;
  readonly listCache = new ListCache();
  /** Tags of the captions; null where the index has none. */
  readonly tags: IndexTags | null;
  /** Shards that came before the router, without which their codes mean nothing; null for stored ones. */
  readonly #early = new Map<string, Uint8Array | null>();
  /** How many lists of a shard were asked for while it was not in memory. */
  readonly #asked = new Map<number, number>();
  #router: OpenedRouter | null = null;
  #captionsPresent = 0;
  #bytesPresent = 0;
  #clearings = 0;

  /** @param parameters may be changed between searches */
  constructor(
    readonly manifest: Manifest,
    readonly kernels: Kernels,
    public parameters: SearchParameters = DEFAULT_SEARCH_PARAMETERS,
  ) {
    this.shards = new ShardMemory(manifest, kernels);
    this.tags = manifest.tags === undefined ? null : new IndexTags(manifest.tags, manifest.shards);
    this.layout = new IndexLayout(manifest);
  }

  /** Null until the router file came. */
  get router(): OpenedRouter | null {
    return this.#router;
  }

  get captionsPresent(): number {
    return this.#captionsPresent;
  }

  get bytesPresent(): number {
    return this.#bytesPresent + (this.tags?.bytesPresent ?? 0);
  }

  /** Captions seen so far that are too long to be read whole. */
  get captionsCut(): number {
    return this.shards.texts.captionsCut;
  }

  /** Memory that shards, router and tags take now. */
  get memoryBytes(): number {
    return this.shards.bytes + this.listCache.bytes + this.#alwaysInMemory;
  }

  /** How often everything was forgotten. */
  get clearings(): number {
    return this.#clearings;
  }

  get build(): Kernels['build'] {
    return this.kernels.build;
  }

  get #alwaysInMemory(): number {
    return (this.#router?.bytes ?? 0) + (this.tags?.memoryBytes ?? 0);
  }

  /** Takes another value for `parameters.memoryBytes`; what is too much leaves at once. */
  limitMemory(bytes: number): void {
    this.parameters = { ...this.parameters, memoryBytes: bytes };
    this.#shrink();
  }

  /** Files that are neither in memory nor noted as stored, the router first. */
  missing(): FileEntry[] {
    const { router, shards } = this.manifest;
    const missing: FileEntry[] = shards.filter(
      ({ name }) => !this.shards.has(name) && !this.#early.has(name),
    );
    return [...(this.#router === null ? [router] : []), ...(this.tags?.missing() ?? []), ...missing];
  }

  /** Whether a shard, by its number, is there, in memory or to be read again. */
  hasShard(shard: number): boolean {
    return this.shards.has(this.manifest.shards[shard]!.name);
  }

  /**
   * Takes a file of the manifest into memory; its bytes have been verified and are not kept.
   * @throws FernglassError `shard-corrupt` when they are no such file, `worker-failed` when memory runs out.
   */
  add(entry: FileEntry, bytes: Uint8Array): void {
    const shard = this.layout.ofFile(entry.name);
    if (shard >= 0) this.#addShard(shard, bytes);
    else if (this.tags?.holds(entry.name)) this.tags.add(entry.name, bytes);
    else this.#addRouter(bytes);
  }

  /** Notes a file of the manifest that is stored, but for the router, instead of adding it; it is read when it is needed. */
  addStored({ name }: FileEntry): void {
    const shard = this.layout.ofFile(name);
    if (shard < 0) this.tags?.noteStored(name);
    else this.#addShard(shard, null);
  }

  #addRouter(bytes: Uint8Array): void {
    if (this.#router !== null) return;
    this.#router = openRouter(this.manifest, this.kernels, bytes);
    this.#bytesPresent += this.manifest.router.bytes;
    const early = [...this.#early];
    this.#early.clear();
    for (const [name, its] of early) this.#addShard(this.layout.ofFile(name), its);
  }

  /** @param bytes null for a shard that is stored */
  #addShard(shard: number, bytes: Uint8Array | null): void {
    const entry = this.manifest.shards[shard]!;
    if (this.shards.has(entry.name)) return;
    if (this.manifest.codec.kind === 'residual' && this.#router === null) {
      this.#early.set(entry.name, bytes);
      return;
    }
    if (bytes === null) this.shards.addStored(entry.name);
    else this.#load(shard, bytes);
    this.#captionsPresent += entry.captions;
    this.#bytesPresent += entry.bytes;
  }

  #load(shard: number, bytes: Uint8Array): void {
    const { firstList, lists } = this.manifest.shards[shard]!;
    this.listCache.retire(firstList, lists);
    this.shards.load(shard, bytes, this.layout.firstRows[shard]!, this.#router?.residual ?? null);
  }

  /** Notes that a file can be read again, so that it may leave memory; from then on searches need a way to read it. */
  noteStored(name: string): void {
    if (this.tags?.holds(name)) this.tags.noteStored(name);
    else this.shards.noteStored(name);
    this.#shrink();
  }

  /** Reads a shard into memory again; what does not come is gone. */
  async load(name: string, read: StoredFiles['read']): Promise<void> {
    const shard = this.layout.ofFile(name);
    const entry = this.manifest.shards[shard]!;
    const bytes = await read(entry);
    // Another call may have been quicker, or the index cleared.
    if (!this.shards.has(name) || this.shards.loaded(name) !== undefined) return;
    try {
      if (bytes !== undefined)
        this.shards.load(shard, bytes, this.layout.firstRows[shard]!, this.#router?.residual ?? null);
    } finally {
      if (this.shards.loaded(name) === undefined) this.#lose(entry);
    }
  }

  /** Reads something of single lists into the list cache; those that do not come are gone with their shard. */
  async loadLists(content: ListContent, lists: readonly number[], files: StoredFiles): Promise<void> {
    const before = this.#clearings;
    const isCurrent = () => this.#clearings === before;
    const { layout, listCache, manifest, shards } = this;
    const reader = new ListReader(manifest, layout, shards, listCache, this.#router!.residual!, files);
    const gone = await reader.read(content, lists, isCurrent);
    if (isCurrent()) for (const entry of gone) this.#lose(entry);
  }

  /** Notes that a stored shard is gone. */
  #lose(entry: ShardEntry): void {
    if (!this.shards.has(entry.name)) return;
    this.shards.lose(entry);
    this.#captionsPresent -= entry.captions;
    this.#bytesPresent -= entry.bytes;
  }

  /**
   * Whether a shard of which nothing is in memory comes in as a whole for `lists` of its lists to be compared: where it
   * fits and was asked for often, or where lists cannot be read singly.
   */
  loadsWhole(shard: number, lists: number, partsAreQuick: boolean): boolean {
    const residual = this.#router?.residual ?? null;
    if (residual === null || !partsAreQuick) return true;
    const asked = (this.#asked.get(shard) ?? 0) + lists;
    this.#asked.set(shard, asked);
    const entry = this.manifest.shards[shard]!;
    if (asked < WHOLE_FROM * entry.lists) return false;
    let [itsCaptions, itsLists] = [entry.captions, entry.lists];
    for (const other of this.shards.comparableEntries()) {
      itsCaptions += other.captions;
      itsLists += other.lists;
    }
    const most = this.#mostForShards;
    // Beyond it the shard would drive another out, which would then come back.
    return residual.bytesOf(itsCaptions, itsLists, false) <= THIN_PART * (most - this.#mostForLists);
  }

  /** Lets go of what a search pinned, and evicts what is too much. */
  unpin(): void {
    this.shards.unpinAll();
    this.listCache.unpin();
    this.#shrink();
  }

  /** Memory for shards and lists. */
  get #mostForShards(): number {
    return this.parameters.memoryBytes - this.#alwaysInMemory;
  }

  get #mostForLists(): number {
    const thin = this.#router?.residual?.bytesOf(this.#captionsPresent, this.manifest.lists, false) ?? 0;
    return listCacheMost(this.#mostForShards, thin);
  }

  #shrink(): void {
    this.listCache.shrinkTo(this.#mostForLists);
    this.shards.shrinkTo(this.#mostForShards - this.listCache.bytes);
  }

  /** Forgets every file and gives their memory back. */
  clear(): void {
    this.#clearings++;
    this.shards.clear();
    this.listCache.clear();
    this.#asked.clear();
    this.#early.clear();
    this.tags?.clear();
    this.#router?.router.free();
    this.#router?.residual?.free();
    this.#router = null;
    this.#captionsPresent = 0;
    this.#bytesPresent = 0;
  }
}

/** Bytes of all files that an index needs. */
export const totalBytes = (manifest: Manifest): number => sizeOf(neededFiles(manifest));
