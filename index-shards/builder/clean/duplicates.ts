import { createHash } from 'node:crypto';
import { Bitset } from '../stages/bitset';
import { ExternalSort } from '../stages/sort';

/** Bytes of a record: hash of the folded text, place, hash of the text. */
const FOLDED = 12;
const PLACE = 6;
const EXACT = 8;

/** What repeats what came before. */
export interface Repetitions {
  /** Places that go; the first of each kind stays. */
  readonly dropped: Bitset;
  readonly exact: number;
  readonly near: number;
}

/**
 * Finds repetitions without holding the captions: hashes are sorted on disk. A text equal to an earlier one is an exact
 * repetition; one that only folds to the same is a near one.
 */
export class RepetitionFinder {
  readonly #sort: ExternalSort;
  readonly #record = Buffer.alloc(FOLDED + PLACE + EXACT);
  #places = 0;

  /** @param folder for sorted runs, see `ExternalSort` */
  constructor(folder: string, run?: number) {
    this.#sort = new ExternalSort(folder, this.#record.length, run);
  }

  add(text: string, folded: string): void {
    this.#record.set(hash(folded, FOLDED));
    this.#record.writeUIntBE(this.#places++, FOLDED, PLACE);
    this.#record.set(hash(text, EXACT), FOLDED + PLACE);
    this.#sort.add(this.#record);
  }

  /** @param withNear whether near repetitions go too */
  find(withNear: boolean): Repetitions {
    const dropped = new Bitset();
    let exact = 0;
    let near = 0;
    let group = '';
    const seen = new Set<string>();
    for (const record of this.#sort.sorted()) {
      const folded = record.toString('latin1', 0, FOLDED);
      const text = record.toString('latin1', FOLDED + PLACE);
      if (folded !== group) {
        group = folded;
        seen.clear();
      } else if (withNear || seen.has(text)) {
        dropped.add(record.readUIntBE(FOLDED, PLACE));
        if (seen.has(text)) exact++;
        else near++;
      }
      seen.add(text);
    }
    return { dropped, exact, near };
  }
}

/** The first bytes of a SHA-256: 96 bits of it do not collide by chance in any corpus. */
function hash(text: string, bytes: number): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, bytes);
}
