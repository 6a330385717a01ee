import {
  type Evidence,
  finish,
  type Measuring,
  type Method,
  type ParameterValues,
  type PhotoInput,
  type Prepared,
  type Scored,
  type Task,
  type Weighed,
} from '../../../../core';
import type { PhotoOrder } from './photo-order';
import type { MethodScores, PhotoChange, PhotoScores } from './photo-scores';

/** Milliseconds of measuring on demand between two steps: what is in view comes first, but may not hold up the page. */
const ON_DEMAND = 6;
/** Milliseconds between two rounds of news while photos are being measured: each has the page read its answers again. */
const BETWEEN_NEWS = 100;

/**
 * A method computed beside the page. Photos are measured in slices (`step`), those that somebody looks at first; one that
 * is asked for before its turn is measured at once as far as the time for that goes.
 */
export class LocalScores implements PhotoScores {
  readonly #prepared: Prepared;
  /** The setting in force: the one asked for last that is ready. */
  #weighed: Weighed;
  /** A setting that is being made ready; the one in force holds until then. */
  #coming: { readonly weighed: Weighed; readonly steps: Measuring<void> } | null = null;
  /** A setting that was asked for meanwhile. */
  #wanted: ParameterValues | null = null;
  /** What was measured of a photo that has a score. */
  #sample: { readonly value: unknown } | null = null;
  readonly #measured = new WeakMap<PhotoInput, { readonly value: unknown }>();
  #underWay: { readonly photo: PhotoInput; readonly measuring: Measuring<unknown> } | null = null;
  /** Photos that are to be measured; some may have been replaced meanwhile. */
  readonly #waiting = new Set<PhotoInput>();
  readonly #urgent = new Set<PhotoInput>();
  /** Scores of the first photos, where each depends on those before it. */
  #chain: Scored<unknown>[] = [];
  #demanded = 0;
  /** Photos whose score was found under way. */
  readonly #missed = new Set<PhotoInput>();
  /** Of those, the ones that can be scored by now; and when that was last told. */
  #news: string[] = [];
  #toldAt = 0;

  constructor(
    private readonly method: Method,
    task: Task,
    values: ParameterValues,
    private readonly order: PhotoOrder,
    /** Called when every score is another: a setting came into force. */
    private readonly onWeighed: () => void,
  ) {
    this.#prepared = method.prepare(task);
    this.#weighed = this.#prepared.weigh(values);
    for (const photo of order.inputs) this.#waiting.add(photo);
  }

