import type { Embeddings } from '../../../core';
import {
  type CaptionTags,
  type FileEntry,
  type Manifest,
  quantise,
  readTags,
  readVectors,
  type ShardEntry,
  type ShardTags,
  writeTags,
  writeVectors,
} from '../../../index-shards/format';

/** The parts of a manifest that tell more of captions than their text and codes. */
export type Known = Pick<Manifest, 'tags' | 'spaces'>;

/** What is known of one caption so. */
export interface Beside {
  /** Tags; empty where it has none. */
  readonly language: string;
  readonly source: string;
  /** Its codes in each space, `[width]`; zeros, or nothing, where it has no vector there. */
  readonly codes: readonly (Int8Array | null)[];
}

/** Of one shard's captions: tags by name, and codes in each space, `[n, width]`. */
export interface ShardBeside {
  readonly languages: readonly string[];
  readonly sources: readonly string[];
  readonly codes: readonly Int8Array[];
}

/** What is known of captions that are added: one language for all, and vectors in the spaces that they were embedded for. */
export interface BesideAdded {
  readonly language?: string | undefined;
  /** By the number of the space, `[captions, its width]`. */
  readonly vectors?: readonly (Embeddings | null)[] | undefined;
}

/**
 * Reads what lies beside a shard.
 * @param read gives a file of the index
 * @throws FernglassError `shard-corrupt`, and what `read` throws
 */
export async function readBeside(
  { tags, spaces = [] }: Known,
  shard: number,
  entry: ShardEntry,
  read: (file: FileEntry) => Promise<Uint8Array>,
): Promise<ShardBeside> {
  const numbers = tags && readTags(await read(tags.files[shard]!), entry, tags);
  const named = (of: 'languages' | 'sources') =>
    numbers === undefined
      ? new Array<string>(entry.captions).fill('')
      : Array.from(numbers[of], (number) => tags![of][number - 1]?.name ?? '');
  const codes: Int8Array[] = [];
  for (const { encoder, files } of spaces)
    codes.push(readVectors(await read(files[shard]!), entry, encoder.width));
  return { languages: named('languages'), sources: named('sources'), codes };
}

/** Of the caption in a row of a shard. */
export function besideAt({ languages, sources, codes }: ShardBeside, at: number): Beside {
  const captions = languages.length;
  return {
    language: languages[at]!,
    source: sources[at]!,
    codes: codes.map((all) => {
      const width = all.length / captions;
      return all.subarray(at * width, (at + 1) * width);
    }),
  };
}

/** Of captions that are added to an index, in their order. */
export function besideAdded(
  { spaces = [] }: Known,
  count: number,
  { language = '', vectors }: BesideAdded,
): Beside[] {
  const codes = spaces.map(({ codec }, s) => {
    const its = vectors?.[s] ?? null;
    return its && { width: its.width, all: quantise(its, codec.clip) };
  });
  return Array.from({ length: count }, (_, i) => ({
    language,
    source: '',
    codes: codes.map((its) => its?.all.subarray(i * its.width, (i + 1) * its.width) ?? null),
  }));
}

/**
 * Writes what lies beside shards. Tags are numbered by those that captions have in the end, so that the tags of all shards are
 * written; where none has changed, these are the files that were there.
 */
export class BesideWriter {
  /** Tags of every shard's captions, those that stay first. */
  readonly #tags: { readonly firstList: number; readonly its: Pick<ShardBeside, 'languages' | 'sources'> }[] =
    [];
  /** Files and captions of each space so far. */
  readonly #spaces: { readonly files: FileEntry[]; captions: number }[];

  constructor(
    private readonly known: Known,
    private readonly keep: (bytes: Uint8Array<ArrayBuffer>) => Promise<FileEntry>,
  ) {
    this.#spaces = (known.spaces ?? []).map(({ captions }) => ({ files: [], captions }));
  }

  /** A shard that stays as it is. @param number in the index before */
  stay(number: number, firstList: number, tags: Pick<ShardBeside, 'languages' | 'sources'>): void {
    this.#tags.push({ firstList, its: tags });
    this.known.spaces?.forEach(({ files }, s) => {
      this.#spaces[s]!.files.push(files[number]!);
    });
  }

  /** A shard that does not stay; those of its captions that do are written again. */
  leave({ codes }: ShardBeside): void {
    this.known.spaces?.forEach(({ encoder }, s) => {
      this.#spaces[s]!.captions -= filled(codes[s]!, encoder.width);
    });
  }

  /** A shard that is new. */
  async write(firstList: number, captions: readonly Beside[]): Promise<void> {
    const languages = captions.map(({ language }) => language);
    this.#tags.push({ firstList, its: { languages, sources: captions.map(({ source }) => source) } });
    for (const [s, { encoder }] of (this.known.spaces ?? []).entries()) {
      const codes = new Int8Array(captions.length * encoder.width);
      captions.forEach((caption, i) => {
        const its = caption.codes[s];
        if (its) codes.set(its, i * encoder.width);
      });
      const space = this.#spaces[s]!;
      space.files.push(await this.keep(writeVectors(encoder.width, firstList, codes)));
      space.captions += filled(codes, encoder.width);
    }
  }

  /** The manifest's parts now that all shards are there. */
  async finish(): Promise<Known> {
    const { spaces, tags } = this.known;
    return {
      ...(tags === undefined ? {} : { tags: await this.#finishTags(tags) }),
      ...(spaces === undefined
        ? {}
        : { spaces: spaces.map((space, s) => ({ ...space, ...this.#spaces[s]! })) }),
    };
  }

  async #finishTags(before: CaptionTags): Promise<CaptionTags> {
    const languages = this.#counted('languages', before);
    const sources = this.#counted('sources', before);
    const numbersOf = (counted: CaptionTags['languages']) =>
      new Map(counted.map(({ name }, i) => [name, i + 1] as const));
    const [byLanguage, bySource] = [numbersOf(languages), numbersOf(sources)];
    const files: FileEntry[] = [];
    for (const { firstList, its } of this.#tags) {
      const numbers: ShardTags = {
        languages: Uint16Array.from(its.languages, (name) => byLanguage.get(name) ?? 0),
        sources: Uint16Array.from(its.sources, (name) => bySource.get(name) ?? 0),
      };
      files.push(await this.keep(writeTags(firstList, numbers)));
    }
    return { languages, sources, files };
  }

  /** Tags that captions have, in the order they had, new ones behind. */
  #counted(of: 'languages' | 'sources', before: CaptionTags): CaptionTags['languages'] {
    const counts = new Map(before[of].map(({ name }) => [name, 0]));
    for (const { its } of this.#tags)
      for (const name of its[of]) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts].flatMap(([name, captions]) => (captions > 0 ? [{ name, captions }] : []));
  }
}

/** How many rows of codes are not zero. */
function filled(codes: Int8Array, width: number): number {
  let rows = 0;
  for (let start = 0; start < codes.length; start += width)
    if (codes.subarray(start, start + width).some((code) => code !== 0)) rows++;
  return rows;
}
