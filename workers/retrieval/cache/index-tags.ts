import {
  type CaptionTags,
  type FileEntry,
  readTags,
  type ShardEntry,
  sizeOf,
} from '../../../index-shards/format';
import { AllowedCaptions } from './allowed-captions';

/** A column of one shard's tags; where no name takes a second byte none has one. */
type Column = Uint8Array | Uint16Array;

/** Tags that captions are passed over for, by their numbers in the files: 0 stands for having none. */
export interface RefusedTags {
  readonly languages: ReadonlySet<number>;
  readonly sources: ReadonlySet<number>;
}

/** Tags of an index's captions. They are in memory once something was refused by them, one to four bytes a caption. */
export class IndexTags {
  /** By the number of the shard. */
  readonly #loaded = new Map<number, { readonly languages: Column; readonly sources: Column }>();
  /** Shards whose tags can be read again. */
  readonly #stored = new Set<number>();
  readonly #shardOf: ReadonlyMap<string, number>;
  #needed = false;
  #allowed: { readonly key: string; readonly captions: AllowedCaptions } | null = null;

  constructor(
    readonly names: CaptionTags,
    private readonly shards: readonly ShardEntry[],
  ) {
    this.#shardOf = new Map(names.files.map(({ name }, shard) => [name, shard]));
  }

  get bytesPresent(): number {
    return sizeOf(this.names.files) - sizeOf(this.missing());
  }

  /** Memory that they take now. */
  get memoryBytes(): number {
    let sum = 0;
    for (const { languages, sources } of this.#loaded.values())
      sum += languages.byteLength + sources.byteLength;
    return sum;
  }

  /** Files that are neither in memory nor stored. */
  missing(): FileEntry[] {
    return this.names.files.filter((_, shard) => !this.#loaded.has(shard) && !this.#stored.has(shard));
  }

  /** Whether a file is one of these. */
  holds(name: string): boolean {
    return this.#shardOf.has(name);
  }

  /**
   * Takes a verified file into memory.
   * @throws FernglassError `shard-corrupt` when it is no such file.
   */
  add(name: string, bytes: Uint8Array): void {
    const shard = this.#shardOf.get(name)!;
    const { languages, sources } = readTags(bytes, this.shards[shard]!, this.names);
    this.#loaded.set(shard, {
      languages: narrow(languages, this.names.languages.length),
      sources: narrow(sources, this.names.sources.length),
    });
    this.#allowed = null;
  }

  /** Notes that a file can be read again; it stays in memory only where it is used. */
  noteStored(name: string): void {
    const shard = this.#shardOf.get(name)!;
    this.#stored.add(shard);
    if (!this.#needed) this.#loaded.delete(shard);
  }

  /** Reads what is stored and not in memory; what is gone is missing from then on. */
  async bringIn(read: (entry: FileEntry) => Promise<Uint8Array | undefined>): Promise<void> {
    this.#needed = true;
    for (const shard of [...this.#stored]) {
      if (this.#loaded.has(shard)) continue;
      const file = this.names.files[shard]!;
      const bytes = await read(file);
      // The index may have been closed meanwhile.
      if (!this.#stored.has(shard)) continue;
      if (bytes === undefined) this.#stored.delete(shard);
      else this.add(file.name, bytes);
    }
  }

  /** Captions without any of the refused tags, in the shards whose tags are in memory. */
  allowed(refused: RefusedTags): AllowedCaptions {
    const key = JSON.stringify([[...refused.languages], [...refused.sources]]);
    if (this.#allowed?.key === key) return this.#allowed.captions;
    const flags = this.shards.map((_, shard) => {
      const tags = this.#loaded.get(shard);
      if (tags === undefined) return null;
      const { languages, sources } = tags;
      const isRefused = (i: number) =>
        refused.languages.has(languages[i] ?? 0) || refused.sources.has(sources[i] ?? 0);
      return Uint8Array.from({ length: this.shards[shard]!.captions }, (_, i) => (isRefused(i) ? 0 : 1));
    });
    this.#allowed = { key, captions: new AllowedCaptions(this.shards, flags) };
    return this.#allowed.captions;
  }

  clear(): void {
    this.#loaded.clear();
    this.#stored.clear();
    this.#allowed = null;
    this.#needed = false;
  }
}

function narrow(tags: Uint16Array, names: number): Column {
  if (names === 0) return new Uint8Array(0);
  return names < 256 ? Uint8Array.from(tags) : tags;
}
