/** The photo a key leads to from another in a grid of so many columns; null for other keys and at the edges. */
export function neighbour(ids: readonly string[], from: string, key: string, columns: number): string | null {
  const at = ids.indexOf(from);
  if (at < 0) return null;
  const last = ids.length - 1;
  const to: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: Math.min(at + columns, sameRow(at, last, columns) ? at : last),
    ArrowUp: at - columns < 0 ? at : at - columns,
    Home: 0,
    End: last,
  };
  const next = to[key];
  return next === undefined || next === at ? null : (ids[next] ?? null);
}

const sameRow = (a: number, b: number, columns: number) =>
  Math.floor(a / columns) === Math.floor(b / columns);

/** Moves the keyboard to a photo's tile once it is drawn. */
export function focusPhoto(id: string | null): void {
  if (id === null) return;
  requestAnimationFrame(() => {
    const tile = document.getElementById(`photo-${id}`);
    tile?.focus();
    tile?.scrollIntoView({ block: 'nearest' });
  });
}
