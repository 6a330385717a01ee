/** A stretch of a text, from `start` to before `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where `after` differs from `before`: what an edit brought in. */
export function broughtIn(before: string, after: string): Stretch {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: after.length - same };
}

/**
 * Where an edit brought a text in, in the place of what was selected. Where something else became of the selection, as
 * when text is dragged, the difference tells.
 * @param selected what was, before the edit
 */
function editedStretch(before: string, after: string, selected: Stretch | null): Stretch {
  if (selected !== null) {
    const tail = before.slice(selected.end);
    const end = after.length - tail.length;
    const isIt = after.startsWith(before.slice(0, selected.start)) && after.endsWith(tail);
    if (isIt && end >= selected.start) return { start: selected.start, end };
  }
  return broughtIn(before, after);
}

/**
 * The whole lines that an edit brought in at once, by a paste or a drop of text or by a keyboard that gives whole texts;
 * null for what is typed, for what the browser took back, and for a stretch within a line.
 * @param inputType of the input event; empty where the browser says none
 */
export function linesAtOnce(
  before: string,
  after: string,
  inputType: string,
  selected: Stretch | null = null,
): Stretch | null {
  if (/^(?:history|delete|format)/.test(inputType)) return null;
  const { start, end } = editedStretch(before, after, selected);
  const piece = after.slice(start, end).trim();
  if (piece.length < 3 || !/[\n\t,;"“„«[{]/.test(piece)) return null;
  const isWhole = /(?:^|\n)\s*$/.test(after.slice(0, start)) && /^\s*(?:\n|$)/.test(after.slice(end));
  return isWhole ? { start, end } : null;
}
