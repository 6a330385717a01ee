import type { MouseEvent } from 'react';
import { NONE_PICKED, selectPhoto, usePage } from '../../page-state';

/** Selects photos together; the one named last is the one that the evidence is of. One alone is selected as ever. */
export function pick(ids: Iterable<string>, current: string, anchor: string = current): void {
  const picked = new Set(ids);
  if (picked.size > 1) usePage.setState({ picked, selectedId: current, evidenceClass: null, anchor });
  else {
    selectPhoto(current);
    usePage.setState({ anchor });
  }
}

/** Selects all photos from where the range began to another. */
export function pickRange(ids: readonly string[], selected: string | null, to: string): void {
  const anchor = usePage.getState().anchor ?? selected ?? to;
  const [from, until] = [ids.indexOf(anchor), ids.indexOf(to)];
  if (until < 0) return;
  // Where the range began may not be shown any more.
  const start = from < 0 ? until : from;
  pick(ids.slice(Math.min(start, until), Math.max(start, until) + 1), to, from < 0 ? to : anchor);
}

/** Takes a photo among those that are selected, or out of them. The first time the one that was selected alone is with it. */
export function togglePicked(selected: string | null, id: string): void {
  const { picked } = usePage.getState();
  const next = new Set(picked.size === 0 && selected !== null ? [selected] : picked);
  if (!next.delete(id)) next.add(id);
  // One alone stays marked: more are about to come.
  usePage.setState({ picked: next, selectedId: id, evidenceClass: null, anchor: id });
}

/** Photos are selected one at a time again. */
export function pickNone(): void {
  usePage.setState({ picked: NONE_PICKED });
}

/** What a click with Shift, Ctrl or ⌘ selects; false for a click without. */
export function pickByMouse(
  ids: readonly string[],
  selected: string | null,
  id: string,
  { shiftKey, ctrlKey, metaKey }: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>,
): boolean {
  if (shiftKey) pickRange(ids, selected, id);
  else if (ctrlKey || metaKey) togglePicked(selected === id ? null : selected, id);
  else return false;
  return true;
}

/** The photos that are selected together and shown, where this one is among them; else this one. */
export function pickedWith(ids: readonly string[], id: string): readonly string[] {
  const { picked } = usePage.getState();
  return picked.has(id) ? ids.filter((other) => picked.has(other)) : [id];
}
