import { MOST_NAMED } from '../../protocol';
import type { CaptionSource } from '../search/caption-source';
import { CaptionWords } from './lexical';
import { nextTask } from './next-task';

/** Captions taken in between two chances for other work: about 20 ms. */
const SLICE = 500;

/** The words of an opened index's captions, taken in when they are first searched, and of later shards as they come. */
export class IndexWords {
  readonly #words = new CaptionWords();
  readonly #known = new Set<number>();
  #update: Promise<void> | null = null;

  /** @param most captions of which the words are kept, those of the first shards */
  constructor(
    private readonly source: CaptionSource,
    private readonly most = MOST_NAMED,
  ) {}

  /** The words of the captions that are there; ids are rows. */
  async current(): Promise<CaptionWords> {
    this.#update ??= this.#takeIn().finally(() => {
      this.#update = null;
    });
    await this.#update;
    return this.#words;
  }

  async #takeIn(): Promise<void> {
    const { index } = this.source;
    let firstRow = 0;
    for (const [shard, { captions }] of index.manifest.shards.entries()) {
      if (!this.#known.has(shard) && index.hasShard(shard)) await this.#takeShard(shard, firstRow);
      firstRow += captions;
    }
  }

  async #takeShard(shard: number, firstRow: number): Promise<void> {
    const room = this.most - this.#words.captions;
    if (room <= 0) return;
    const texts = await textsOf(this.source, shard);
    if (texts === undefined) return;
    this.#known.add(shard);
    for (const [i, text] of texts.slice(0, room).entries()) {
      this.#words.add(firstRow + i, text);
      if (i % SLICE === SLICE - 1) await nextTask();
    }
  }
}

/** Texts of a shard's captions in its order; undefined where it is not there. */
export function textsOf({ index, read }: CaptionSource, shard: number): Promise<string[] | undefined> {
  return index.withShard(shard, read, ({ block, text }) =>
    Array.from({ length: block.count }, (_, i) => text(i)),
  );
}
