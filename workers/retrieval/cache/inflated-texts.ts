import { countCut, type ListTexts, readTexts, type TextBlock } from '../../../index-shards/format';

/**
 * Bytes of text that stay inflated, of all shards in memory together: some hundred lists of usual length. A list may inflate
 * to a thousand times what is stored of it, so that a number of lists would be no bound.
 */
const MOST_BYTES = 2 ** 24;

/** Reads lists' texts, keeps those read last inflated, and counts captions that are too long to be read whole. */
export class InflatedTexts {
  /** In order of their last use. */
  readonly #texts = new Map<TextBlock, ListTexts>();
  #bytes = 0;
  /** By list, those without any left out. */
  readonly #cut = new Map<number, number>();

  constructor(private readonly most = MOST_BYTES) {}

  /** Bytes that are kept inflated. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Captions seen so far of which only the beginning is read (`LIMITS.captionBytes`). */
  get captionsCut(): number {
    let sum = 0;
    for (const its of this.#cut.values()) sum += its;
    return sum;
  }

  /**
   * The texts of a list of `count` captions.
   * @throws FernglassError `shard-corrupt`.
   */
  read(block: TextBlock, list: number, count: number): ListTexts {
    const known = this.#texts.get(block);
    const texts = known ?? readTexts(block, count);
    this.#texts.delete(block);
    this.#texts.set(block, texts);
    if (known === undefined) {
      this.#bytes += sizeOf(texts);
      this.note(list, texts.starts);
      this.#shrink();
    }
    return texts;
  }

  /** Counts the captions of a list that are too long. @param starts `[n + 1]` */
  note(list: number, starts: Uint32Array): void {
    const cut = countCut(starts);
    if (cut > 0) this.#cut.set(list, cut);
  }

  clear(): void {
    this.#texts.clear();
    this.#cut.clear();
    this.#bytes = 0;
  }

  /** The texts read last stay, however long: they are about to be used. */
  #shrink(): void {
    for (const [block, texts] of this.#texts) {
      if (this.#bytes <= this.most || this.#texts.size === 1) return;
      this.#texts.delete(block);
      this.#bytes -= sizeOf(texts);
    }
  }
}

const sizeOf = ({ starts, bytes }: ListTexts) => starts.byteLength + bytes.byteLength;
