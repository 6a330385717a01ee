import {
  type ClassInput,
  type FittedScales,
  lead,
  type Method,
  type ParameterValues,
  type PhotoInput,
  type ShareScale,
  scaleOf,
  type Task,
} from '../../../../core';
import type { Answer, AnswerSummary } from '../../state/types';
import { answerOf, RecentAnswers } from './answers';
import { lacksCaptions } from './lacks-captions';
import { Likenesses } from './likenesses';
import { BASELINE, Looks } from './looks';
import type { MethodScores } from './photo-scores';

/** All that answers depend on beside the photos. */
export interface AnswerSetting {
  readonly method: Method;
  /** Of its parameters. */
  readonly values: ParameterValues;
  readonly classes: readonly ClassInput[];
  readonly logitScale: number;
  /** Fitted scales of shares; null for none. */
  readonly scales: FittedScales | null;
  /** Photos that are scored, which those of a method that scores them together are scored with. */
  readonly photos: number;
}

/** A photo with what the method says of it. */
export interface ScoredPhoto {
  readonly photo: PhotoInput;
  readonly scored: MethodScores;
  /** Counted from 1; null for a method without memory. */
  readonly place: number | null;
}

/** Something that holds as long as `basis` does. */
interface Kept<T> {
  readonly basis: number;
  readonly value: T;
}

/** Makes answers out of scores, beside what looks alone say, and keeps them while nothing changes that they rest on. */
export class PhotoAnswers {
  readonly #looks = new Looks();
  readonly #likenesses = new Likenesses();
  readonly #summaries = new Map<string, Kept<AnswerSummary>>();
  readonly #answers = new RecentAnswers();
  /** Rises when all answers change at once. */
  #basis = 0;

  /** Whether `step` has something to do. */
  get hasWork(): boolean {
    return this.#likenesses.hasWork;
  }

  /** Takes the class list that photos may be like. */
  setClasses(classes: readonly ClassInput[]): void {
    this.#likenesses.begin(classes.map(({ atoms }) => atoms.own));
  }

  /** Takes what looks alone are scored over. */
  begin(task: Task): void {
    this.#looks.begin(task);
  }

  /** Whatever is kept is computed anew when it is asked for. */
  allChange(): void {
    this.#basis++;
  }

  /** The photo is another, or gone. */
  forget(id: string): void {
    this.#looks.forget(id);
    this.#likenesses.forget(id);
    this.#forgetAnswers(id);
  }

  /** Finds how like the classes photos are, until `mayGoOn` says stop; gives the photos that have another answer now. */
  step(mayGoOn: () => boolean): readonly string[] {
    const news = this.#likenesses.step(mayGoOn);
    for (const id of news) this.#forgetAnswers(id);
    return news;
  }

  /** The photo's answer; null without scores. @param read gives them; called where no answer is kept */
  answer(id: string, read: () => ScoredPhoto | null, setting: AnswerSetting): Answer | null {
    const known = this.#answers.get(id, this.#basis);
    if (known !== null) return known;
    const scored = read();
    const value = scored && this.#compute(scored, setting);
    if (value !== null) this.#answers.keep(id, this.#basis, value);
    return value;
  }

  /** The photo's answer in short, likewise. */
  summary(id: string, read: () => ScoredPhoto | null, setting: AnswerSetting): AnswerSummary | null {
    const known = this.#summaries.get(id);
    if (known?.basis === this.#basis) return known.value;
    const scored = read();
    if (scored === null) return null;
    const value = this.#shorten(scored, setting);
    this.#summaries.set(id, { basis: this.#basis, value });
    return value;
  }

  #shorten({ photo, scored, place }: ScoredPhoto, setting: AnswerSetting): AnswerSummary {
    const { method, values, classes } = setting;
    const { best, margin } = lead(method.output, scored.scores, shareScale(method, setting).value);
    const zeroShotBest = this.#looks.best(photo);
    return {
      best: scored.names?.[best] ?? best,
      margin,
      likeness: this.#likenessOf(photo, scored),
      changed: scored.names === null && best !== zeroShotBest,
      zeroShotBest,
      place,
      lacksCaptions: lacksCaptions(method, values, classes, photo),
    };
  }

  #compute({ photo, scored, place }: ScoredPhoto, setting: AnswerSetting): Answer | null {
    const looks = this.#looks.scores(photo);
    if (looks === null) return null;
    const { method, values, classes } = setting;
    return answerOf({
      values,
      photo,
      scored,
      looks,
      method,
      classes,
      scale: shareScale(method, setting),
      zeroShotScale: shareScale(BASELINE, setting),
      likeness: this.#likenessOf(photo, scored),
      place,
    });
  }

  /** Null where the names are the method's own, of which no class list tells. */
  #likenessOf(photo: PhotoInput, { names }: MethodScores): number | null {
    return names === null ? this.#likenesses.of(photo) : null;
  }

  #forgetAnswers(id: string): void {
    this.#summaries.delete(id);
    this.#answers.forget(id);
  }
}

const shareScale = (
  method: Method,
  { values, scales, logitScale, photos, classes }: AnswerSetting,
): ShareScale => scaleOf(method, values, scales, logitScale, { photos, classes: classes.length });
