import { FernglassError } from '../../../core';
import { captionText } from '../../../index-shards/format';
import type { Block } from '../kernels';
import { lastAtMost } from '../kernels';
import type { ListContent } from './list-reader';
import type { ThinShard } from './loaded-shard';
import type { Residency } from './residency';
import type { StoredFiles } from './stored-files';

/** A caption in memory, and where its vector is. */
export interface ResidentCaption {
  readonly id: number;
  readonly text: string;
  readonly block: Block;
  /** Its number within the block. */
  readonly i: number;
  /** Its codes where the block has those of the first pass only. */
  readonly codes: Uint8Array | null;
}

/** A list in memory: rows `start` up to `end` of its shard, and where the shard's or its own block begins there. */
export interface ResidentList {
  readonly shard: number;
  readonly block: Block;
  readonly start: number;
  readonly end: number;
}

/**
 * What one search keeps in memory: brings in what is not there, and answers codes, texts and blocks by row. Nothing that
 * it brought is evicted until `release`. One at a time.
 * @throws FernglassError `index-not-found` where the index is cleared while something is read.
 */
export class Pins {
  /** What the first pass says of codes is learnt from one whole shard. */
  #learns: boolean;

  /** @param files how stored files are read again; null where all is in memory */
  constructor(
    private readonly index: Residency,
    private readonly files: StoredFiles | null,
  ) {
    this.#learns = index.router?.residual?.hasView === false;
    index.listCache.pin();
  }

  /** Brings in what the first pass compares of lists. @param each for several queries, rising numbers */
  async pin(each: readonly Uint32Array[]): Promise<void> {
    const { layout, listCache, manifest, shards } = this.index;
    const away = new Map<number, Set<number>>();
    for (const lists of each)
      for (let i = 0; i < lists.length; ) {
        const shard = layout.ofList(lists[i]!);
        const { name, firstList, lists: its } = manifest.shards[shard]!;
        const isThere = shards.comparable(name) !== undefined;
        if (isThere) shards.pin(name);
        for (; i < lists.length && lists[i]! < firstList + its; i++) {
          const list = lists[i]!;
          if (isThere || !shards.has(name)) continue;
          listCache.use(list);
          if (listCache.get(list)?.block !== undefined) continue;
          const wanted = away.get(shard);
          if (wanted === undefined) away.set(shard, new Set([list]));
          else wanted.add(list);
        }
      }
    const whole = [...away].filter(([shard, lists]) => this.#comesWhole(shard, lists.size));
    for (const [shard] of whole) {
      away.delete(shard);
      shards.pin(manifest.shards[shard]!.name);
    }
    for (const [shard] of whole) await this.pinShard(shard);
    const single = [...away.values()].flatMap((lists) => [...lists]);
    if (single.length > 0) await this.#load('block', single);
  }

  #comesWhole(shard: number, lists: number): boolean {
    const comes = this.#learns || this.index.loadsWhole(shard, lists, this.#files.partsAreQuick);
    this.#learns = false;
    return comes;
  }

  /** Brings in what the first pass compares of a whole shard; undefined where it is gone. */
  async pinShard(shard: number): Promise<ThinShard | undefined> {
    const { manifest, shards } = this.index;
    const { name } = manifest.shards[shard]!;
    shards.pin(name);
    if (shards.has(name) && shards.comparable(name) === undefined)
      await this.#whileOpen(() => this.index.load(name, this.#files.read));
    return shards.comparable(name);
  }

  /** Brings in what is not in memory of lists for their captions to be compared by all their codes. */
  loadCodes(lists: readonly number[]): Promise<void> {
    return this.#load('codes', lists);
  }

  /** Brings in the texts of captions. */
  async loadTexts(rows: readonly Uint32Array[]): Promise<void> {
    const { layout, listCache, manifest, shards } = this.index;
    const lists = new Set<number>();
    for (const its of rows)
      for (const at of its) {
        if (shards.loaded(manifest.shards[layout.ofRow(at)]!.name) !== undefined) continue;
        const list = this.listOf(at);
        if (list === null) continue;
        listCache.use(list);
        if (listCache.get(list)?.texts === undefined) lists.add(list);
      }
    if (lists.size > 0) await this.#load('texts', [...lists]);
  }