  /** A setting that takes its time comes into force later; one that is on its way is not given up for it, or none would come. */
  weigh(values: ParameterValues): void {
    this.#wanted = values;
    const start = performance.now();
    if (this.#coming === null) this.#comeIntoForce(() => performance.now() - start < ON_DEMAND);
  }

  photosChanged({ inputs, first }: PhotoChange): void {
    for (const photo of inputs) this.#waiting.add(photo);
    this.#chain.length = Math.min(this.#chain.length, first);
  }

  close(): void {
    this.#waiting.clear();
  }

  get hasWork(): boolean {
    return this.#waiting.size > 0 || this.#coming !== null;
  }

  /** Measures photos until `mayGoOn` says stop; gives the ids of those that were found under way and are not any more. */
  step(mayGoOn: () => boolean): readonly string[] {
    this.#demanded = 0;
    this.#comeIntoForce(mayGoOn);
    while (this.#waiting.size > 0 && mayGoOn()) {
      const [photo] = this.#urgent.size > 0 ? this.#urgent : this.#waiting;
      if (photo === undefined) break;
      const isGone = this.order.get(photo.id) !== photo;
      if (!isGone && !this.#measured.has(photo) && !this.#measure(photo, mayGoOn)) break;
      if (!isGone && !this.#isReadyFor(this.#measured.get(photo)!, mayGoOn)) break;
      this.#urgent.delete(photo);
      this.#waiting.delete(photo);
      if (this.#missed.delete(photo) && !isGone) this.#news.push(photo.id);
    }
    const isTime = !this.hasWork || performance.now() - this.#toldAt > BETWEEN_NEWS;
    if (this.#news.length === 0 || !isTime) return [];
    const news = this.#news;
    this.#news = [];
    this.#toldAt = performance.now();
    return news;
  }

  scored(photo: PhotoInput, isUrgent: boolean): MethodScores | null {
    const scores = this.method.memory === undefined ? this.#alone(photo) : this.#inOrder(photo);
    if (scores !== null) return scores;
    this.#missed.add(photo);
    // One that is measured may still wait for what all scores share.
    if (this.order.get(photo.id) === photo) this.#waiting.add(photo);
    if (isUrgent && this.#waiting.has(photo)) this.#urgent.add(photo);
    return null;
  }

  evidence(photo: PhotoInput): Evidence | null {
    const measured = this.#measurement(photo);
    if (measured === null) return null;
    if (this.method.memory === undefined) return this.#weighed.explain(measured.value, this.#weighed.initial);
    if (this.#inOrder(photo) === null) return null;
    return this.#weighed.explain(measured.value, this.#stateBefore(this.order.placeOf(photo.id)));
  }

  #alone(photo: PhotoInput): MethodScores | null {
    const measured = this.#measurement(photo);
    if (measured === null || !this.#isReadyOnDemand(measured)) return null;
    return this.#weighed.score(measured.value, this.#weighed.initial);
  }

  #inOrder(photo: PhotoInput): MethodScores | null {
    const place = this.order.placeOf(photo.id);
    while (this.#chain.length <= place) {
      const measured = this.#measurement(this.order.inputs[this.#chain.length]!);
      if (measured === null || !this.#isReadyOnDemand(measured)) return null;
      this.#chain.push(this.#weighed.score(measured.value, this.#stateBefore(this.#chain.length)));
    }
    return this.#chain[place] ?? null;
  }

  #stateBefore(place: number): unknown {
    return place === 0 ? this.#weighed.initial : this.#chain[place - 1]!.state;
  }

  #measurement(photo: PhotoInput): { readonly value: unknown } | null {
    const known = this.#measured.get(photo);
    if (known !== undefined) return known;
    if (this.#prepared.immediate !== undefined) return { value: this.#prepared.immediate(photo) };
    const isComplete = this.#onDemand((mayGoOn) => this.#measure(photo, mayGoOn));
    return isComplete ? this.#measured.get(photo)! : null;
  }

  #isReadyOnDemand(measured: { readonly value: unknown }): boolean {
    return this.#onDemand((mayGoOn) => this.#isReadyFor(measured, mayGoOn));
  }

  /** Does what somebody waits for, as far as the time for that goes. */
  #onDemand(work: (mayGoOn: () => boolean) => boolean): boolean {
    const start = performance.now();
    const isDone = work(() => this.#demanded + performance.now() - start < ON_DEMAND);
    this.#demanded += performance.now() - start;
    return isDone;
  }

  /** Does what scores under the setting in force share; true when it is done. */
  #isReadyFor(measured: { readonly value: unknown }, mayGoOn: () => boolean): boolean {
    const steps = this.#weighed.getReady?.(measured.value);
    if (steps !== undefined && !isThrough(steps, mayGoOn)) return false;
    this.#sample = measured;
    return true;
  }

  /** Makes the setting that is wanted ready, and puts it in force when it is. */
  #comeIntoForce(mayGoOn: () => boolean): void {
    while (this.#coming !== null || this.#wanted !== null) {
      if (this.#coming === null) {
        const weighed = this.#prepared.weigh(this.#wanted!);
        this.#wanted = null;
        const sample = this.#sample;
        this.#coming = { weighed, steps: (sample && weighed.getReady?.(sample.value)) ?? NOTHING_TO_DO() };
      }
      if (!isThrough(this.#coming.steps, mayGoOn)) return;
      this.#weighed = this.#coming.weighed;
      this.#coming = null;
      this.#chain = [];
      this.onWeighed();
    }
  }

  /** True when the photo is measured to the end. */
  #measure(photo: PhotoInput, mayGoOn: () => boolean): boolean {
    if (this.#underWay?.photo !== photo) this.#underWay = { photo, measuring: this.#prepared.measure(photo) };
    while (mayGoOn()) {
      const step = this.#underWay.measuring.next();
      if (!step.done) continue;
      this.#measured.set(photo, { value: step.value });
      this.#underWay = null;
      return true;
    }
    return false;
  }
}

/** Does steps until `mayGoOn` says stop; true where they came to their end. */
function isThrough(steps: Measuring<void>, mayGoOn: () => boolean): boolean {
  for (let step = steps.next(); !step.done; step = steps.next()) if (!mayGoOn()) return false;
  return true;
}

function* NOTHING_TO_DO(): Measuring<void> {}

/** Scores of a method whose measuring takes no time to speak of. */
export function scoresAtOnce(method: Method, task: Task): (photo: PhotoInput) => Float64Array {
  const prepared = method.prepare(task);
  const weighed = prepared.weigh({});
  return (photo) => weighed.score(finish(prepared.measure(photo)), weighed.initial).scores;
}
