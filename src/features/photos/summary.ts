import type { Answer, EngineState } from '../../engine';

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
}

/** Below this margin the answer is set lighter: the second class is nearly as likely. */
const UNSURE_BELOW = 0.15;

export const isUnsure = (summary: Pick<Summary, 'margin'>): boolean => summary.margin < UNSURE_BELOW;

/** Reduces an answer to its summary; null while there is none or the class list has moved on. */
export function summarise(answer: Answer | null, classes: EngineState['shownClasses']): Summary | null {
  if (answer === null) return null;
  const index = answer.enriched[0]?.index ?? -1;
  const own = answer.names?.[index];
  const best = own === undefined ? classes[index] : { name: own, names: [own] };
  if (best === undefined) return null;
  const before = classes[answer.zeroShot[0]?.index ?? -1]?.name;
  return {
    answer: best.name,
    names: best.names,
    was: answer.changed ? (before ?? null) : null,
    // As fine as a bar of a tile can show: a smaller change needs no new drawing.
    margin: Math.round(answer.margin * 200) / 200,
    place: answer.place,
  };
}
