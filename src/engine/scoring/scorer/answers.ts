import {
  type ClassInput,
  type Method,
  margin,
  type ParameterValues,
  type PhotoInput,
  type RankedClass,
  rank,
  type ShareScale,
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
  /** Of its parameters. */
  readonly values: ParameterValues;
  readonly classes: readonly ClassInput[];
  readonly scale: ShareScale;
  readonly zeroShotScale: ShareScale;
  /** Of the method. */
  readonly scored: MethodScores;
  /** By looks alone, `[classes]`. */
  readonly looks: Float64Array;
  readonly likeness: number | null;
  readonly place: number | null;
}

/** Ranks the classes by looks alone and by the method, with each one's share relative to the others. */
export function answerOf(parts: AnswerParts): Answer {
  const { photo, method, values, classes, scale, zeroShotScale, scored, looks, likeness, place } = parts;
  const before = ranked(BASELINE, looks, zeroShotScale.value);
  const after = ranked(method, scored.scores, scale.value);
  return {
    zeroShot: before.ranking,
    enriched: after.ranking,
    names: scored.names,
    shares: after.shares,
    zeroShotShares: before.shares,
    margin: margin(after.shares),
    scale,
    zeroShotScale,
    bestCosine: method.output === 'cosine' ? (after.ranking[0]?.score ?? null) : null,
    captionCosine: meanOf(photo.atoms.similarities),
    likeness,
    changed: scored.names === null && before.ranking[0]?.index !== after.ranking[0]?.index,
    lacksCaptions: lacksCaptions(method, values, classes, photo),
    place,
  };
}

/** Null for nothing. */
function meanOf(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** Classes by falling score, with each one's share. */
function ranked(
  { output }: Method,
  scores: Float64Array,
  scale: number,
): { readonly ranking: readonly RankedClass[]; readonly shares: readonly number[] } {
  const ranking = rank(scores);
  const parts = scores.length === 0 ? scores : shares(output, scores, scale);
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
