/** How tiles lie on the light table. */
export interface GridShape {
  readonly columns: number;
  /** Pixels between two columns, and between two rows. */
  readonly columnGap: number;
  readonly rowGap: number;
  /** Pixels. */
  readonly tileWidth: number;
}

const WIDE = { least: 148, columnGap: 12, rowGap: 16 };
const NARROW = { least: 140, columnGap: 4, rowGap: 16 };

/**
 * As many columns as fit.
 * @param width pixels of the light table, without its padding
 * @param narrow whether the window is
 */
export function gridShape(width: number, narrow: boolean): GridShape {
  const { least, columnGap, rowGap } = narrow ? NARROW : WIDE;
  const columns = Math.max(1, Math.floor((width + columnGap) / (least + columnGap)));
  const tileWidth = Math.max(0, (width - (columns - 1) * columnGap) / columns);
  return { columns, columnGap, rowGap, tileWidth };
}

/** About the height of a tile in pixels, until one is measured: its picture is 4 : 3, its words take the rest. */
export const likelyHeight = (tileWidth: number): number => Math.round((tileWidth - 14) * 0.75) + 82;

/** Up to this many photos every tile is drawn: so few cost nothing, and the browser finds in them. What a search finds is more. */
const FEW = 80;

/** Rows drawn beyond those in view, on either side: all of few photos. */
export const rowsBeyond = (photos: number, rows: number): number => (photos <= FEW ? rows : 2);

/**
 * The rows to draw: those in view, and those of photos that must stay, such as the one that has the keyboard.
 * @param range first and last row in view
 * @param beyond rows more on either side
 */
export function rowsToDraw(
  range: { readonly first: number; readonly last: number },
  rows: number,
  beyond: number,
  kept: readonly number[],
): number[] {
  const first = Math.max(0, range.first - beyond);
  const last = Math.min(rows - 1, range.last + beyond);
  const drawn = new Set(kept.filter((row) => row >= 0 && row < rows));
  for (let row = first; row <= last; row++) drawn.add(row);
  return [...drawn].sort((a, b) => a - b);
}
