import {
  type ClassInput,
  type Evidence,
  type LabelledPhoto,
  METHODS,
  type Method,
  margin,
  methodById,
  notes,
  type ParameterValues,
  type PhotoInput,
  type PlainError,
  paperValues,
  type RankedClass,
  rank,
  reads,
  shares,
  type Task,
} from '../../../core';
import type { Answer } from '../state/types';
import type { ScoringClient } from '../workers/scoring-client';
import { LocalScores, scoresAtOnce } from './local-scores';
import type { PhotoScores } from './photo-scores';
import { ProductCache } from './product-cache';
import { WholeSetScores } from './set-scores';

/** CoRE eq. 1: what every method's answer is held against. */
const BASELINE = methodById('zero-shot')!;

/** Classes by falling score, with each one's share relative to the others. */
interface Side {
  readonly ranking: readonly RankedClass[];
  readonly shares: readonly number[];
}

interface ScoredPhoto {
  readonly input: PhotoInput;
  /** By looks alone: the same under every setting, until the class list is another. */
  before: Side | null;
  answer: { readonly basis: number; readonly value: Answer } | null;
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
  #photos = new Map<string, ScoredPhoto>();
  #classes: readonly ClassInput[] = [];
  #labelled: readonly LabelledPhoto[] = [];
  #logitScale = 100;
  #method: Method = METHODS[0]!;
  #values: ParameterValues = paperValues(METHODS[0]!);
  #scores: PhotoScores | null = null;
  #baseline: ((photo: PhotoInput) => Float64Array) | null = null;
  readonly #products: ProductCache;
  #revision = 0;
  /** Rises only when all answers change at once: another class list, method or setting. */
  #basis = 0;

  #client: ScoringClient | null = null;
  #task: Task | null = null;

  /**
   * @param startClient starts the worker of methods that look at all photos at once
   * @param onNews called when that worker has something
   */
  constructor(
    private readonly startClient: () => ScoringClient,
    private readonly onNews: () => void,
    mostProducts?: number,
  ) {
    this.#products = new ProductCache(mostProducts);
  }

  /** Rises with every change that an answer may depend on. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether something is under way, here or in the worker. */
  get hasWork(): boolean {
    return this.#scores?.hasWork ?? false;
  }

  /** Whether `step` has something to do. */
  get hasSteps(): boolean {
    return this.#scores instanceof LocalScores && this.#scores.hasWork;
  }

  /** Why the method gives no scores; null while it does. */
  get error(): PlainError | null {
    return this.#scores instanceof WholeSetScores ? this.#scores.error : null;
  }

