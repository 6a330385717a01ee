import type { ListTexts } from '../../../index-shards/format';
import type { ResidualBlock } from '../kernels';

/** What was read of a list whose shard is in memory in part or not at all. */
export interface CachedList {
  /** All of it but its texts, where nothing of its shard is in memory. */
  readonly block?: ResidualBlock;
  /** What the first pass does without, `[n, packedBytes]`. */
  readonly codes?: Uint8Array;
  readonly texts?: ListTexts;
}

/** Single lists that searches looked into, those used last. */
export class ListCache {
  /** By their number, in order of their last use. */
  readonly #lists = new Map<number, CachedList>();
  readonly #retired: ResidualBlock[] = [];
  #bytes = 0;
  #pinned = false;

  get bytes(): number {
    return this.#bytes;
  }

  get(list: number): CachedList | undefined {
    return this.#lists.get(list);
  }

  /** Notes what was read of a list, beside what was before. */
  add(list: number, read: CachedList): void {
    const before = this.#lists.get(list);
    if (read.block !== undefined && before?.block !== undefined) this.#retired.push(before.block);
    const its = { ...before, ...read };
    this.#lists.set(list, its);
    this.#bytes += bytesOf(its) - (before ? bytesOf(before) : 0);
  }

  /** Notes that a list is used; last used is last to go. */
  use(list: number): void {
    const its = this.#lists.get(list);
    if (its === undefined) return;
    this.#lists.delete(list);
    this.#lists.set(list, its);
  }

  /** Keeps all lists until `unpin`. */
  pin(): void {
    this.#pinned = true;
  }

  unpin(): void {
    this.#pinned = false;
    for (const block of this.#retired.splice(0)) block.free();
  }

  /** Forgets lists that come into memory with their shard; a search under way may still point into their blocks. */
  retire(firstList: number, lists: number): void {
    for (let list = firstList; list < firstList + lists; list++) this.#forget(list);
    if (!this.#pinned) this.unpin();
  }

  /** Lets lists go until the rest fits. */
  shrinkTo(most: number): void {
    if (this.#pinned) return;
    for (const list of this.#lists.keys()) {
      if (this.#bytes <= most) break;
      this.#forget(list);
    }
    this.unpin();
  }

  clear(): void {
    for (const list of this.#lists.keys()) this.#forget(list);
    for (const block of this.#retired.splice(0)) block.free();
  }

  #forget(list: number): void {
    const its = this.#lists.get(list);
    if (its === undefined) return;
    this.#lists.delete(list);
    this.#bytes -= bytesOf(its);
    if (its.block !== undefined) this.#retired.push(its.block);
  }
}

const bytesOf = ({ block, codes, texts }: CachedList) =>
  (block?.bytes ?? 0) +
  (codes?.byteLength ?? 0) +
  (texts === undefined ? 0 : texts.starts.byteLength + texts.bytes.byteLength);
