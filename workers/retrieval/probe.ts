import { upperTail } from './normal';

/** What a list brought, as `ListOutcome`. */
export interface ListSeen {
  readonly sum: number;
  readonly squares: number;
}

/** Lists that are seen before anything is concluded from them. */
const LEARN_FROM = 4;
/**
 * A list may hide a whole topic far from its mean, so that its best lie further out than a normal distribution of the
 * usual spread says. At 100,000 captions of the benchmark's, the recall asked for is reached from this value on.
 */
const CAUTION = 2.2;
/** Certainty is for those who saw every list. */
const NEARLY_CERTAIN = 0.9999;
/** Beyond so many spreads below the k-th best a list is taken to bring nothing, and so are those after it. */
const FAR = 6;

/**
 * One query's way through the lists, nearest first, and what it may still miss. A list's mean score is its centroid's
 * closeness in another unit; both that unit and the spread of scores within a list are learnt from the lists seen, so
 * that easy queries stop after a few lists and those from another modality look further. The number of captions that
 * unseen lists hold above the k-th best score so far is then a normal tail per list, corrected by how many more the
 * lists seen held than the same reckoning says.
 */
export class Probe {
  readonly #order: Uint32Array;
  /** Of the order, those that were seen. */
  #seen = 0;
  /** All lists that were learnt from. */
  readonly #learnt: number[] = [];
  #captions = 0;
  #unitProducts = 0;
  #unitSquares = 0;
  #within = 0;

  /**
   * @param closeness `[lists]`, the query's inner product with each list's mean, in any unit
   * @param sizes `[lists]`, captions
   * @param reachable lists that can be searched
   */
  constructor(
    private readonly closeness: Float32Array,
    private readonly sizes: Uint32Array,
    reachable: (list: number) => boolean,
  ) {
    const lists: number[] = [];
    for (let list = 0; list < closeness.length; list++)
      if (sizes[list]! > 0 && reachable(list)) lists.push(list);
    this.#order = Uint32Array.from(lists).sort((a, b) => closeness[b]! - closeness[a]! || a - b);
  }

  /** Captions compared so far. */
  get captions(): number {
    return this.#captions;
  }

  get exhausted(): boolean {
    return this.#seen === this.#order.length;
  }

  /** The lists to see next: more at a time the more were seen, so that reckoning stays a small part of the work. */
  next(): Uint32Array {
    const count = Math.max(LEARN_FROM, Math.ceil(this.#seen / 6));
    return this.#order.subarray(this.#seen, this.#seen + count);
  }

  /** Notes the first of the lists that `next` gave and that were not noted yet. */
  record(list: number, seen: ListSeen): void {
    if (this.#order[this.#seen] !== list) throw new RangeError(`list ${list} was seen out of turn`);
    this.#seen++;
    this.learn(list, seen);
  }

  /** Learns from a list that is compared in any case. */
  learn(list: number, { sum, squares }: ListSeen): void {
    const count = this.sizes[list]!;
    if (count === 0) return;
    const closeness = this.closeness[list]!;
    this.#learnt.push(list);
    this.#captions += count;
    this.#unitProducts += sum * closeness;
    this.#unitSquares += count * closeness * closeness;
    this.#within += Math.max(0, squares - (sum * sum) / count);
  }

  /**
   * Part of the true k best that has been found, as far as the lists seen let one say, 0–1.
   * @param kth score of the k-th best so far
   */
  expectedRecall(k: number, kth: number): number {
    if (this.exhausted) return 1;
    if (this.#learnt.length < LEARN_FROM || kth <= -1) return 0;
    const unit = this.#unitSquares > 0 ? this.#unitProducts / this.#unitSquares : 0;
    // Each list's mean took one degree of freedom, which matters where few captions of a list are allowed.
    const freedom = this.#captions - this.#learnt.length;
    const spread = freedom > 0 ? CAUTION * Math.sqrt(this.#within / freedom) : 0;
    if (!(spread > 0)) return 0;
    const above = (list: number) => {
      const distance = (kth - unit * this.closeness[list]!) / spread;
      return distance > FAR ? 0 : this.sizes[list]! * upperTail(distance);
    };
    let reckoned = 0;
    for (const list of this.#learnt) reckoned += above(list);
    let missed = 0;
    for (let i = this.#seen; i < this.#order.length; i++) {
      const its = above(this.#order[i]!);
      // Closeness falls along the order, and with it what a list can bring.
      if (its === 0) break;
      missed += its;
    }
    missed *= Math.max(1, k / Math.max(reckoned, 0.1));
    return Math.min(NEARLY_CERTAIN, k / (k + missed));
  }
}
