import { type AnswerState, stateOf, type Thresholds } from '../../../../../core';
import type { AnswerSummary, EngineState } from '../../../../engine';

/** What the light table needs of an answer to name, sort and find a photo. */
export interface Summary {
  readonly answer: string;
  /** Every name of that class. */
  readonly names: readonly string[];
  /** The zero-shot answer where it was another, else null. */
  readonly was: string | null;
  /** Share of the best class minus share of the second, 0–1. */
  readonly margin: number;
  /** How like the classes the photo is, 0–1; null where that is not known. */
  readonly likeness: number | null;
  /** How far the answer may be built on, by both and the thresholds in force. */
  readonly state: AnswerState;
  /** Which photo it was of those that the method remembers, from 1; null for a method without memory. */
  readonly place: number | null;
  /** Whether captions that the method reads were not there when it was computed. */
  readonly lacksCaptions: boolean;
}

/** Where summaries come from, and when another is there. */
export interface Summaries {
  last(id: string): Summary | null;
  subscribe(listener: (ids: ReadonlySet<string>) => void): () => void;
}

/** Names what an answer points at; null while there is none or the class list has moved on. */
export function summarise(
  answer: AnswerSummary | null,
  classes: EngineState['shownClasses'],
  thresholds: Thresholds,
): Summary | null {
  if (answer === null) return null;
  const { best, margin, likeness } = answer;
  const named = typeof best === 'string' ? { name: best, names: [best] } : classes[best];
  if (named === undefined) return null;
  return {
    answer: named.name,
    names: named.names,
    was: answer.changed ? (classes[answer.zeroShotBest]?.name ?? null) : null,
    margin: shown(margin),
    likeness: likeness === null ? null : shown(likeness),
    state: stateOf(margin, likeness, thresholds),
    place: answer.place,
    lacksCaptions: answer.lacksCaptions,
  };
}

/**
 * As fine as a bar of a tile can show: a smaller change needs no new drawing. In words it is the same percent as the part itself,
 * which evidence tells.
 */
export const shown = (part: number): number =>
  part <= 0 || part >= 1 ? part : (Math.floor(part * 200) + 0.5) / 200;

/** Whether two summaries say the same. */
export const sameSummary = (a: Summary | null, b: Summary | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.answer === b.answer &&
    a.was === b.was &&
    a.margin === b.margin &&
    a.likeness === b.likeness &&
    a.state === b.state &&
    a.place === b.place &&
    a.lacksCaptions === b.lacksCaptions &&
    sameNames(a.names, b.names));

const sameNames = (a: readonly string[], b: readonly string[]) =>
  a === b || (a.length === b.length && a.every((name, i) => name === b[i]));
