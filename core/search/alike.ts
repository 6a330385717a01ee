import { dot } from '../embeddings';
import { seededRandom } from '../metrics/random';

/** Passes after which a grouping stands as it is. */
const MOST_PASSES = 8;

/** Photos compared with all centres between two chances to rest. */
const AT_ONCE = 16;

/**
 * Groups vectors of length 1 by their directions: spherical k-means (Dhillon & Modha 2001) from the spread start of
 * k-means++, the same each time. In steps, so that whoever runs it can rest; O(n · count · d) for each of at most nine passes.
 * @param vectors `[n][d]`
 * @param count groups wished for; fewer come of fewer different vectors
 * @returns `[n]`, the number of each vector's group, 0 for the largest
 */
export function* alike(
  vectors: readonly Float32Array[],
  count: number,
  seed = 1,
): Generator<void, Int32Array> {
  const groups = new Int32Array(vectors.length);
  const k = Math.min(Math.max(1, Math.floor(count)), vectors.length);
  if (vectors.length === 0) return groups;
  let centres = yield* spreadStart(vectors, k, seededRandom(seed));
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const moved = yield* assign(vectors, centres, groups);
    if (!moved && pass > 0) break;
    centres = meansOf(vectors, groups, centres);
  }
  return bySize(groups);
}

/** Centres far from each other: each is drawn with a chance that rises with its distance from those before. */
function* spreadStart(
  vectors: readonly Float32Array[],
  k: number,
  random: () => number,
): Generator<void, Float32Array[]> {
  const centres = [vectors[Math.floor(random() * vectors.length)]!];
  const far = new Float64Array(vectors.length).fill(Number.POSITIVE_INFINITY);
  while (centres.length < k) {
    const last = centres.at(-1)!;
    let sum = 0;
    for (let i = 0; i < vectors.length; i++) {
      far[i] = Math.min(far[i]!, Math.max(0, 1 - dot(vectors[i]!, last)));
      sum += far[i]!;
      if (i % (16 * AT_ONCE) === 0) yield;
    }
    // Every vector is a centre's already.
    if (!(sum > 1e-9)) break;
    let rest = random() * sum;
    let at = 0;
    for (; at < vectors.length - 1; at++) {
      rest -= far[at]!;
      if (rest <= 0) break;
    }
    centres.push(vectors[at]!);
  }
  return centres;
}

/** Gives each vector to its nearest centre; of equal ones to the first. @returns whether any changed its group */
function* assign(
  vectors: readonly Float32Array[],
  centres: readonly Float32Array[],
  groups: Int32Array,
): Generator<void, boolean> {
  let moved = false;
  for (let i = 0; i < vectors.length; i++) {
    let best = 0;
    let nearest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < centres.length; c++) {
      const near = dot(vectors[i]!, centres[c]!);
      if (near > nearest) [best, nearest] = [c, near];
    }
    moved ||= groups[i] !== best;
    groups[i] = best;
    if (i % AT_ONCE === 0) yield;
  }
  return moved;
}

/** The mean directions of the groups; an empty group keeps its centre. */
function meansOf(
  vectors: readonly Float32Array[],
  groups: Int32Array,
  before: readonly Float32Array[],
): Float32Array[] {
  const sums = before.map(({ length }) => new Float32Array(length));
  vectors.forEach((vector, i) => {
    const sum = sums[groups[i]!]!;
    for (let j = 0; j < vector.length; j++) sum[j]! += vector[j]!;
  });
  return sums.map((sum, c) => {
    const length = Math.sqrt(dot(sum, sum));
    return length > 0 ? sum.map((value) => value / length) : before[c]!;
  });
}

/** Numbers groups anew, the largest first; of equal ones that of the first vector. */
function bySize(groups: Int32Array): Int32Array {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const order = [...sizes].sort((a, b) => b[1] - a[1]);
  const numbers = new Map(order.map(([group], number) => [group, number]));
  return groups.map((group) => numbers.get(group)!);
}
