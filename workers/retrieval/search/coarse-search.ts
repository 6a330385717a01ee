import { upperTail } from '../kernels';
import type { ListRanking } from './list-ranking';

/** Lists that are seen before anything is concluded from them. */
const LEARN_FROM = 4;
/**
 * A list may hide a whole topic far from its mean, so that its best lie further out than a normal distribution of the
 * usual spread says. Where the index does not state by how much, this is enough for rough lists as well.
 */
export const DEFAULT_MARGIN = 2.4;
/** Certainty is for those who saw every list. */
const NEARLY_CERTAIN = 0.9999;
/** Beyond so many spreads below the k-th best a list is taken to bring nothing, and so are those after it. */
const FAR = 6;

/**
 * One query's way through the lists, nearest first, and what it may still miss. A list's mean score is its centroid's
 * closeness in another unit; both that unit and the spread of scores within a list are learnt from the lists seen, so
 * that easy queries stop after a few lists and those from another modality look further. The number of captions that
 * unseen lists hold above the k-th best score so far is then a normal tail per list, corrected by how many more, or
 * towards the end fewer, the lists seen had than the same reckoning says.
 */
export class CoarseSearch {
  /** Of the ranking's order, those that were seen. */
  #seen = 0;
  #captions = 0;
  #unitProducts = 0;
  #unitSquares = 0;
  #within = 0;
  #kth = Number.NEGATIVE_INFINITY;
  /** Lists of the order from which on none has raised the k-th best score. */
  #quietFrom = 0;

  /**
   * @param ranking of the lists that can be searched and are not empty
   * @param sizes `[lists]`, captions
   * @param margin factor on the spread of scores within a list; the manifest calls it `routing.caution`
   */
  constructor(
    private readonly ranking: ListRanking,
    private readonly sizes: Uint32Array,
    private readonly margin = DEFAULT_MARGIN,
  ) {
    ranking.extend(LEARN_FROM, 0);
  }

  /** Captions compared so far. */
  get captions(): number {
    return this.#captions;
  }

  get exhausted(): boolean {
    return this.ranking.isComplete && this.#seen === this.ranking.order.length;
  }

  /** The lists to see next: more at a time the more were seen, so that reckoning stays a small part of the work. */
  next(): Uint32Array {
    const count = Math.max(LEARN_FROM, Math.ceil(this.#seen / 4));
    this.ranking.extend(this.#seen + count, this.#seen);
    return this.ranking.order.subarray(this.#seen, this.#seen + count);
  }

  /**
   * Notes what the lists brought that `next` gave.
   * @param lists all of them, in any order
   * @param outcomes sum of the scores and of their squares for each, `[lists.length, 2]`
   */
  record(lists: Uint32Array, outcomes: ArrayLike<number>): void {
    if (lists.length !== this.next().length) throw new RangeError('other lists were seen than were next');
    this.#seen += lists.length;
    for (let i = 0; i < lists.length; i++) this.#learn(lists[i]!, outcomes[2 * i]!, outcomes[2 * i + 1]!);
  }

  #learn(list: number, sum: number, squares: number): void {
    const count = this.sizes[list]!;
    if (count === 0) return;
    const closeness = this.ranking.closeness[list]!;
    this.#captions += count;
    this.#unitProducts += sum * closeness;
    this.#unitSquares += count * closeness * closeness;
    this.#within += Math.max(0, squares - (sum * sum) / count);
  }

  /**
   * Part of the true k best that has been found, as far as the lists seen let one say, 0–1. Asked after every `record`.
   * @param kth score of the k-th best so far
   */
  expectedRecall(k: number, kth: number): number {
    if (kth > this.#kth) {
      this.#kth = kth;
      this.#quietFrom = this.#seen;
    }
    if (this.exhausted) return 1;
    const reckoning = this.#reckoning(k, kth);
    if (reckoning === null) return 0;
    const { above, factor } = reckoning;
    const { order, sample, weight } = this.ranking;
    let missed = 0;
    for (let i = this.#seen; i < order.length; i++) {
      const its = above(order[i]!);
      // Closeness falls along the order, and with it what a list can bring.
      if (its === 0) break;
      missed += its;
    }
    for (const list of sample) {
      const its = above(list);
      if (its === 0) break;
      missed += weight * its;
    }
    return Math.min(NEARLY_CERTAIN, k / (k + factor * missed));
  }

  /** What the lists seen say of those that were not; null while they say nothing. */
  #reckoning(k: number, kth: number) {
    if (this.#seen < LEARN_FROM || kth <= -1) return null;
    const unit = this.#unitSquares > 0 ? this.#unitProducts / this.#unitSquares : 0;
    // Each list's mean took one degree of freedom, which matters where few captions of a list are allowed.
    const freedom = this.#captions - this.#seen;
    const spread = freedom > 0 ? this.margin * Math.sqrt(this.#within / freedom) : 0;
    if (!(spread > 0)) return null;
    const { closeness, order } = this.ranking;
    /** Captions of a list that are expected above the k-th best. */
    const above = (list: number) => expectedAbove(kth, { unit, spread }, closeness[list]!, this.sizes[list]!);
    let reckoned = 0;
    let quiet = 0;
    for (let i = 0; i < this.#seen; i++) {
      const its = above(order[i]!);
      reckoned += its;
      if (i >= this.#quietFrom) quiet += its;
    }
    // Of so many reckoned none came: by the rule of succession, that much less is to be expected of lists further out.
    return { above, factor: Math.max(1, k / Math.max(reckoned, 0.1)) / (1 + quiet) };
  }
}

/** How scores follow from closeness: a list's mean is `unit` times it, and its captions lie `spread` around that. */
export interface ScoreModel {
  readonly unit: number;
  /** The margin is in it. */
  readonly spread: number;
}

/** Captions of a list that are expected to score above the k-th best. */
export function expectedAbove(
  kth: number,
  { unit, spread }: ScoreModel,
  closeness: number,
  size: number,
): number {
  const distance = (kth - unit * closeness) / spread;
  return distance > FAR ? 0 : size * upperTail(distance);
}
