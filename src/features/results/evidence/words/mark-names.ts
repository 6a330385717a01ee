import type { ClassNames } from '../../../../../core';
import { fold } from '../../../common/text/fold';
import { foldedText } from '../../../common/text/folded-text';

/** A piece of a caption; `classIndex` where it names a class. */
export interface Piece {
  readonly text: string;
  readonly classIndex: number | null;
}

/** Splits captions at the words that name a class. */
export type NameMarker = (text: string) => readonly Piece[];

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What parts the words of a name: space, hyphen or dash. */
const BETWEEN = '[\\s\\p{Pd}]+';
const between = new RegExp(BETWEEN, 'gu');
/** Folded text with its words one space apart. */
const spaced = (folded: string) => folded.replace(between, ' ');

/** The names of a class as they are sought. A list that changes in one class has the others as the same objects. */
const soughtNames = new WeakMap<ClassNames, readonly string[]>();

function soughtNamesOf(entry: ClassNames): readonly string[] {
  const known = soughtNames.get(entry);
  if (known !== undefined) return known;
  const sought = entry.names.map((name) => spaced(fold(name)));
  soughtNames.set(entry, sought);
  return sought;
}

/** Letters of a name by which it is looked up. */
const PREFIX = 3;

/**
 * A marker for one class list: whole names and synonyms, compared as text is searched (case and accents make no
 * difference), hyphen and space alike, a plural ending allowed; the longest name wins. Of thousands of names only those are
 * sought in a text whose first letters it holds.
 */
export function nameMarker(classes: readonly ClassNames[]): NameMarker {
  const owner = new Map<string, number>();
  classes.forEach((entry, index) => {
    for (const name of soughtNamesOf(entry)) if (!owner.has(name)) owner.set(name, index);
  });
  const byPrefix = new Map<string, string[]>();
  for (const name of owner.keys()) {
    if (name === '') continue;
    const prefix = name.slice(0, PREFIX);
    const those = byPrefix.get(prefix);
    if (those === undefined) byPrefix.set(prefix, [name]);
    else those.push(name);
  }
  return (text) => {
    const { folded, startOf, endOf } = foldedText(text);
    const pattern = patternFor(namesIn(spaced(folded), byPrefix));
    if (pattern === null) return [{ text, classIndex: null }];
    const pieces: Piece[] = [];
    let at = 0;
    for (const match of folded.matchAll(pattern)) {
      const start = startOf(match.index);
      const end = endOf(match.index + match[0].length);
      if (start > at) pieces.push({ text: text.slice(at, start), classIndex: null });
      pieces.push({ text: text.slice(start, end), classIndex: owner.get(spaced(match[1]!)) ?? null });
      at = end;
    }
    if (at < text.length) pieces.push({ text: text.slice(at), classIndex: null });
    return pieces;
  };
}

/** Names that may be in a text, both folded. */
function namesIn(text: string, byPrefix: ReadonlyMap<string, readonly string[]>): Set<string> {
  const names = new Set<string>();
  for (let i = 0; i < text.length; i++)
    for (let length = 1; length <= PREFIX; length++)
      for (const name of byPrefix.get(text.slice(i, i + length)) ?? [])
        if (text.startsWith(name, i)) names.add(name);
  return names;
}

/** Null where there is no name to seek. */
function patternFor(names: ReadonlySet<string>): RegExp | null {
  if (names.size === 0) return null;
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const alternatives = longestFirst.map((name) => name.split(' ').map(escaped).join(BETWEEN)).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(${alternatives})(?:e?s)?(?![\\p{L}\\p{N}])`, 'gu');
}
