import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FernglassError } from '../../../core';
import { type CountedTag, LIMITS, type ShardTags } from '../../format';
import type { Row } from '../sources';
import type { Bitset } from '../stages/bitset';
import { alignedBuffer, bytesOf } from '../stages/files';

/** The columns that tags come from. */
export const TAG_COLUMNS = ['language', 'source'] as const;
export type TagColumn = (typeof TAG_COLUMNS)[number];

/** Tags of the captions of a build, most frequent first, and a hash that tells whose they are. */
export type TagsReport = { readonly [K in TagColumn]: readonly CountedTag[] } & { readonly sha256: string };

const fileName = (column: TagColumn) => `${column}.u16`;

/** Takes the tags of one column while captions are read: their names, and for each caption 0 or 1 + a name's place. */
class TagReader {
  readonly #places = new Map<string, number>();
  #tags = new Uint16Array(1024);
  #count = 0;

  constructor(
    private readonly column: TagColumn,
    private readonly fallback: string,
  ) {}

  add(value: string): void {
    if (this.#count === this.#tags.length) {
      const larger = new Uint16Array(2 * this.#count);
      larger.set(this.#tags);
      this.#tags = larger;
    }
    this.#tags[this.#count++] = this.#placeOf(value.normalize('NFC').trim() || this.fallback);
  }

  #placeOf(value: string): number {
    if (value === '') return 0;
    const name = this.column === 'language' ? canonicalLanguage(value) : value;
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    if (name.length > LIMITS.tagLength || this.#places.size === LIMITS.tags)
      throw new FernglassError(
        'input-invalid',
        `The column of --${this.column}-column holds ${name.length > LIMITS.tagLength ? `“${name.slice(0, 60)}…”` : `more than ${LIMITS.tags} different values`}; it must hold short tags of which many captions share one. Name another column.`,
      );
    this.#places.set(name, this.#places.size + 1);
    return this.#places.size;
  }

  /** The names by falling frequency, and the tags of all captions but those dropped. */
  finish(dropped: Bitset): { readonly names: CountedTag[]; readonly tags: Uint16Array } {
    const kept = this.#tags.subarray(0, this.#count).filter((_, place) => !dropped.has(place));
    const counts = new Uint32Array(this.#places.size + 1);
    for (const tag of kept) counts[tag]!++;
    const sorted = [...this.#places]
      .filter(([, tag]) => counts[tag]! > 0)
      .sort(([a, i], [b, j]) => counts[j]! - counts[i]! || (a < b ? -1 : 1));
    if (sorted.length === 0)
      throw new FernglassError(
        'input-invalid',
        `No caption has anything in the column of --${this.column}-column. Check its name.`,
      );
    const renumbered = new Uint16Array(counts.length);
    sorted.forEach(([, tag], i) => {
      renumbered[tag] = i + 1;
    });
    return {
      names: sorted.map(([name, tag]) => ({ name, captions: counts[tag]! })),
      tags: kept.map((tag) => renumbered[tag]!),
    };
  }
}

/** Takes the tags that the input's columns give. */
export class TagsReader {
  readonly #readers: readonly (readonly [TagColumn, TagReader])[];

  /**
   * @param columns that the input has
   * @param language of captions for which its column says none; empty for none
   */
  constructor(columns: readonly TagColumn[], language: string) {
    this.#readers = columns.map((column) => [
      column,
      new TagReader(column, column === 'language' ? language : ''),
    ]);
  }

  /** @throws FernglassError `input-invalid` when a column does not hold tags. */
  add(row: Exclude<Row, { readonly bad: unknown }>): void {
    for (const [column, reader] of this.#readers) reader.add(row[column] ?? '');
  }

  /**
   * Writes the tags of all captions but those dropped, in their order, for `readTagsOf`; null where no column gives any.
   * @throws FernglassError `input-invalid` when a column is empty.
   */
  write(folder: string, dropped: Bitset): TagsReport | null {
    if (this.#readers.length === 0) return null;
    const named: Record<TagColumn, readonly CountedTag[]> = { language: [], source: [] };
    const hash = createHash('sha256');
    for (const [column, reader] of this.#readers) {
      const { names, tags } = reader.finish(dropped);
      named[column] = names;
      writeFileSync(join(folder, fileName(column)), bytesOf(tags));
      hash.update(JSON.stringify([column, names])).update(bytesOf(tags));
    }
    return { ...named, sha256: hash.digest('hex') };
  }
}

/** The tags of all captions by id, as `TagsReader` wrote them. */
export function readTagsOf(folder: string, report: TagsReport, captions: number): ShardTags {
  const read = (column: TagColumn) =>
    report[column].length === 0
      ? new Uint16Array(captions)
      : new Uint16Array(alignedBuffer(readFileSync(join(folder, fileName(column)))));
  return { languages: read('language'), sources: read('source') };
}

/** A BCP 47 tag in its usual spelling; what is none stays as it is. */
function canonicalLanguage(value: string): string {
  try {
    return Intl.getCanonicalLocales(value.replaceAll('_', '-'))[0] ?? value;
  } catch {
    return value;
  }
}
