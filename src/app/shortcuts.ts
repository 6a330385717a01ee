import type { Engine } from '../engine';
import { openSheet, usePage } from '../features/page-state';
import { pickNone } from '../features/photos/picking/picking';
import { REVIEW_KEYS } from '../features/review/keys';
import { pickAll } from '../features/review/selection/targets';
import { innermost, isWrittenIn, undoKey } from '../features/undo/keys';
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
  { key: '/', words: 'search photos', act: () => focus('#find') },
  { key: 'l', words: 'to the light table', act: () => focus('.tile-face[tabindex="0"]') },
  { key: 'c', words: 'to the class list', act: () => focusIn('ask', '.classes-text') },
  { key: 'a', words: 'to the first parameter', act: () => focusIn('ask', '.slider') },
  { key: 'e', words: 'to the evidence', act: () => focusIn('why', '#evidence') },
  { key: '?', words: 'this help', act: () => usePage.setState({ helpOpen: true }) },
];

/** Undo and redo: no single letters, so they are always there, and in a text field the browser's own come first. */
function undoOrRedo(event: KeyboardEvent): boolean {
  const wanted = undoKey(event);
  if (wanted === null || isWrittenIn(innermost(event))) return false;
  // Beside an open dialog nothing else may change; a sheet is a part of the page.
  if (document.querySelector('dialog[open]:modal:not(.sheet, .large-photo)') !== null) return false;
  if (wanted === 'undo') undo();
  else redo();
  return true;
}

/** All photos that are shown, where nothing is written and no dialog is open; the browser would mark all of the page's text. */
function selectsAll(event: KeyboardEvent, engine: Engine): boolean {
  const isAll =
    event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!isAll || typing(innermost(event)) || document.querySelector('.large-photo[open]') !== null)
    return false;
  if (engine.getState().photoIds.length === 0) return false;
  pickAll(engine);
  return true;
}

/** Escape ends a selection of several photos once nothing lies over the photos that it would close. */
function endsSelection(event: KeyboardEvent): boolean {
  if (event.key !== 'Escape' || usePage.getState().picked.size === 0 || typing(innermost(event)))
    return false;
  if (document.querySelector('dialog[open], [popover]:popover-open') !== null) return false;
  pickNone();
  return true;
}

/** In a sheet keys work as in the column that it is elsewhere, and on a large photo as on its tile. */
const typing = (target: EventTarget | null) =>
  isWrittenIn(target) ||
  (target instanceof Element &&
    target.closest(
      `input:not(${TICKED}), textarea, select, [popover], dialog[open]:not(.sheet, .large-photo)`,
    ) !== null);

/** Inputs that letters do nothing in. */
const TICKED = '[type="radio"], [type="checkbox"]';

/** Whether an input that is ticked takes a key itself: arrows go from one to the next, space and Enter tick. */
const isForTick = (target: EventTarget | null, key: string) =>
  target instanceof Element && target.matches(TICKED) && (key.length > 1 || key === ' ');

/** Whether Enter does something there already; on a tile it is the review's. */
const takesEnter = (target: EventTarget | null) =>
  target instanceof Element && target.closest('button:not(.tile-face), a, summary, label') !== null;

/** Enter is no single letter: dictation software does not type it. */
function keyed(event: KeyboardEvent): Pick<Shortcut, 'act'> | undefined {
  const target = innermost(event);
  if (
    typing(target) ||
    isForTick(target, event.key) ||
    (event.key === 'Enter' && (event.repeat || takesEnter(target)))
  )
    return undefined;
  if (event.key !== 'Enter' && !usePage.getState().shortcuts) return undefined;
  // What lies behind a large photo is out of reach.
  const isLarge = target instanceof Element && target.closest('.large-photo') !== null;
  return [...(isLarge ? [] : SHORTCUTS), ...REVIEW_KEYS].find(({ key }) => key === event.key);
}

/** Listens for the shortcuts; returns how to stop. */
export function listenForShortcuts(engine: Engine): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.defaultPrevented && (undoOrRedo(event) || selectsAll(event, engine) || endsSelection(event))) {
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const shortcut = keyed(event);
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.act(engine);
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}
