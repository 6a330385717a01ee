import {
  type ClassInput,
  type Evidence,
  type FittedScales,
  type LabelledPhoto,
  METHODS,
  type Method,
  notes,
  type ParameterValues,
  type PhotoInput,
  type PlainError,
  paperValues,
  reads,
  type Task,
} from '../../../../core';
import type { Answer, AnswerSummary } from '../../state/types';
import type { ScoringClient } from '../../workers/clients';
import { AcceptedPhotos } from './accepted-photos';
import { LocalScores } from './local-scores';
import { type AnswerSetting, PhotoAnswers, type ScoredPhoto } from './photo-answers';
import { PhotoOrder, type PlacedInput } from './photo-order';
import type { PhotoChange, PhotoScores } from './photo-scores';
import { ProductCache } from './product-cache';
import { SentPhotos } from './set/sent-photos';
import { type SetWorker, WholeSetScores } from './set/set-scores';

/** What is kept of photos that were removed, the first one first. */
export interface RemovedInputs {
  readonly inputs: readonly PlacedInput[];
  /** What is kept beyond what the photos' own records hold. */
  readonly bytes: number;
}

/** What a score rests on, and what the method had to do without. */
export interface Reasons {
  readonly notes: readonly string[];
  readonly evidence: Evidence;
}

/**
 * Answers for every photo by the chosen method. What can be computed in pieces is (`step`); methods that look at all
 * photos at once have a worker.
 */
export class Scorer {
  readonly #order = new PhotoOrder();
  readonly #answers = new PhotoAnswers();
  readonly #accepted = new AcceptedPhotos();
  #classes: readonly ClassInput[] = [];
  #logitScale = 100;
  #scales: FittedScales | null = null;
  #method: Method = METHODS[0]!;
  #values: ParameterValues = paperValues(METHODS[0]!);
  #scores: PhotoScores | null = null;
  /** Inner products of photos and classes, kept for methods that ask for them. */
  readonly products: ProductCache;
  #revision = 0;

  #worker: SetWorker | null = null;
  #task: Task | null = null;

  /**
   * @param startClient starts the worker of methods that look at all photos at once
   * @param onNews called when answers changed, with the ids of the photos if it was theirs alone
   */
  constructor(
    private readonly startClient: () => ScoringClient,
    private readonly onNews: (ids: readonly string[]) => void,
    mostProducts?: number,
  ) {
    this.products = new ProductCache(mostProducts);
  }

