import type { ShardEntry } from '../../../index-shards/format';
import { firstRowsOf } from '../cache/index-layout';

/** Which captions a search may return. */
export interface CaptionFilter {
  /** Those that may be compared at all, by their tags; null for all. */
  readonly allowed: AllowedCaptions | null;
  /** Whether a caption of this text may be returned. */
  readonly accepts: (text: string) => boolean;
}

/** Captions that may be found, told by their tags; none in shards whose tags are not known. */
export class AllowedCaptions {
  readonly #counts: readonly number[];
  readonly #firstRows: readonly number[];
  #sizes: { readonly of: Uint32Array; readonly allowed: Uint32Array } | null = null;

  /** @param flags for each shard, `[captions]`: 1 where a caption is allowed; null where the tags are not known */
  constructor(
    private readonly shards: readonly ShardEntry[],
    private readonly flags: readonly (Uint8Array | null)[],
  ) {
    this.#counts = flags.map((its) => (its === null ? 0 : ones(its, 0, its.length)));
    this.#firstRows = firstRowsOf(shards);
  }

  /** Allowed captions in a shard, by its number. */
  countIn(shard: number): number {
    return this.#counts[shard]!;
  }

  /** Whether the caption in this row is allowed. */
  has(row: number): boolean {
    const shard = this.#firstRows.findLastIndex((first) => first <= row);
    return this.flags[shard]?.[row - this.#firstRows[shard]!] === 1;
  }

  /** The runs of allowed captions, start and end, among `start` up to `end` of a shard. */
  runs(shard: number, start: number, end: number): [number, number][] {
    const flags = this.flags[shard];
    const runs: [number, number][] = [];
    for (let at = start; flags && at < end; at++) {
      if (flags[at] === 0) continue;
      const first = at;
      while (at < end && flags[at] === 1) at++;
      runs.push([first, at]);
    }
    return runs;
  }

  /** Allowed captions of each list, `[lists]`; @param sizes captions of each list */
  listSizes(sizes: Uint32Array): Uint32Array {
    if (this.#sizes?.of === sizes) return this.#sizes.allowed;
    const allowed = new Uint32Array(sizes.length);
    for (const [shard, { firstList, lists }] of this.shards.entries()) {
      const flags = this.flags[shard];
      if (!flags) continue;
      let start = 0;
      for (let list = firstList; list < firstList + lists; list++) {
        allowed[list] = ones(flags, start, start + sizes[list]!);
        start += sizes[list]!;
      }
    }
    this.#sizes = { of: sizes, allowed };
    return allowed;
  }
}

function ones(flags: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) count += flags[i] ?? 0;
  return count;
}
