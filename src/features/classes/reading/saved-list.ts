import { PLAIN_HEADER, readList } from './read-list';

/**
 * A class list as a file: the lines of the box. Names that would be read as something else, such as “1. fern” on every line,
 * come after a first line that says that all others are plain.
 */
export function savedList(text: string): string {
  const plain = `${text.trimEnd()}\n`;
  const isPlain = readList(plain).certainty === 'plain' && plain.split('\n', 1)[0]?.trim() !== PLAIN_HEADER;
  return isPlain ? plain : `${PLAIN_HEADER}\n${plain}`;
}
