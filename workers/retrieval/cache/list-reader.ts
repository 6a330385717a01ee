import {
  type Manifest,
  type PackedOutline,
  PackedParts,
  readTexts,
  type ShardEntry,
} from '../../../index-shards/format';
import type { ResidualSearch } from '../kernels';
import type { IndexLayout } from './index-layout';
import type { ListCache } from './list-cache';
import type { ShardMemory } from './shard-memory';
import type { StoredFiles } from './stored-files';

/** What is read of a list: codes for the candidates of a first pass, texts, or all that is compared. */
export type ListContent = 'codes' | 'texts' | 'block';

/** Reads single lists of an index in residual codes, whose shards are in memory in part or not at all. */
export class ListReader {
  constructor(
    private readonly manifest: Manifest,
    private readonly layout: IndexLayout,
    private readonly shards: ShardMemory,
    private readonly listCache: ListCache,
    private readonly residual: ResidualSearch,
    private readonly files: StoredFiles,
  ) {}

  /**
   * Reads something of some lists, into the list cache.
   * @param isCurrent whether what was read is still wanted
   * @returns the shards that are gone
   * @throws FernglassError `shard-corrupt` where a file is none of this index.
   */
  async read(
    content: ListContent,
    lists: readonly number[],
    isCurrent: () => boolean,
  ): Promise<readonly ShardEntry[]> {
    const byShard = new Map<number, number[]>();
    for (const list of lists) {
      const shard = this.layout.ofList(list);
      const its = byShard.get(shard);
      if (its === undefined) byShard.set(shard, [list]);
      else its.push(list);
    }
    const gone = await Promise.all(
      [...byShard].map(async ([shard, its]) => {
        const entry = this.manifest.shards[shard]!;
        return (await this.#readOf(entry, shard, content, its, isCurrent)) ? [] : [entry];
      }),
    );
    return gone.flat();
  }

  /** @returns false where the shard is gone */
  async #readOf(
    entry: ShardEntry,
    shard: number,
    content: ListContent,
    lists: readonly number[],
    isCurrent: () => boolean,
  ): Promise<boolean> {
    const { codec, model } = this.manifest;
    const parts = new PackedParts(entry, model.width, codec.kind === 'residual' ? codec.bytes : 0);
    const outline = await this.#outline(entry, parts);
    if (outline === undefined) return false;
    const each = lists.map((list) => partsOf[content](parts, outline, list));
    const read = await this.files.readParts(entry, each.flat());
    if (read === undefined) return false;
    if (!isCurrent()) return true;
    let at = 0;
    lists.forEach((list, i) => {
      const its = read.slice(at, at + each[i]!.length);
      at += its.length;
      const l = list - entry.firstList;
      const start = outline.listStarts[l]!;
      if (content === 'codes') this.listCache.add(list, { codes: its[0]! });
      else if (content === 'texts') {
        const block = { length: outline.textLengths[l]!, deflated: its[0]! };
        const texts = readTexts(block, outline.listStarts[l + 1]! - start);
        this.shards.texts.note(list, texts.starts);
        this.listCache.add(list, { texts });
      } else {
        const codes = parts.readList(list, its, this.manifest.captions);
        this.listCache.add(list, {
          block: this.residual.addLists(codes, this.layout.firstRows[shard]! + start),
        });
      }
    });
    return true;
  }

  async #outline(entry: ShardEntry, parts: PackedParts): Promise<PackedOutline | undefined> {
    const known = this.shards.outline(entry.name);
    if (known !== undefined) return known;
    const read = await this.files.readParts(entry, parts.outline);
    if (read === undefined) return undefined;
    const outline = parts.readOutline(read);
    this.shards.noteOutline(entry.name, outline);
    return outline;
  }
}

const partsOf = {
  codes: (parts: PackedParts, outline: PackedOutline, list: number) => [parts.codes(outline, list)],
  texts: (parts: PackedParts, outline: PackedOutline, list: number) => [parts.texts(outline, list)],
  block: (parts: PackedParts, outline: PackedOutline, list: number) => parts.list(outline, list),
} as const;
