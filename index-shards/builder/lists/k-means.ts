import { type Embeddings, row, stack } from '../../../core';
import { productsWith, views } from './products';

const ITERATIONS = 20;
/** Squared distances below this are rounding: the vectors are the same. */
const SAME = 1e-6;

/** Gives each row the number of its nearest centroid. */
export type Assign = (rows: Embeddings) => Promise<Uint32Array>;

/** Prepares assignment to centroids `[k, d]`; of equally near ones the first is taken. */
export function assignTo(centroids: Embeddings): Assign {
  const { count } = centroids;
  const products = productsWith(centroids);
  const halfSquares = Float64Array.from({ length: count }, (_, c) => squaredNorm(row(centroids, c)) / 2);
  return async (rows) => {
    const nearest = new Uint32Array(rows.count);
    for (const part of views(rows)) {
      const inner = await products(part);
      for (let i = 0; i < part.count; i++) {
        let best = 0;
        let highest = -Infinity;
        for (let c = 0; c < count; c++) {
          // ‖v − c‖² = ‖v‖² − 2(v·c − ‖c‖²/2)
          const closeness = inner[i * count + c]! - halfSquares[c]!;
          if (closeness > highest) {
            best = c;
            highest = closeness;
          }
        }
        nearest[part.start + i] = best;
      }
    }
    return nearest;
  };
}

/**
 * Centroids of `rows` by Lloyd's algorithm from k-means++ seeds, `[at most count, d]`: fewer where there are fewer
 * different rows, none that is nobody's nearest.
 */
export async function kMeans(rows: Embeddings, count: number, random: () => number): Promise<Embeddings> {
  let centroids = await seeds(rows, count, random);
  let before: Uint32Array | null = null;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const nearest = await assignTo(centroids)(rows);
    if (before !== null && nearest.every((c, i) => c === before![i])) break;
    const means = meansOf(rows, nearest, centroids.count);
    // Numbers change where a centroid is left out, so the assignments cannot be compared then.
    before = means.count === centroids.count ? nearest : null;
    centroids = means;
  }
  return centroids;
}

/** Mean of the rows of each group; a group without rows has none. */
function meansOf(rows: Embeddings, group: Uint32Array, groups: number): Embeddings {
  const { width, data } = rows;
  const sums = new Float64Array(groups * width);
  const counts = new Uint32Array(groups);
  group.forEach((g, i) => {
    counts[g]!++;
    const from = i * width;
    const to = g * width;
    for (let j = 0; j < width; j++) sums[to + j]! += data[from + j]!;
  });
  const kept = [...counts.keys()].filter((g) => counts[g]! > 0);
  return stack(
    kept.map((g) => sums.subarray(g * width, (g + 1) * width).map((x) => x / counts[g]!)),
    width,
  );
}

/** k-means++: each further seed is drawn with the square of its distance to the nearest one so far. */
async function seeds(rows: Embeddings, count: number, random: () => number): Promise<Embeddings> {
  const chosen = [row(rows, Math.floor(random() * rows.count))];
  const squares = Float64Array.from({ length: rows.count }, (_, i) => squaredNorm(row(rows, i)));
  const distance = new Float64Array(rows.count).fill(Infinity);
  while (chosen.length < count) {
    const last = chosen.at(-1)!;
    const square = squaredNorm(last);
    const products = productsWith({ count: 1, width: rows.width, data: last });
    let total = 0;
    for (const part of views(rows)) {
      const inner = await products(part);
      for (let i = 0; i < part.count; i++) {
        const at = part.start + i;
        const apart = squares[at]! + square - 2 * inner[i]!;
        distance[at] = Math.min(distance[at]!, apart < SAME ? 0 : apart);
        total += distance[at]!;
      }
    }
    if (total === 0) break;
    let left = random() * total;
    let at = 0;
    while (at < rows.count - 1 && left >= distance[at]!) left -= distance[at++]!;
    chosen.push(row(rows, at));
  }
  return stack(chosen, rows.width);
}

function squaredNorm(v: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < v.length; j++) sum += v[j]! * v[j]!;
  return sum;
}
