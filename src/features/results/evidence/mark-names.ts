import type { ClassNames } from '../../../../core';

/** A piece of a caption; `classIndex` where it names a class. */
export interface Piece {
  readonly text: string;
  readonly classIndex: number | null;
}

/** Splits captions at the words that name a class. */
export type NameMarker = (text: string) => readonly Piece[];

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const folded = (text: string) => text.toLocaleLowerCase('en').replace(/[\s-]+/g, ' ');

/** Letters of a name by which it is looked up. */
const PREFIX = 3;

/**
 * A marker for one class list: whole names and synonyms, case ignored, hyphen and space alike, a plural ending allowed;
 * the longest name wins. Of thousands of names only those are sought in a text whose first letters it holds.
 */
export function nameMarker(classes: readonly ClassNames[]): NameMarker {
  const owner = new Map<string, number>();
  classes.forEach((entry, index) => {
    for (const name of entry.names) if (!owner.has(folded(name))) owner.set(folded(name), index);
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
    const pattern = patternFor(namesIn(folded(text), byPrefix));
    if (pattern === null) return [{ text, classIndex: null }];
    const pieces: Piece[] = [];
    let at = 0;
    for (const match of text.matchAll(pattern)) {
      if (match.index > at) pieces.push({ text: text.slice(at, match.index), classIndex: null });
      pieces.push({ text: match[0], classIndex: owner.get(folded(match[1]!)) ?? null });
      at = match.index + match[0].length;
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
  const alternatives = longestFirst.map((name) => name.split(' ').map(escaped).join('[\\s-]+')).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(${alternatives})(?:e?s)?(?![\\p{L}\\p{N}])`, 'giu');
}
