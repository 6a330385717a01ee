import { dot, type Embeddings, row, stack } from '../../../core';
import { type Products, productsWith } from './products';
import { picked } from './split';

/**
 * Regions whose lists a row is compared with, besides its own: so many, or that part of all. With a million captions in
 * 125 regions 8 were too few.
 */
const NEAR = 8;
const NEAR_PART = 1 / 6;
/** Half squared distances that differ by less are rounding: the lists are equally near. */
const SAME = 1e-6;

/** The lists of one leaf that hold rows, ready to be compared with. */
interface Region {
  readonly lists: readonly number[];
  readonly products: Products;
  readonly halfSquares: Float64Array;
}

/** Gives each of some rows the number of the list nearest to it, where `own` says which each is in. */
export type NearestLists = (rows: Embeddings, own: Uint32Array) => Promise<Uint32Array>;

/**
 * Prepares assignment to the nearest list among those of the regions nearest to a row. A row stays in its own list where
 * none is nearer: otherwise rows that all look alike would end up in one list.
 * @param means of all lists, `[lists, d]`
 * @param sizes of all lists; empty ones take no part
 * @param firstLists number of each region's first list, rising from 0
 */
export function nearestLists(
  means: Embeddings,
  sizes: Uint32Array,
  firstLists: readonly number[],
): NearestLists {
  const regionOf = new Uint32Array(means.count);
  firstLists.forEach((first, r) => {
    regionOf.fill(r, first);
  });
  const listsOf: number[][] = firstLists.map(() => []);
  for (let list = 0; list < means.count; list++) if (sizes[list]! > 0) listsOf[regionOf[list]!]!.push(list);
  const filled = [...listsOf.keys()].filter((r) => listsOf[r]!.length > 0);
  const regions: Region[] = filled.map((r) => prepared(means, listsOf[r]!));
  // From here on, regions are counted without the empty ones.
  const number = new Uint32Array(firstLists.length);
  filled.forEach((r, i) => {
    number[r] = i;
  });
  const nearest = nearestRegions(
    stack(
      filled.map((r) => centre(means, sizes, listsOf[r]!)),
      means.width,
    ),
  );

  return async (rows, own) => {
    const members: number[][] = regions.map(() => []);
    const home = own.map((list) => number[regionOf[list]!]!);
    await nearest(rows, (i, near) => {
      for (const r of near) members[r]!.push(i);
      if (!near.includes(home[i]!)) members[home[i]!]!.push(i);
    });
    const best = Uint32Array.from(own);
    const highest = new Float64Array(rows.count).fill(-Infinity);
    const ownCloseness = new Float64Array(rows.count);
    for (const [r, { lists, products, halfSquares }] of regions.entries()) {
      if (members[r]!.length === 0) continue;
      const inner = await products(picked(rows, members[r]!));
      members[r]!.forEach((i, m) => {
        for (let l = 0; l < lists.length; l++) {
          // ‖v − c‖² = ‖v‖² − 2(v·c − ‖c‖²/2)
          const closeness = inner[m * lists.length + l]! - halfSquares[l]!;
          if (lists[l] === own[i]) ownCloseness[i] = closeness;
          if (closeness > highest[i]!) {
            best[i] = lists[l]!;
            highest[i] = closeness;
          }
        }
      });
    }
    return best.map((list, i) => (highest[i]! - ownCloseness[i]! > SAME ? list : own[i]!));
  };
}

/** Prepares a search for the centres nearest to each row. */
function nearestRegions(centres: Embeddings) {
  const { count } = centres;
  const kept = Math.min(count, Math.max(NEAR, Math.ceil(NEAR_PART * count)));
  const products = productsWith(centres);
  const halfSquares = halfSquaresOf(centres);
  return async (rows: Embeddings, each: (row: number, near: readonly number[]) => void): Promise<void> => {
    const inner = await products(rows);
    const closeness = new Float64Array(count);
    for (let i = 0; i < rows.count; i++) {
      const near: number[] = [];
      for (let c = 0; c < count; c++) {
        closeness[c] = inner[i * count + c]! - halfSquares[c]!;
        if (near.length === kept && closeness[c]! <= closeness[near[kept - 1]!]!) continue;
        if (near.length === kept) near.pop();
        let at = near.length;
        while (at > 0 && closeness[near[at - 1]!]! < closeness[c]!) at--;
        near.splice(at, 0, c);
      }
      each(i, near);
    }
  };
}

function prepared(means: Embeddings, lists: readonly number[]): Region {
  const its = picked(means, lists);
  return { lists, products: productsWith(its), halfSquares: halfSquaresOf(its) };
}

const halfSquaresOf = (rows: Embeddings) =>
  Float64Array.from({ length: rows.count }, (_, i) => dot(row(rows, i), row(rows, i)) / 2);

/** Mean of all rows in some lists, `[d]`. */
function centre(means: Embeddings, sizes: Uint32Array, lists: readonly number[]): Float64Array {
  const sum = new Float64Array(means.width);
  let count = 0;
  for (const list of lists) {
    const mean = row(means, list);
    for (let j = 0; j < sum.length; j++) sum[j]! += sizes[list]! * mean[j]!;
    count += sizes[list]!;
  }
  return sum.map((x) => x / count);
}
