import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react';

/**
 * Where the focus goes within a list whose buttons are one Tab stop.
 * @param at which has it now
 * @param count how many there are
 * @returns null for a key that moves nothing
 */
export function placeFor(key: string, at: number, count: number): number | null {
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : Math.max(0, Math.min(to, count - 1));
}

/**
 * A list each of whose items has a button, as one Tab stop: arrows, Home and End go from button to button (WAI-ARIA, roving
 * tabindex). `stop` is the item whose button can be reached by Tab: the one that had the focus last.
 * @param selector finds those buttons
 */
export function useOneTabStop<List extends HTMLElement>(count: number, selector: string) {
  const list = useRef<List>(null);
  const [last, setLast] = useState(0);
  const buttons = () => [...(list.current?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const placeOf = (target: EventTarget) => buttons().indexOf(target as HTMLElement);
  return {
    list,
    stop: Math.min(last, count - 1),
    onFocus(event: FocusEvent) {
      const at = placeOf(event.target);
      if (at >= 0) setLast(at);
    },
    onKeyDown(event: KeyboardEvent) {
      const at = placeOf(event.target);
      if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const to = placeFor(event.key, at, count);
      if (to === null) return;
      buttons()[to]?.focus();
      event.preventDefault();
      // Arrows go through the photos elsewhere.
      event.stopPropagation();
    },
  };
}
