import type { Group } from './groups';

/** A row of the light table: a heading, or tiles. */
export interface Row {
  /** The group that it heads; null for a row of tiles. */
  readonly heading: Group | null;
  /** Place of its first photo among those shown; a heading has that of its group. */
  readonly first: number;
  /** Photos in it; 0 for a heading. */
  readonly count: number;
}

/**
 * The rows that photos lie in: each group begins with a heading and with a row of its own.
 * @param groups empty where photos are not grouped
 */
export function rowsOf(photos: number, columns: number, groups: readonly Group[]): readonly Row[] {
  const rows: Row[] = [];
  const tiles = (from: number, to: number) => {
    for (let first = from; first < to; first += columns)
      rows.push({ heading: null, first, count: Math.min(columns, to - first) });
  };
  if (groups.length === 0) tiles(0, photos);
  for (const group of groups) {
    rows.push({ heading: group, first: group.first, count: 0 });
    tiles(group.first, group.first + group.count);
  }
  return rows;
}

/** The row of tiles in which a photo lies, by its place; −1 where there is none. */
export function rowOf(rows: readonly Row[], place: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.first <= place) low = middle + 1;
    else high = middle;
  }
  const row = rows[low - 1];
  return row !== undefined && place >= 0 && place < row.first + row.count ? low - 1 : -1;
}

/** The place a key leads to from another; null for other keys and at the edges. */
export function neighbourPlace(
  rows: readonly Row[],
  photos: number,
  from: number,
  key: string,
): number | null {
  const row = rowOf(rows, from);
  if (row < 0) return null;
  const column = from - rows[row]!.first;
  const beside = (step: 1 | -1): number => {
    let at = row + step;
    while (rows[at]?.count === 0) at += step;
    const next = rows[at];
    return next === undefined ? from : next.first + Math.min(column, next.count - 1);
  };
  const to: Readonly<Record<string, () => number>> = {
    ArrowRight: () => from + 1,
    ArrowLeft: () => from - 1,
    ArrowDown: () => beside(1),
    ArrowUp: () => beside(-1),
    Home: () => 0,
    End: () => photos - 1,
  };
  const next = to[key]?.();
  return next === undefined || next === from || next < 0 || next >= photos ? null : next;
}