  /** Photos in the order in which a method with a memory sees them. */
  get order(): readonly string[] {
    return [...this.#photos.keys()];
  }

  setMethod(method: Method, values: ParameterValues): void {
    this.#values = values;
    if (method === this.#method) return;
    this.#method = method;
    this.#begin();
  }

  setParameters(values: ParameterValues): void {
    this.#values = values;
    this.#scores?.weigh(values);
    this.#allChange();
  }

  /** Takes the class list, in order; classes whose atoms are the same object keep their products. */
  setClasses(classes: readonly ClassInput[], logitScale: number): void {
    this.#classes = classes;
    this.#logitScale = logitScale;
    this.#products.keepClasses(classes.map(({ atoms }) => atoms));
    this.#begin();
  }

  /** Takes what the user accepted. */
  setLabelled(labelled: readonly LabelledPhoto[]): void {
    if (labelled.length === 0 && this.#labelled.length === 0) return;
    this.#labelled = labelled;
    if (reads(this.#method, 'labelled photos')) this.#begin();
  }

  /** Takes or replaces photos; those that are new come last. */
  setPhotos(inputs: readonly PhotoInput[]): void {
    const changed = inputs.filter((input) => {
      const before = this.#photos.get(input.id)?.input;
      if (before !== undefined && before.atoms !== input.atoms) this.#products.forgetPhoto(before.atoms);
      return before === undefined || !same(before, input);
    });
    if (changed.length === 0) return;
    for (const input of changed) this.#photos.set(input.id, { input, before: null, answer: null });
    const ids = new Set(changed.map(({ id }) => id));
    this.#photosChanged(this.order.findIndex((id) => ids.has(id)));
  }

  removePhoto(id: string): void {
    const photo = this.#photos.get(id);
    if (photo === undefined) return;
    const place = this.order.indexOf(id);
    this.#products.forgetPhoto(photo.input.atoms);
    this.#photos.delete(id);
    this.#photosChanged(place);
  }

  clearPhotos(): void {
    this.#photos.clear();
    this.#products.clear();
    this.#photosChanged(0);
  }

  /** Has a method with a memory see the photos anew in this order; those not named follow as they were. */
  reorder(ids: readonly string[]): void {
    const before = this.#photos;
    const named = ids.filter((id) => before.has(id));
    this.#photos = new Map([...named, ...before.keys()].map((id) => [id, before.get(id)!]));
    this.#photosChanged(0);
  }

  /** Measures photos until `mayGoOn` says stop. */
  step(mayGoOn: () => boolean): void {
    if (!(this.#scores instanceof LocalScores)) return;
    if (this.#scores.step(mayGoOn)) this.#revision++;
  }

  /** The photo's answer; null for an unknown photo, while it is under way, and without anything to choose from. */
  answer(id: string): Answer | null {
    const photo = this.#photos.get(id);
    if (photo === undefined) return null;
    if (photo.answer?.basis !== this.#basis) {
      const value = this.#compute(photo);
      photo.answer = value && { basis: this.#basis, value };
    }
    return photo.answer?.value ?? null;
  }

  /** What the photo's answer rests on; null while it has none. */
  reasons(id: string): Reasons | null {
    const photo = this.#photos.get(id)?.input;
    const evidence = photo && this.#scores?.evidence(photo);
    if (photo === undefined || !evidence || this.answer(id) === null) return null;
    return { evidence, notes: notes(this.#method, this.#now, photo) };
  }

  /** All that there is now; the same object until something in it changes. */
  get #now(): Task {
    this.#task ??= {
      classes: this.#classes,
      logitScale: this.#logitScale,
      photos: Array.from(this.#photos.values(), ({ input }) => input),
      labelled: this.#labelled,
      products: this.#products,
    };
    return this.#task;
  }

  /** Another method or another class list: everything is prepared anew. */
  #begin(): void {
    this.#task = null;
    this.#baseline = scoresAtOnce(BASELINE, this.#now);
    for (const photo of this.#photos.values()) photo.before = null;
    this.#scores?.close();
    this.#scores = this.#start();
    this.#scores?.setPhotos(this.#now.photos, 0);
    this.#allChange();
  }

  #start(): PhotoScores | null {
    const bringsClasses = reads(this.#method, 'candidate names');
    if (this.#classes.length === 0 && !bringsClasses) return null;
    if (!reads(this.#method, 'whole set of photos'))
      return new LocalScores(this.#method, this.#now, this.#values);
    this.#client ??= this.startClient();
    return new WholeSetScores(this.#client, this.#method, this.#now, this.#values, () => {
      this.#allChange();
      this.onNews();
    });
  }

  #photosChanged(first: number): void {
    this.#task = null;
    this.#scores?.setPhotos(this.#now.photos, first);
    if (this.#method.memory !== undefined) this.#allChange();
    else this.#revision++;
  }

  #allChange(): void {
    this.#basis++;
    this.#revision++;
  }

  #compute(of: ScoredPhoto): Answer | null {
    const photo = of.input;
    const isUnnamed = photo.candidates === null && photo.atoms.captions.length > 0;
    if (isUnnamed && reads(this.#method, 'candidate names')) return null;
    const scored = this.#scores?.scored(photo);
    if (!scored || this.#baseline === null) return null;
    of.before ??= this.#side(BASELINE, this.#baseline(photo));
    const { before } = of;
    const after = this.#side(this.#method, scored.scores);
    const task = this.#now;
    return {
      zeroShot: before.ranking,
      enriched: after.ranking,
      names: scored.names,
      shares: after.shares,
      zeroShotShares: before.shares,
      margin: margin(after.shares),
      changed: scored.names === null && before.ranking[0]?.index !== after.ranking[0]?.index,
      place: this.#method.memory === undefined ? null : task.photos.indexOf(photo) + 1,
    };
  }

  #side(method: Method, scores: Float64Array): Side {
    const ranking = rank(scores);
    const parts = scores.length === 0 ? scores : shares(method.output, scores, this.#logitScale);
    return { ranking, shares: ranking.map(({ index }) => parts[index]!) };
  }
}

const same = (a: PhotoInput, b: PhotoInput) =>
  a.atoms === b.atoms && a.paired === b.paired && a.candidates === b.candidates;
