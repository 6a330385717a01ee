/** Lines from which a list has a field that lays out only those in view; a text area takes 0.1 s for ten thousand. */
export const LONG_LINES = 2000;

/** Lines below which a list that was long has a plain field again. */
export const SHORT_LINES = 1000;

/** Whether a text has at least so many lines. */
export function hasLines(text: string, lines: number): boolean {
  let at = -1;
  for (let line = 1; line < lines; line++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** The first lines of a text. */
export function firstLines(text: string, lines: number): string {
  let at = -1;
  for (let line = 0; line < lines; line++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return text;
  }
  return text.slice(0, at);
}