  /** What the first pass compares of a list; null where it did not come. */
  list(list: number): ResidentList | null {
    const { layout, listCache, manifest, shards } = this.index;
    const shard = layout.ofList(list);
    const { firstList, name } = manifest.shards[shard]!;
    const block = shards.comparable(name)?.block ?? listCache.get(list)?.block;
    const starts = this.#listStarts(shard);
    if (block === undefined || starts === undefined) return null;
    return { shard, block, start: starts[list - firstList]!, end: starts[list - firstList + 1]! };
  }

  /** Number of the list that holds a row; null where its shard is gone. */
  listOf(at: number): number | null {
    const { layout, manifest, shards } = this.index;
    const shard = layout.ofRow(at);
    const { firstList, name } = manifest.shards[shard]!;
    const starts = this.#listStarts(shard);
    if (starts === undefined || !shards.has(name)) return null;
    return firstList + lastAtMost(starts, (start) => start, at - layout.firstRows[shard]!);
  }

  /** Codes of a row that `loadCodes` brought; null where it did not. */
  codes(at: number, list: number): Uint8Array | null {
    const { layout, listCache, manifest } = this.index;
    const codes = listCache.get(list)?.codes;
    if (codes === undefined) return null;
    const shard = layout.ofRow(at);
    const l = list - manifest.shards[shard]!.firstList;
    const starts = this.#listStarts(shard)!;
    const packed = codes.length / (starts[l + 1]! - starts[l]!);
    const i = at - layout.firstRows[shard]! - starts[l]!;
    return codes.subarray(i * packed, (i + 1) * packed);
  }

  /** Whether `loadCodes` brought a list's codes. */
  hasCodes(list: number): boolean {
    return this.index.listCache.get(list)?.codes !== undefined;
  }

  /** Null where its text did not come. */
  caption(at: number): ResidentCaption | null {
    const { layout, listCache, manifest, shards } = this.index;
    const shard = layout.ofRow(at);
    const { name, firstList } = manifest.shards[shard]!;
    const i = at - layout.firstRows[shard]!;
    const whole = shards.loaded(name);
    if (whole !== undefined)
      return { id: whole.block.id(i), text: whole.text(i), block: whole.block, i, codes: null };
    const list = this.listOf(at);
    if (list === null) return null;
    const { block: own, texts } = listCache.get(list) ?? {};
    const block = shards.comparable(name)?.block ?? own;
    if (texts === undefined || block === undefined) return null;
    const inList = i - this.#listStarts(shard)![list - firstList]!;
    const text = captionText({ textStarts: texts.starts, text: texts.bytes }, inList);
    const inBlock = at - block.firstRow;
    return { id: block.id(inBlock), text, block, i: inBlock, codes: this.codes(at, list) };
  }

  /** Lets all of it be evicted again. */
  release(): void {
    this.index.unpin();
  }

  /** Captions of the shard before each of its lists; undefined where nobody looked into it. */
  #listStarts(shard: number): Uint32Array | undefined {
    const { manifest, shards } = this.index;
    const { name } = manifest.shards[shard]!;
    return shards.comparable(name)?.listStarts ?? shards.outline(name)?.listStarts;
  }

  #load(content: ListContent, lists: readonly number[]): Promise<void> {
    return this.#whileOpen(() => this.index.loadLists(content, lists, this.#files));
  }

  get #files(): StoredFiles {
    if (this.files === null)
      throw new RangeError('shards left memory, and this search was given no files to read them again');
    return this.files;
  }

  async #whileOpen(load: () => Promise<void>): Promise<void> {
    const before = this.index.clearings;
    await load();
    if (this.index.clearings !== before)
      throw new FernglassError(
        'index-not-found',
        'The caption index was closed while it was searched. Open an index and search again.',
      );
  }
}
