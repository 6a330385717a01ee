import {
  type ClassInput,
  type Method,
  margin,
  type PhotoInput,
  type RankedClass,
  rank,
  shares,
} from '../../../../core';
import type { Answer } from '../../state/types';
import { lacksCaptions } from './lacks-captions';
import { BASELINE } from './looks';
import type { MethodScores } from './photo-scores';

/** What an answer is put together from. */
export interface AnswerParts {
  readonly photo: PhotoInput;
  readonly method: Method;
  readonly classes: readonly ClassInput[];
  readonly logitScale: number;
  /** Of the method. */
  readonly scored: MethodScores;
  /** By looks alone, `[classes]`. */
  readonly looks: Float64Array;
  readonly place: number | null;
}

/** Ranks the classes by looks alone and by the method, with each one's share relative to the others. */
export function answerOf(parts: AnswerParts): Answer {
  const { photo, method, classes, logitScale, scored, looks, place } = parts;
  const before = ranked(BASELINE, looks, logitScale);
  const after = ranked(method, scored.scores, logitScale);
  return {
    zeroShot: before.ranking,
    enriched: after.ranking,
    names: scored.names,
    shares: after.shares,
    zeroShotShares: before.shares,
    margin: margin(after.shares),
    changed: scored.names === null && before.ranking[0]?.index !== after.ranking[0]?.index,
    lacksCaptions: lacksCaptions(method, classes, photo),
    place,
  };
}

/** Classes by falling score, with each one's share. */
function ranked(
  { output }: Method,
  scores: Float64Array,
  logitScale: number,
): { readonly ranking: readonly RankedClass[]; readonly shares: readonly number[] } {
  const ranking = rank(scores);
  const parts = scores.length === 0 ? scores : shares(output, scores, logitScale);
  return { ranking, shares: ranking.map(({ index }) => parts[index]!) };
}

/** Answers that are kept: some more than are ever in view, and fewer where each ranks thousands of classes. */
const MOST_ANSWERS = 256;
const FEWEST_ANSWERS = 8;
const MOST_RANKED = 200_000;

/** The answers asked for last, by photo: each ranks all classes, so that those of thousands of photos would fill memory. */
export class RecentAnswers {
  readonly #answers = new Map<string, { readonly basis: number; readonly value: Answer }>();

  /** Null where there is none of this basis. */
  get(id: string, basis: number): Answer | null {
    const known = this.#answers.get(id);
    return known?.basis === basis ? known.value : null;
  }

  /** @param basis that the answer holds for */
  keep(id: string, basis: number, value: Answer): void {
    this.#answers.delete(id);
    this.#answers.set(id, { basis, value });
    const [oldest] = this.#answers.keys();
    const most = Math.max(FEWEST_ANSWERS, Math.min(MOST_ANSWERS, MOST_RANKED / value.enriched.length));
    if (this.#answers.size > most) this.#answers.delete(oldest!);
  }

  forget(id: string): void {
    this.#answers.delete(id);
  }
}
