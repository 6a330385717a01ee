import type { Photo } from '../../engine';

/** The photo a key leads to from another in a grid of so many columns; null for other keys and at the edges. */
export function neighbour(
  photos: readonly Pick<Photo, 'id'>[],
  from: string,
  key: string,
  columns: number,
): string | null {
  const at = photos.findIndex((photo) => photo.id === from);
  if (at < 0) return null;
  const last = photos.length - 1;
  const to: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: Math.min(at + columns, sameRow(at, last, columns) ? at : last),
    ArrowUp: at - columns < 0 ? at : at - columns,
    Home: 0,
    End: last,
  };
  const next = to[key];
  return next === undefined || next === at ? null : (photos[next]?.id ?? null);
}

const sameRow = (a: number, b: number, columns: number) =>
  Math.floor(a / columns) === Math.floor(b / columns);

/** How many columns a grid has at its present width. */
export function columnsOf(grid: Element | null): number {
  if (grid === null) return 1;
  return Math.max(1, getComputedStyle(grid).gridTemplateColumns.split(' ').length);
}

/** Moves the keyboard to a photo's tile once it is drawn. */
export function focusPhoto(id: string | null): void {
  if (id === null) return;
  requestAnimationFrame(() => {
    const tile = document.getElementById(`photo-${id}`);
    tile?.focus();
    tile?.scrollIntoView({ block: 'nearest' });
  });
}
