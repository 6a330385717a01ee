import type { Neighbour } from '../../retrieval/retrieval';

/** A symmetric matrix by rows: row i holds `values[starts[i] … starts[i+1]]` in `columns`. */
export interface SparseMatrix {
  readonly order: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** What one photo is near to. */
export interface NearestNodes {
  /** Nearest photos, best first, the photo itself among them. */
  readonly photos: readonly Neighbour[];
  /** Nearest classes, best first. */
  readonly classes: readonly Neighbour[];
}

/**
 * S = D^-½ (W + Wᵀ) D^-½ with a zero diagonal. Nodes are the `classCount` classes, then the photos. W joins each photo
 * to its k nearest photos (itself counts among them, as in a search of the set, and falls out with the diagonal) and to
 * its k nearest classes; cosines below 0 are 0, and those to classes are raised to γ.
 */
export function normalisedGraph(
  nearest: readonly NearestNodes[],
  classCount: number,
  k: number,
  gamma: number,
): SparseMatrix {
  const rows = Array.from({ length: classCount + nearest.length }, () => new Map<number, number>());
  const join = (from: number, to: number, weight: number) => {
    if (from === to || weight <= 0) return;
    rows[from]!.set(to, (rows[from]!.get(to) ?? 0) + weight);
    rows[to]!.set(from, (rows[to]!.get(from) ?? 0) + weight);
  };
  nearest.forEach(({ photos, classes }, i) => {
    for (const { index, similarity } of photos.slice(0, k))
      join(classCount + i, classCount + index, Math.max(0, similarity));
    for (const { index, similarity } of classes.slice(0, k))
      join(classCount + i, index, Math.max(0, similarity) ** gamma);
  });
  return normalised(rows);
}

function normalised(rows: readonly Map<number, number>[]): SparseMatrix {
  // A node without edges keeps an empty row.
  const roots = rows.map((edges) => Math.sqrt([...edges.values()].reduce((sum, weight) => sum + weight, 0)));
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((edges, i) => {
    starts[i + 1] = starts[i]! + edges.size;
  });
  const columns = new Int32Array(starts[rows.length]!);
  const values = new Float64Array(columns.length);
  rows.forEach((edges, i) => {
    let at = starts[i]!;
    for (const [column, weight] of edges) {
      columns[at] = column;
      values[at++] = weight / (roots[i]! * roots[column]!);
    }
  });
  return { order: rows.length, starts, columns, values };
}
