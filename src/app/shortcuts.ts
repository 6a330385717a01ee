import type { Engine } from '../engine';
import { openSheet, usePage } from '../features/page-state';
import { acceptAnswer } from '../features/results/accept/accept';
import { isWrittenIn, undoKey } from '../features/undo/keys';
import { redo, undo } from '../features/undo/undo';

interface Shortcut {
  readonly key: string;
  readonly words: string;
  readonly act: (engine: Engine) => void;
}

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();

/** Opens the sheet first where the panel is one; harmless where it is a column. */
const focusIn = (sheet: 'ask' | 'why', selector: string) => {
  if (document.querySelector(selector) === null) openSheet(sheet);
  requestAnimationFrame(() => focus(selector));
};

/** Single-letter shortcuts; they rest while one types and can be switched off. */
export const SHORTCUTS: readonly Shortcut[] = [
  { key: '/', words: 'find a photo', act: () => focus('#find') },
  { key: 'l', words: 'to the light table', act: () => focus('.tile-face[tabindex="0"]') },
  { key: 'c', words: 'to the class list', act: () => focusIn('ask', '.classes-text') },
  { key: 'a', words: 'to the first parameter', act: () => focusIn('ask', '.slider') },
  { key: 'e', words: 'to the evidence', act: () => focusIn('why', '#evidence') },
  { key: 'y', words: 'accept the photo’s answer, or take it back', act: acceptAnswer },
  { key: '?', words: 'this help', act: () => usePage.setState({ helpOpen: true }) },
];

/** Undo and redo: no single letters, so they are always there, and in a text field the browser's own come first. */
function undoOrRedo(event: KeyboardEvent): boolean {
  const wanted = undoKey(event);
  if (wanted === null || isWrittenIn(event.target)) return false;
  // Beside an open dialog nothing else may change; a sheet is a part of the page.
  if (document.querySelector('dialog[open]:modal:not(.sheet)') !== null) return false;
  if (wanted === 'undo') undo();
  else redo();
  return true;
}

const typing = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, select, [popover], dialog[open]') !== null;

/** Listens for the shortcuts; returns how to stop. */
export function listenForShortcuts(engine: Engine): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.defaultPrevented && undoOrRedo(event)) {
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (!usePage.getState().shortcuts || typing(event.target)) return;
    const shortcut = SHORTCUTS.find(({ key }) => key === event.key);
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.act(engine);
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}
