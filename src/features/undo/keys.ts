/** The part of a key press that matters here. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/**
 * What a key press asks for: Ctrl or ⌘ with Z takes back, with Shift as well it does again, as Ctrl Y does. On a keyboard
 * that writes no Latin letters the key in Z's place counts.
 */
export function undoKey(press: KeyPress): 'undo' | 'redo' | null {
  if (press.altKey || press.ctrlKey === press.metaKey) return null;
  const key = press.key.toLowerCase();
  const isLatin = /^[a-z]$/.test(key);
  if (isLatin ? key === 'z' : press.code === 'KeyZ') return press.shiftKey ? 'redo' : 'undo';
  if (press.ctrlKey && !press.shiftKey && (isLatin ? key === 'y' : press.code === 'KeyY')) return 'redo';
  return null;
}

/** Kinds of input in which nothing is written, so that the browser has nothing to take back in them. */
const NOT_WRITTEN_IN = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];

/** What an event happened to, in a shadow tree too, as long as it is on its way. */
export const innermost = (event: Pick<Event, 'composedPath' | 'target'>): EventTarget | null =>
  event.composedPath()[0] ?? event.target;

/** Whether the browser itself takes back what was written there. */
export function isWrittenIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !NOT_WRITTEN_IN.includes(target.type) && !target.readOnly && !target.disabled;
  if (target instanceof HTMLTextAreaElement) return !target.readOnly && !target.disabled;
  return target.isContentEditable;
}
