import type { Neighbour } from '../../retrieval/retrieval';
import type { Vector } from '../task';
import { pad, products } from '../tiles';

/** The `k` nearest of a set's vectors to each of them, best first, itself included; cost n²·d/2. */
export function nearestWithin(vectors: readonly Vector[], k: number): Neighbour[][] {
  const set = pad(vectors);
  const nearest = new NearestLists(vectors.length, k);
  products(set, set, true, (i, j, similarity) => {
    nearest.offer(i, j, similarity);
    if (j !== i) nearest.offer(j, i, similarity);
  });
  return nearest.lists();
}

/** The `k` nearest of `others` to each of `vectors`, best first; cost n·m·d. */
export function nearestAmong(
  vectors: readonly Vector[],
  others: readonly Vector[],
  k: number,
): Neighbour[][] {
  const nearest = new NearestLists(vectors.length, k);
  products(pad(vectors), pad(others), false, (i, j, similarity) => nearest.offer(i, j, similarity));
  return nearest.lists();
}

/** The best `k` of what each list was offered, the first offered before its equals. */
class NearestLists {
  readonly #indices: Int32Array;
  readonly #similarities: Float64Array;
  readonly #lengths: Int32Array;

  constructor(
    private readonly count: number,
    private readonly k: number,
  ) {
    this.#indices = new Int32Array(count * k);
    this.#similarities = new Float64Array(count * k);
    this.#lengths = new Int32Array(count);
  }

  offer(list: number, index: number, similarity: number): void {
    const { k } = this;
    const start = list * k;
    const length = this.#lengths[list]!;
    let place = start + length;
    if (length === k) {
      if (similarity <= this.#similarities[place - 1]!) return;
      place--;
    } else this.#lengths[list] = length + 1;
    for (; place > start && this.#similarities[place - 1]! < similarity; place--) {
      this.#similarities[place] = this.#similarities[place - 1]!;
      this.#indices[place] = this.#indices[place - 1]!;
    }
    this.#similarities[place] = similarity;
    this.#indices[place] = index;
  }

  lists(): Neighbour[][] {
    return Array.from({ length: this.count }, (_, list) =>
      Array.from({ length: this.#lengths[list]! }, (_, place) => ({
        index: this.#indices[list * this.k + place]!,
        similarity: this.#similarities[list * this.k + place]!,
      })),
    );
  }
}
