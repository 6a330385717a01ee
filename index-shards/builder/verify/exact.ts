import type { Embeddings } from '../../../core';
import { blocks, type Matrix } from '../embed/matrix';
import { productsWith } from '../lists/products';
import type { Progress } from '../stages/progress';

/**
 * Rows with the highest inner product with each query, best first; equal ones by rising row. Every row is compared, in
 * f32, a block at a time: the yardstick for the written index.
 */
export async function exactIds(
  embeddings: Matrix,
  queries: Embeddings,
  k: number,
  progress?: Progress,
): Promise<number[][]> {
  const products = productsWith(queries);
  const best = Array.from({ length: queries.count }, () => new Best(k));
  for (const { start, rows } of blocks(embeddings)) {
    const similarities = await products(rows);
    for (let i = 0; i < rows.count; i++)
      for (let q = 0; q < queries.count; q++) best[q]!.offer(start + i, similarities[i * queries.count + q]!);
    progress?.update(start + rows.count, embeddings.count, 'captions');
  }
  return best.map(({ ids }) => ids);
}

/** The best k of what is offered; of equal ones those with the lower id. */
export class Best {
  readonly ids: number[] = [];
  readonly #similarities: number[] = [];
  #least = -Infinity;

  constructor(private readonly k: number) {}

  offer(id: number, similarity: number): void {
    if (similarity < this.#least) return;
    const similarities = this.#similarities;
    let place = this.ids.length;
    while (
      place > 0 &&
      (similarities[place - 1]! < similarity ||
        (similarities[place - 1] === similarity && this.ids[place - 1]! > id))
    )
      place--;
    if (place === this.k) return;
    this.ids.splice(place, 0, id);
    similarities.splice(place, 0, similarity);
    if (this.ids.length > this.k) {
      this.ids.pop();
      similarities.pop();
    }
    if (this.ids.length === this.k) this.#least = similarities.at(-1)!;
  }
}
