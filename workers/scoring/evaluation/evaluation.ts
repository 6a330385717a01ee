import {
  type Answers,
  type Atoms,
  attempt,
  type ClassCoverage,
  coverageOf,
  evenLattice,
  FernglassError,
  type FiguresWithIntervals,
  type PlaneProducts,
  planeAnswers,
  planeChanges,
  planeFigures,
  planeProducts,
  type Result,
  seededRandom,
  type Tuning,
  tune,
} from '../../../core';
import type {
  CompareQuestion,
  CoverageQuestion,
  EvaluationApi,
  MethodJudged,
  MethodsQuestion,
  OnPart,
  PackedCaptions,
  PackedSides,
  PlaneAbout,
  PlaneQuestion,
  PlaneReply,
  StudiesQuestion,
  StudiesReply,
  TuningQuestion,
  VariantQuestion,
} from '../../protocol';
import { drive } from './drive';
import { judgeMethods } from './judging';
import { KeptSides } from './kept-sides';
import { answersOf, OTHERS_PART } from './other-methods';
import { takeApart } from './studies';
import { answersOfVariant, compareTables } from './variants';

/** Part of a plane's work that its products are, for the progress. */
const PRODUCTS_PART = 0.8;

/** Of folds and resamples: the same labels give the same proposal and the same interval. */
const SEED = 20241;

type Kind = 'plane' | 'tune' | 'methods' | 'studies' | 'coverage' | 'variant' | 'compare';

/** Answers questions about photos and classes, the newest one alone. */
export class Evaluation implements EvaluationApi {
  readonly #kept = new KeptSides();
  /** Rises with every question of a kind and every cancel of it: one of an earlier number is given up. */
  readonly #asked = { plane: 0, tune: 0, methods: 0, studies: 0, coverage: 0, variant: 0, compare: 0 };
  /** Rises with everything that is kept or let go. */
  #revision = 0;
  /** The products made last, which serve every question of the same weighting and photos. */
  #products: { readonly key: string; readonly made: PlaneProducts } | null = null;

