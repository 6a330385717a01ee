import type { Manifest, PackedOutline, ShardEntry } from '../../../index-shards/format';
import type { Kernels, ResidualSearch } from '../kernels';
import { InflatedTexts } from './inflated-texts';
import { type LoadedShard, loadShard, outlineBytes, type ThinShard } from './loaded-shard';

/** Part of the memory that shards may take which are there for the first pass only. */
export const THIN_PART = 0.95;

/**
 * Which shards of an index are in memory. Shards that can be read again leave it when it grows too large, those used
 * longest ago first: at first all but what the first pass compares, then that too.
 */
export class ShardMemory {
  /** In order of their last use. */
  readonly #loaded = new Map<string, LoadedShard>();
  /** In the order in which they became thin. */
  readonly #thin = new Map<string, ThinShard>();
  /** Stored shards of which nothing is in memory. */
  readonly #away = new Set<string>();
  /** Shards that can be read again. */
  readonly #stored = new Set<string>();
  /** Shards that the search under way points into. */
  readonly #pinned = new Set<string>();
  readonly #lost: ThinShard[] = [];
  /** Of shards in residual codes that were looked into, for single lists of them to be read. */
  readonly #outlines = new Map<string, PackedOutline>();
  /** Texts of lists that were read; few, and beside what is counted here. */
  readonly texts = new InflatedTexts();
  #thinBytes = 0;
  #bytes = 0;

  constructor(
    private readonly manifest: Manifest,
    private readonly kernels: Kernels,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** Entries of the shards of which something can be compared in memory. */
  comparableEntries(): ShardEntry[] {
    return this.manifest.shards.filter(({ name }) => this.comparable(name) !== undefined);
  }

  /** Where the shard's file has what belongs to a list; undefined where nobody looked into it yet. */
  outline(name: string): PackedOutline | undefined {
    return this.#outlines.get(name);
  }

  noteOutline(name: string, outline: PackedOutline): void {
    if (this.#outlines.has(name)) return;
    this.#outlines.set(name, outline);
    this.#bytes += outlineBytes(outline);
  }

  /** True when the shard is in memory or can be read again. */
  has(name: string): boolean {
    return this.#loaded.has(name) || this.#thin.has(name) || this.#away.has(name);
  }

  /** The whole shard, where it is in memory. */
  loaded(name: string): LoadedShard | undefined {
    return this.#loaded.get(name);
  }

  /** What can be compared of the shard. */
  comparable(name: string): ThinShard | undefined {
    return this.#loaded.get(name) ?? this.#thin.get(name);
  }

  /** @throws FernglassError as `loadShard`. */
  load(shard: number, bytes: Uint8Array, firstRow: number, residual: ResidualSearch | null): void {
    const entry = this.manifest.shards[shard]!;
    const kept = this.#thin.get(entry.name) ?? null;
    const loaded = loadShard(this.manifest, entry, bytes, firstRow, this.kernels, residual, this.texts, kept);
    this.#away.delete(entry.name);
    if (kept !== null) this.#forgetThin(entry.name, kept);
    this.#loaded.set(entry.name, loaded);
    this.#bytes += loaded.bytes;
    if (loaded.outline !== null) this.noteOutline(entry.name, loaded.outline);
  }

  noteStored(name: string): void {
    this.#stored.add(name);
  }

  /** Takes note of a stored shard without reading it. */
  addStored(name: string): void {
    this.#stored.add(name);
    this.#away.add(name);
  }

  /** Forgets a shard that cannot be read again after all; a search under way may still point into it. */
  lose({ name }: ShardEntry): void {
    this.#stored.delete(name);
    this.#away.delete(name);
    const thin = this.#thin.get(name);
    if (thin === undefined) return;
    this.#forgetThin(name, thin);
    this.#lost.push(thin);
  }

  /** Keeps a shard as it is until `unpinAll`. */
  pin(name: string): void {
    if (this.#pinned.has(name)) return;
    this.#pinned.add(name);
    const shard = this.#loaded.get(name);
    if (shard === undefined) return;
    // Last in the map: last to go.
    this.#loaded.delete(name);
    this.#loaded.set(name, shard);
  }

  unpinAll(): void {
    this.#pinned.clear();
    for (const { block } of this.#lost.splice(0)) block.free();
  }

  /** Lets stored shards go until the rest fits. */
  shrinkTo(most: number): void {
    for (const [name, shard] of this.#loaded) {
      if (this.#bytes <= most) return;
      if (this.#pinned.has(name) || !this.#stored.has(name)) continue;
      this.#loaded.delete(name);
      this.#bytes -= shard.bytes;
      if (shard.thin === null) {
        shard.block.free();
        this.#away.add(name);
        continue;
      }
      const thin = shard.thin();
      this.#thin.set(name, thin);
      this.#bytes += thin.bytes;
      this.#thinBytes += thin.bytes;
      this.#dropThin(() => this.#thinBytes <= THIN_PART * most);
    }
    this.#dropThin(() => this.#bytes <= most);
  }

  /** Lets thin shards go until it is enough. */
  #dropThin(isEnough: () => boolean): void {
    for (const [name, thin] of this.#thin) {
      if (isEnough()) return;
      if (this.#pinned.has(name)) continue;
      this.#forgetThin(name, thin);
      thin.block.free();
      this.#away.add(name);
    }
  }

  #forgetThin(name: string, thin: ThinShard): void {
    this.#thin.delete(name);
    this.#bytes -= thin.bytes;
    this.#thinBytes -= thin.bytes;
  }

  clear(): void {
    for (const { block } of [...this.#loaded.values(), ...this.#thin.values()]) block.free();
    this.#loaded.clear();
    this.#thin.clear();
    this.#away.clear();
    this.#stored.clear();
    this.#outlines.clear();
    this.texts.clear();
    this.#thinBytes = 0;
    this.#bytes = 0;
  }
}
