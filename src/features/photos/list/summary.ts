import type { AnswerSummary, EngineState } from '../../../engine';

/** What the light table needs of an answer to name, sort and find a photo. */
export interface Summary {
  readonly answer: string;
  /** Every name of that class. */
  readonly names: readonly string[];
  /** The zero-shot answer where it was another, else null. */
  readonly was: string | null;
  /** Share of the best class minus share of the second, 0–1. */
  readonly margin: number;
  /** Which photo it was of those that the method remembers, from 1; null for a method without memory. */
  readonly place: number | null;
  /** Whether captions that the method reads were not there when it was computed. */
  readonly lacksCaptions: boolean;
}

/** Below this margin the answer is set lighter: the second class is nearly as likely. */
const UNSURE_BELOW = 0.15;

export const isUnsure = (summary: Pick<Summary, 'margin'>): boolean => summary.margin < UNSURE_BELOW;

/** Names what an answer points at; null while there is none or the class list has moved on. */
export function summarise(
  answer: AnswerSummary | null,
  classes: EngineState['shownClasses'],
): Summary | null {
  if (answer === null) return null;
  const { best } = answer;
  const named = typeof best === 'string' ? { name: best, names: [best] } : classes[best];
  if (named === undefined) return null;
  return {
    answer: named.name,
    names: named.names,
    was: answer.changed ? (classes[answer.zeroShotBest]?.name ?? null) : null,
    // As fine as a bar of a tile can show: a smaller change needs no new drawing.
    margin: Math.round(answer.margin * 200) / 200,
    place: answer.place,
    lacksCaptions: answer.lacksCaptions,
  };
}

/** Whether two summaries say the same. */
export const sameSummary = (a: Summary | null, b: Summary | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.answer === b.answer &&
    a.was === b.was &&
    a.margin === b.margin &&
    a.place === b.place &&
    a.lacksCaptions === b.lacksCaptions &&
    sameNames(a.names, b.names));

const sameNames = (a: readonly string[], b: readonly string[]) =>
  a === b || (a.length === b.length && a.every((name, i) => name === b[i]));