  keepCaptions(captions: PackedCaptions): Promise<Result<void>> {
    return attempt(() => this.#kept.addCaptions(captions));
  }

  clear(): Promise<Result<void>> {
    return this.#change(() => this.#kept.clear());
  }

  keepPhotos(photos: PackedSides): Promise<Result<void>> {
    return this.#change(() => this.#kept.addPhotos(photos));
  }

  dropPhotos(ids: readonly string[]): Promise<Result<void>> {
    return this.#change(() => this.#kept.dropPhotos(ids));
  }

  keepClasses(classes: PackedSides, first: boolean): Promise<Result<void>> {
    return this.#change(() => this.#kept.addClasses(classes, first));
  }

  cancelPlane(): Promise<void> {
    return this.#cancel('plane');
  }

  cancelTune(): Promise<void> {
    return this.#cancel('tune');
  }

  tune(question: TuningQuestion, onPart: OnPart): Promise<Result<Tuning>> {
    const isWanted = this.#begin('tune');
    return attempt(async () => {
      const classes = [...this.#kept.classes];
      const photos = question.photos.map((id) => ({ id, atoms: this.#kept.photo(id) }));
      const answered = await answersOf(question, photos, classes, onPart, isWanted);
      const input = {
        ...question,
        classes,
        photos: question.labels.map(({ photo }) => this.#kept.photo(photo)),
        labels: question.labels.map(({ label }) => label),
        groups: question.labels.map(({ group }) => group),
        current: { ...question.current, answers: question.labels.map(({ answer }) => answer) },
        others: wanted(answered).value,
      };
      return wanted(await drive(tune(input, seededRandom(SEED)), onPart, isWanted, [OTHERS_PART, 1])).value;
    });
  }

  plane(question: PlaneQuestion, onPart: OnPart): Promise<Result<PlaneReply>> {
    const isWanted = this.#begin('plane');
    return attempt(async () => {
      const { about } = question;
      const ids = photosOf(about);
      const products = await this.#productsOf(question, ids, onPart, isWanted);
      const lattice = evenLattice(question.steps);
      if (about.kind === 'answers') return { kind: 'answers', answers: planeAnswers(products, 0, lattice) };
      const within = [PRODUCTS_PART, 1] as const;
      if (about.kind === 'flips') {
        const steps = planeChanges(products, lattice, about.reference);
        const changed = wanted(await drive(steps, onPart, isWanted, within)).value;
        return { kind: 'flips', photos: ids.length, changed };
      }
      const labels = Int32Array.from(about.labels, ([, label]) => label);
      const figures = wanted(
        await drive(planeFigures(products, lattice, labels), onPart, isWanted, within),
      ).value;
      return { kind: 'accuracy', photos: ids.length, ...figures };
    });
  }

  methods(question: MethodsQuestion, onPart: OnPart): Promise<Result<readonly MethodJudged[]>> {
    const isWanted = this.#begin('methods');
    return attempt(async () => wanted(await judgeMethods(question, this.#kept, onPart, isWanted)).value);
  }

  cancelMethods(): Promise<void> {
    return this.#cancel('methods');
  }

  studies(question: StudiesQuestion, onPart: OnPart): Promise<Result<StudiesReply>> {
    const isWanted = this.#begin('studies');
    return attempt(async () => wanted(await takeApart(question, this.#kept, onPart, isWanted)).value);
  }

  cancelStudies(): Promise<void> {
    return this.#cancel('studies');
  }

  coverage(
    { settings, counts, named }: CoverageQuestion,
    onPart: OnPart,
  ): Promise<Result<readonly ClassCoverage[]>> {
    const isWanted = this.#begin('coverage');
    return attempt(async () => {
      const classes = this.#kept.classes.map((atoms, c) => ({
        atoms,
        counts: counts?.[c] ?? null,
        named: named[c] ?? null,
      }));
      return wanted(await drive(coverageOf(classes, settings), onPart, isWanted)).value;
    });
  }

  cancelCoverage(): Promise<void> {
    return this.#cancel('coverage');
  }

  variant(question: VariantQuestion, onPart: OnPart): Promise<Result<readonly Answers[]>> {
    const isWanted = this.#begin('variant');
    return attempt(async () => wanted(await answersOfVariant(question, this.#kept, onPart, isWanted)).value);
  }

  cancelVariant(): Promise<void> {
    return this.#cancel('variant');
  }

  compare(
    question: CompareQuestion,
    onPart: OnPart,
  ): Promise<Result<readonly (readonly FiguresWithIntervals[])[]>> {
    const isWanted = this.#begin('compare');
    return attempt(async () => wanted(await compareTables(question, onPart, isWanted)).value);
  }

  cancelCompare(): Promise<void> {
    return this.#cancel('compare');
  }

  async #productsOf(
    { weighting }: PlaneQuestion,
    ids: readonly string[],
    onPart: OnPart,
    isWanted: () => boolean,
  ): Promise<PlaneProducts> {
    const key = JSON.stringify([this.#revision, weighting, ids]);
    if (this.#products?.key === key) return this.#products.made;
    const photos = ids.map((id): Atoms => this.#kept.photo(id));
    const steps = planeProducts(photos, [...this.#kept.classes], weighting);
    const made = wanted(await drive(steps, onPart, isWanted, [0, PRODUCTS_PART])).value;
    // One photo's are there at once, and must not push out those of all.
    if (ids.length > 1) this.#products = { key, made };
    return made;
  }

  /** Ends the question of this kind before; gives what says whether this one is still wanted. */
  #begin(kind: Kind): () => boolean {
    const own = ++this.#asked[kind];
    return () => own === this.#asked[kind];
  }

  #cancel(kind: Kind): Promise<void> {
    this.#asked[kind]++;
    return Promise.resolve();
  }

  #change(work: () => void): Promise<Result<void>> {
    this.#revision++;
    this.#products = null;
    return attempt(work);
  }
}

function photosOf(about: PlaneAbout): readonly string[] {
  if (about.kind === 'answers') return [about.photo];
  return about.kind === 'accuracy' ? about.labels.map(([photo]) => photo) : about.photos;
}

/** @throws FernglassError `worker-failed` for work that was given up; the page waits for it no more */
function wanted<T extends object>(done: T | null): T {
  if (done === null) throw new FernglassError('worker-failed', 'A newer question took its place.');
  return done;
}
