import type { ClassNames } from '../../../core';

/** A piece of a caption; `classIndex` where it names a class. */
export interface Piece {
  readonly text: string;
  readonly classIndex: number | null;
}

/** Splits captions at the words that name a class. */
export type NameMarker = (text: string) => readonly Piece[];

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const folded = (text: string) => text.toLocaleLowerCase('en').replace(/[\s-]+/g, ' ');

/**
 * A marker for one class list: whole names and synonyms, case ignored, hyphen and space alike, a plural ending allowed;
 * the longest name wins.
 */
export function nameMarker(classes: readonly ClassNames[]): NameMarker {
  const owner = new Map<string, number>();
  classes.forEach((entry, index) => {
    for (const name of entry.names) if (!owner.has(folded(name))) owner.set(folded(name), index);
  });
  const names = [...owner.keys()].filter((name) => name !== '').sort((a, b) => b.length - a.length);
  if (names.length === 0) return (text) => [{ text, classIndex: null }];
  const alternatives = names.map((name) => name.split(' ').map(escaped).join('[\\s-]+')).join('|');
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${alternatives})(?:e?s)?(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => {
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