  /** Rises with every change that every answer may depend on. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether something is under way, here or in the worker. */
  get hasWork(): boolean {
    return (this.#scores?.hasWork ?? false) || this.#answers.hasWork;
  }

  /** Whether `step` has something to do. */
  get hasSteps(): boolean {
    return (this.#scores instanceof LocalScores && this.#scores.hasWork) || this.#answers.hasWork;
  }

  /** Why the method gives no scores; null while it does. */
  get error(): PlainError | null {
    return this.#scores instanceof WholeSetScores ? this.#scores.error : null;
  }

  /** Photos in the order in which a method with a memory sees them. */
  get order(): readonly string[] {
    return this.#order.inputs.map(({ id }) => id);
  }

  /** Takes the method and its setting. */
  setMethod(method: Method, values: ParameterValues): void {
    this.#values = values;
    if (method !== this.#method) {
      this.#method = method;
      this.#begin();
    } else this.setParameters(values);
  }

  setParameters(values: ParameterValues): void {
    this.#values = values;
    this.#scores?.weigh(values);
    // What is computed beside the page tells itself, at once or later.
    if (!(this.#scores instanceof LocalScores)) this.#allChange();
  }

  /** Takes the class list, in order; classes whose atoms are the same object keep their products. */
  setClasses(classes: readonly ClassInput[], logitScale: number): void {
    this.#classes = classes;
    this.#logitScale = logitScale;
    this.products.keepClasses(classes.map(({ atoms }) => atoms));
    this.#answers.setClasses(classes);
    this.#begin();
  }

  /** Takes fitted scales of shares; null for none. Scores stay, their shares are others. */
  setScales(scales: FittedScales | null): void {
    if (scales === this.#scales) return;
    this.#scales = scales;
    this.#allChange();
  }

  /** What the user accepted is something else now. @param read gives it; called only while a method reads it */
  setLabelled(read: () => readonly LabelledPhoto[]): void {
    const hadNone = this.#accepted.areNone;
    this.#accepted.change(read);
    if (reads(this.#method, 'labelled photos') && !(hadNone && this.#labelled.length === 0)) this.#begin();
  }

  get #labelled(): readonly LabelledPhoto[] {
    return reads(this.#method, 'labelled photos') ? this.#accepted.all : [];
  }

  /** Takes or replaces photos; those that are new come last. */
  setPhotos(inputs: readonly PhotoInput[]): void {
    const changed: PhotoInput[] = [];
    let first = this.#order.inputs.length;
    let isSameSet = true;
    for (const input of inputs) {
      const before = this.#order.get(input.id);
      if (before !== undefined && same(before, input)) continue;
      if (before !== undefined && before.atoms !== input.atoms) this.products.forgetPhoto(before.atoms);
      if (before?.atoms.own !== input.atoms.own) isSameSet = false;
      first = Math.min(first, this.#order.put(input));
      this.#answers.forget(input.id);
      changed.push(input);
    }
    if (changed.length > 0) this.#photosChanged({ inputs: changed, first, isSameSet });
  }

  /** Gives what `putBack` needs to have the photos where they were, scores included. */
  removePhotos(ids: Iterable<string>): RemovedInputs {
    const gone = new Set(ids);
    const inputs: PlacedInput[] = [];
    let products = 0;
    for (const id of gone) {
      const input = this.#order.get(id);
      this.#answers.forget(id);
      if (input === undefined) continue;
      products += this.products.forgetPhoto(input.atoms);
      inputs.push({ input, place: this.#order.placeOf(id) });
    }
    const first = this.#order.remove(gone);
    if (first >= 0) this.#photosChanged({ inputs: [], first, isSameSet: false });
    return {
      inputs: inputs.sort((a, b) => a.place - b.place),
      bytes: products * Float32Array.BYTES_PER_ELEMENT,
    };
  }

  /**
   * Puts removed photos back where they were. What was measured of a photo hangs on its input, so that one that is `now` the
   * same is not measured again; one that `now` lacks stays away.
   */
  putBack(removed: RemovedInputs, now: readonly PhotoInput[]): void {
    const today = new Map(now.map((input) => [input.id, input]));
    const back = removed.inputs.flatMap(({ input, place }) => {
      const current = today.get(input.id);
      today.delete(input.id);
      return current === undefined ? [] : [{ input: same(input, current) ? input : current, place }];
    });
    if (back.length > 0) {
      const first = this.#order.putBack(back);
      this.#photosChanged({ inputs: back.map(({ input }) => input), first, isSameSet: false });
    }
    this.setPhotos([...today.values()]);
  }

  clearPhotos(): void {
    this.removePhotos(this.order);
  }

  /** Has a method with a memory see the photos anew in this order; those not named follow as they were. */
  reorder(ids: readonly string[]): void {
    this.#order.reorder(ids);
    this.#photosChanged({ inputs: [], first: 0, isSameSet: false });
  }

  /** Measures photos, and then how like the classes they are, until `mayGoOn` says stop. */
  step(mayGoOn: () => boolean): void {
    if (this.#scores instanceof LocalScores && this.#scores.hasWork) this.#measure(this.#scores, mayGoOn);
    else {
      const news = this.#answers.step(mayGoOn);
      if (news.length > 0) this.onNews(news);
    }
  }

  #measure(scores: LocalScores, mayGoOn: () => boolean): void {
    const news = scores.step(mayGoOn);
    if (news.length === 0) return;
    // Where each photo's answer depends on those before it, more than these can be answered now.
    if (this.#method.memory !== undefined) this.#revision++;
    this.onNews(news);
  }

  /** The photo's answer; null for an unknown photo, while it is under way, and without anything to choose from. */
  answer(id: string): Answer | null {
    return this.#answers.answer(id, () => this.#scored(id, true), this.#setting);
  }

  /** The photo's answer in short, or null as for `answer`; costs no more than the method's score. */
  summary(id: string): AnswerSummary | null {
    return this.#answers.summary(id, () => this.#scored(id, false), this.#setting);
  }

  /** What the photo's answer rests on; null while it has none. */
  reasons(id: string): Reasons | null {
    const photo = this.#order.get(id);
    const evidence = photo && this.#scores?.evidence(photo);
    if (photo === undefined || !evidence || this.answer(id) === null) return null;
    return { evidence, notes: notes(this.#method, this.#now, photo, this.#values) };
  }

  /** All that there is now; the same object until anything but the photos changes. */
  get #now(): Task {
    this.#task ??= {
      classes: this.#classes,
      logitScale: this.#logitScale,
      photos: this.#order.inputs,
      labelled: this.#labelled,
      products: this.products,
    };
    return this.#task;
  }

  /** Another method or another class list: everything is prepared anew. */
  #begin(): void {
    this.#task = null;
    this.#answers.begin(this.#now);
    this.#scores?.close();
    this.#scores = this.#start();
    this.#allChange();
  }

  #start(): PhotoScores | null {
    const bringsClasses = reads(this.#method, 'candidate names');
    if (this.#classes.length === 0 && !bringsClasses) return null;
    if (!reads(this.#method, 'whole set of photos'))
      return new LocalScores(this.#method, this.#now, this.#values, this.#order, () => this.#allChange());
    this.#worker ??= this.#startWorker();
    return new WholeSetScores(this.#worker, this.#method, this.#now, this.#values, this.#order, () => {
      this.#allChange();
    });
  }

  #startWorker(): SetWorker {
    const client = this.startClient();
    return { client, sent: new SentPhotos(client) };
  }

  #photosChanged(change: PhotoChange): void {
    this.#scores?.photosChanged(change);
    if (this.#method.memory !== undefined) this.#allChange();
  }

  #allChange(): void {
    this.#answers.allChange();
    this.#revision++;
    this.onNews([]);
  }

  get #setting(): AnswerSetting {
    return {
      method: this.#method,
      values: this.#values,
      classes: this.#classes,
      logitScale: this.#logitScale,
      scales: this.#scales,
      photos: this.#order.inputs.length,
    };
  }

  /** Null for an unknown photo, and while it is under way. */
  #scored(id: string, isUrgent: boolean): ScoredPhoto | null {
    const photo = this.#order.get(id);
    if (photo === undefined) return null;
    const isUnnamed = photo.candidates === null && photo.atoms.captions.length > 0;
    if (isUnnamed && reads(this.#method, 'candidate names')) return null;
    const scored = this.#scores?.scored(photo, isUrgent) ?? null;
    if (scored === null) return null;
    // A place counts only where photos depend on those before them.
    const place = this.#method.memory === undefined ? null : this.#order.placeOf(id) + 1;
    return { photo, scored, place };
  }
}

const same = (a: PhotoInput, b: PhotoInput) =>
  a.atoms === b.atoms && a.paired === b.paired && a.candidates === b.candidates;
