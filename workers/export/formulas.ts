/** Signs that a formula begins with, and the forms of them that spreadsheets read as the same. */
const SIGN = '[=+\\-@＝＋－＠﹦﹢﹣﹫−⁼⁺⁻₌₊₋]';
/** Separators that spreadsheets split lines at, each in some language; a file may be read by another than its own. */
const SEPARATOR = '[,;|\\t\\r\\n\\v\\f\\u0085\\u2028\\u2029]';
/** What spreadsheets may pass over: blanks, control characters, what has no width, and the quotes of fields. */
const PASSED_OVER = '["\\s\\p{Z}\\p{C}\\p{DI}\\u2800]';

const BEGINS = new RegExp(`^(?:${PASSED_OVER}*${SIGN}|[\\0-\\x1f])`, 'u');
const AFTER_SEPARATOR = new RegExp(`(?<=${SEPARATOR})(?:(?!${SEPARATOR})${PASSED_OVER})*${SIGN}`, 'gu');

/**
 * Text with an apostrophe before whatever a spreadsheet could run as a formula (OWASP, “CSV injection”), at its beginning and
 * wherever one would begin if the file were split at another separator: file names and captions come from anywhere.
 */
export function withoutFormulas(text: string): string {
  const inside = text.replace(AFTER_SEPARATOR, "'$&");
  return BEGINS.test(text) ? `'${inside}` : inside;
}

/** The text as a JSON string in which nothing can be run: whatever is no letter, digit or plain mark is escaped. */
export function exactly(text: string): string {
  const escaped = text.replace(/[^\p{L}\p{N} ._()/]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
  return `"${escaped}"`;
}
