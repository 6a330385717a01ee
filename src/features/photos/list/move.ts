/** Moves the keyboard to a photo's tile once it is drawn. */
export function focusPhoto(id: string | null): void {
  if (id === null) return;
  requestAnimationFrame(() => {
    tileOf(id)?.focus();
    tileOf(id)?.scrollIntoView({ block: 'nearest' });
  });
}

/** Brings a photo's tile into view once it is drawn; the keyboard stays where it is. */
export function showPhoto(id: string): void {
  requestAnimationFrame(() => tileOf(id)?.scrollIntoView({ block: 'nearest' }));
}

const tileOf = (id: string) => document.getElementById(`photo-${id}`);
