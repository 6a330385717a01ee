import { aligned, asUint16, asUint32, checkOffsets, corrupt, headerBytes } from '../layout';
import type { ShardEntry } from '../manifest/manifest';
import { HEADER_NUMBERS, type PackedShard, readFrames, sectionLengths, TEXT_NUMBERS } from './packed-shard';

/** Bytes `start` up to `end` of a file. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** Where a shard file of residual codes has what belongs to each of its lists. */
export interface PackedOutline {
  /** `[lists + 1]`: captions of the shard before each list. */
  readonly listStarts: Uint32Array;
  /** `[lists + 1]`: bytes of deflated text before each list. */
  readonly textStarts: Uint32Array;
  /** `[lists]`: bytes of text before they were deflated. */
  readonly textLengths: Uint32Array;
}

/** One list of a shard, without its texts. */
export type PackedListCodes = Omit<PackedShard, 'texts' | 'width'>;

type Counts = Pick<ShardEntry, 'lists' | 'captions' | 'firstList'>;

/** Reads single lists of one shard file of residual codes, part by part; the file's hash has been checked before. */
export class PackedParts {
  readonly #at: readonly number[];

  /** @param packed bytes of one caption's codes */
  constructor(
    private readonly entry: Counts,
    private readonly width: number,
    private readonly packed: number,
  ) {
    const at = [headerBytes(HEADER_NUMBERS)];
    for (const length of sectionLengths(entry.lists, entry.captions, width, packed))
      at.push(aligned(at.at(-1)! + length));
    this.#at = at;
  }

  /** What `readOutline` takes. */
  get outline(): Part[] {
    const { lists } = this.entry;
    return [this.#part(0, 0, 4 * (lists + 1)), this.#part(2, 0, 4 * TEXT_NUMBERS * lists)];
  }

  /** @throws FernglassError `shard-corrupt`. */
  readOutline([starts, texts]: readonly Uint8Array[]): PackedOutline {
    checkLengths([starts, texts], [4 * (this.entry.lists + 1), 4 * TEXT_NUMBERS * this.entry.lists]);
    const listStarts = asUint32(starts!);
    checkOffsets(listStarts, this.entry.captions, 'list offsets');
    const numbers = asUint32(texts!);
    const textStarts = new Uint32Array(this.entry.lists + 1);
    for (let l = 0; l < this.entry.lists; l++)
      textStarts[l + 1] = textStarts[l]! + numbers[TEXT_NUMBERS * l]!;
    // A sum beyond 32 bits wraps around, and falls.
    checkOffsets(textStarts, textStarts.at(-1)!, 'texts');
    const textLengths = Uint32Array.from(
      { length: this.entry.lists },
      (_, l) => numbers[TEXT_NUMBERS * l + 1]!,
    );
    return { listStarts, textStarts, textLengths };
  }

  /** What `readList` takes of the list at a place of the index. */
  list(outline: PackedOutline, list: number): Part[] {
    const { width } = this;
    const l = list - this.entry.firstList;
    const [start, end] = [outline.listStarts[l]!, outline.listStarts[l + 1]!];
    return [
      this.#part(1, 4 * start, 4 * end),
      this.#part(3, 8 * l, 8 * (l + 1)),
      this.#part(4, width * l, width * (l + 1)),
      this.#part(5, 2 * start, 2 * end),
      this.codes(outline, list),
    ];
  }

  /**
   * @param captionsTotal captions of the whole index: ids must lie below
   * @throws FernglassError `shard-corrupt`.
   */
  readList(list: number, parts: readonly Uint8Array[], captionsTotal: number): PackedListCodes {
    const [ids, frame, centre, norms, codes] = parts as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const count = codes.length / this.packed;
    checkLengths(parts, [4 * count, 8, this.width, 2 * count, this.packed * Math.floor(count)]);
    const its = asUint32(ids);
    if (its.some((id) => id >= captionsTotal)) corrupt('a caption id is out of bounds');
    return {
      firstList: list,
      listStarts: Uint32Array.of(0, its.length),
      ids: its,
      frames: readFrames(frame, centre, this.width),
      codes,
      inverseNorms: asUint16(norms),
    };
  }

  /** A list's codes. */
  codes({ listStarts }: PackedOutline, list: number): Part {
    const l = list - this.entry.firstList;
    return this.#part(6, this.packed * listStarts[l]!, this.packed * listStarts[l + 1]!);
  }

  /** A list's texts, deflated. */
  texts({ textStarts }: PackedOutline, list: number): Part {
    const l = list - this.entry.firstList;
    return this.#part(7, textStarts[l]!, textStarts[l + 1]!);
  }

  #part(section: number, start: number, end: number): Part {
    const at = this.#at[section]!;
    return { start: at + start, end: at + end };
  }
}

/** Refuses parts that a file is too short for. */
function checkLengths(parts: readonly (Uint8Array | undefined)[], lengths: readonly number[]): void {
  if (lengths.some((length, i) => parts[i]?.length !== length)) corrupt('it is too short');
}

/** The outline of a shard that is in memory. */
export function outlineOf({ listStarts, texts }: PackedShard): PackedOutline {
  const textStarts = new Uint32Array(texts.length + 1);
  texts.forEach(({ deflated }, l) => {
    textStarts[l + 1] = textStarts[l]! + deflated.length;
  });
  return { listStarts, textStarts, textLengths: Uint32Array.from(texts, ({ length }) => length) };
}
