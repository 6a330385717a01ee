import { foldName } from '../../../../core';
import { cellsOf } from './tables';

/** Names found in lines that hold something beside them, and what that was. */
export interface FoundNames {
  readonly names: readonly string[];
  /** What was left out or taken apart, for the user: “numbers left out”. */
  readonly note: string;
  readonly certainty: 'sure' | 'perhaps';
}

const BULLET = /^[-*•·‣–—▪◦○●\uf0b7]\s+/;
const WORDNET = /^n\d{8}\s+/;
const NUMBERED = /^\(?(\d{1,6})(\s*[.):]\s+|\s+)/;

/** Finds names behind bullets or consecutive numbers, where every line has them. */
export function withoutMarks(lines: readonly string[]): FoundNames | null {
  if (lines.length < 2) return null;
  const without = (mark: RegExp) => lines.map((line) => line.replace(mark, ''));
  if (lines.every((line) => BULLET.test(line)))
    return { names: without(BULLET), note: 'bullets left out', certainty: 'sure' };
  if (lines.every((line) => WORDNET.test(line)))
    return { names: without(WORDNET), note: 'ids left out', certainty: 'sure' };
  const numbers = lines.map((line) => NUMBERED.exec(line));
  if (!numbers.every((found) => found !== null)) return null;
  const start = Number(numbers[0]![1]);
  if (!numbers.every((found, i) => Number(found![1]) === start + i)) return null;
  const names = without(NUMBERED);
  // “1 leaf”, “2 leaves”: without its number a name must still be one, and no other line's.
  const isBare = numbers.some((found) => found![2]!.trim() === '');
  const stand = new Set(names.map(foldName)).size === names.length;
  if (isBare && (start > 1 || lines.length < 3 || !stand)) return null;
  return { names, note: 'numbers left out', certainty: 'sure' };
}

/** Words of a part up to which it may well be a name. */
const NAME_WORDS = 5;

/**
 * Finds names between separators: all of a list on one line, or one that is wrapped after its commas. Sure from three
 * short names on; where a part is a number or long, the line may as well be one name.
 */
export function betweenSeparators(lines: readonly string[]): FoundNames | null {
  const isWrapped = lines.length > 1 && lines.slice(0, -1).every((line) => /[,;]$/.test(line));
  if (lines.length !== 1 && !isWrapped) return null;
  const joined = lines.join(' ');
  const delimiter = ['\t', ';', ','].find((candidate) => joined.includes(candidate));
  if (delimiter === undefined) return null;
  const row = cellsOf(joined.replaceAll(/([,;\t])\s+(?=")/g, '$1'), delimiter)[0];
  const names = row?.map((name) => name.trim()).filter((name) => name !== '') ?? [];
  if (names.length < 2) return null;
  const isName = (name: string) => /\p{L}/u.test(name) && name.split(/\s+/).length <= NAME_WORDS;
  const hasAnd =
    /^(?:and|or|und|oder|et|ou|y|o)\s/i.test(names.at(-1)!) || /\s(?:and|or)\s/i.test(names.at(-1)!);
  const isSure = isWrapped || delimiter === '\t' || (names.length >= 3 && names.every(isName) && !hasAnd);
  const note =
    delimiter === '\t'
      ? 'taken apart at tabs'
      : `taken apart at ${delimiter === ',' ? 'commas' : 'semicolons'}`;
  return { names, note, certainty: isSure ? 'sure' : 'perhaps' };
}

const LITERAL = /\s*(?:[\w.-]+\s*:\s*)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(?:,|$)/y;

/** Finds the names of a list or mapping as Python writes it: `['fern', 'moss']`, `{0: 'fern', 1: 'moss'}`. */
export function inBrackets(text: string): FoundNames | null {
  const bare = text.trim().replace(/^[\w.\s]*[=:]\s*(?=[[{(])/, '');
  if (!['[]', '{}', '()'].includes(`${bare.at(0)}${bare.at(-1)}`)) return null;
  const body = bare.slice(1, -1).trim().replace(/,$/, '');
  const names: string[] = [];
  LITERAL.lastIndex = 0;
  while (LITERAL.lastIndex < body.length) {
    const found = LITERAL.exec(body);
    if (found === null) return null;
    names.push((found[1] ?? found[2] ?? '').replace(/\\(.)/g, '$1'));
  }
  return names.length < 2 ? null : { names, note: 'quotes and brackets left out', certainty: 'sure' };
}
