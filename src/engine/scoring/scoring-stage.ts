import {
  type Atoms,
  type Captions,
  type ClassInput,
  type EvidenceList,
  type LabelledPhoto,
  LIMITS,
  type Method,
  PAPER_SETTINGS,
  type ParameterValues,
  type PhotoInput,
  parseTemplates,
} from '../../../core';
import { type RetrievedCaptions, retrievedCaptions } from '../retrieval/caption-store';
import {
  type Basis,
  candidatesOfPhoto,
  captionsOfClass,
  captionsOfPhoto,
  countsOfClass,
  embeddingOf,
  extrasOfClass,
  pairsOfPhoto,
  prototypeOf,
} from '../state/basis';
import type { EngineData } from '../state/engine-data';
import { nextTask, WorkLoop } from '../state/plan/work-loop';
import type { ClassRecord, PhotoRecord } from '../state/records';
import { chosenMethod, parametersOf } from '../state/request/parameters';
import type { CaptionEvidence, ClassEntry, EvidenceBlock, Explanation } from '../state/types';
import { evidenceBlocks } from './explanation';
import type { RemovedInputs } from './scorer';

/** Milliseconds of inner products between two chances for the page to paint. */
const SLICE = 8;

/** Atoms put together between two looks at the clock. */
const STRIDE = 32;

/** Milliseconds between two times that the page is told how far a list of classes has come. */
const BETWEEN_STATUS = 150;

/**
 * Turns what the workers found into what methods read, and has the scorer measure it in slices. Atoms of thousands of
 * classes or photos are put together in slices as well; until the last is there, answers stay as they were.
 */
export class ScoringStage {
  readonly #loop: WorkLoop;
  #shown: readonly ClassRecord[] = [];
  /** The list whose names the page has as `shownClasses`. */
  #named: readonly ClassRecord[] | null = null;
  #depth = 0;
  /** What takes its atoms anew once all of them are put together; null while nothing does. */
  #renewal: { readonly photos: boolean; readonly steps: Iterator<void> } | null = null;
  /** The list as the page last saw it, and whether it has come further since. */
  #told: { readonly classes: readonly ClassRecord[]; readonly at: number } = { classes: [], at: 0 };
  #telling: ReturnType<typeof setTimeout> | undefined;
  readonly #entries = new WeakMap<ClassRecord, ClassEntry>();

  constructor(private readonly data: EngineData) {
    this.#loop = new WorkLoop(
      () => this.#slice(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    return this.#renewal !== null || this.data.scorer.hasWork;
  }

  wake(): void {
    this.#loop.wake();
  }

  /** The class list, a prototype or the captions of a class changed. */
  classesChanged(): void {
    this.#tellSoon();
    if (this.#areReady()) this.#renew(false);
    this.#go();
  }

  /** Another space: the atoms of the old one may not meet those of the new. */
  modelChanged(): void {
    this.#shown = [];
    this.data.scorer.clearPhotos();
    this.data.scorer.setClasses([], LOGIT_SCALE);
  }

  /** A photo's embedding, captions or candidates changed. */
  photoChanged(record: PhotoRecord): void {
    this.data.scorer.setPhotos(this.#photoInputs([record]));
    this.data.photos.touch(record);
    this.#go();
  }

  /** Photos that were removed are back. */
  photosBack(records: readonly PhotoRecord[], removed: RemovedInputs): void {
    this.data.scorer.putBack(removed, this.#photoInputs(records));
    this.labelsChanged();
  }

  /** Another method, or a parameter of it: only where it reads more or fewer captions than before are atoms taken anew. */
  settingsChanged(): void {
    if (this.#depth !== this.#wantedDepth()) this.rebuild();
    // Until the captions that a setting reads are there, the setting before holds.
    else if (this.#renewal?.photos !== true) this.#takeSettings();
    this.#go();
  }

  /** What the user says of a photo changed. */
  labelsChanged(): void {
    this.#label();
    this.#go();
  }

  /** Takes every atom anew: after another depth, model or index. */
  rebuild(): void {
    this.#depth = this.#wantedDepth();
    this.#tellSoon();
    this.#renew(true);
    this.#go();
  }

  #takeSettings(): void {
    const { request } = this.data.store.getState();
    this.data.scorer.setMethod(chosenMethod(request), parametersOf(request));
  }

  #areReady(): boolean {
    const basis = this.data.basis();
    return this.data.classes.every((record) => prototypeOf(record, basis) !== null);
  }

  /** Starts to put atoms together, those of photos too or of classes alone; few of them are there at once. */
  #renew(withPhotos: boolean): void {
    const photos = withPhotos || this.#renewal?.photos === true;
    this.#renewal = { photos, steps: this.#gather(photos) };
    this.#advance();
  }

  /** Goes on putting atoms together for a slice. */
  #advance(): void {
    const renewal = this.#renewal;
    if (renewal === null) return;
    const end = performance.now() + SLICE;
    let isDone = false;
    while (!isDone && performance.now() < end) isDone = renewal.steps.next().done === true;
    if (isDone) this.#complete(renewal.photos);
  }

  *#gather(withPhotos: boolean): Generator<void> {
    const basis = this.data.basis();
    let count = 0;
    if (this.#areReady())
      for (const record of this.data.classes) {
        this.#classAtoms(record, basis);
        if (++count % STRIDE === 0) yield;
      }
    if (!withPhotos) return;
    for (const record of this.data.photos.values()) {
      const embedding = embeddingOf(record, basis);
      if (embedding !== null) this.#photoAtoms(record, embedding, captionsOfPhoto(record, basis));
      if (++count % STRIDE === 0) yield;
    }
  }

  /** Every atom is kept with its class or photo by now: all go to the scorer at once. */
  #complete(withPhotos: boolean): void {
    this.#renewal = null;
    const { data } = this;
    const records = data.classes;
    if (this.#areReady()) {
      this.#shown = records;
      const basis = data.basis();
      const { info } = data.store.getState().model;
      data.scorer.setClasses(
        records.map((record) => this.#classInput(record, basis)),
        info?.logitScale ?? LOGIT_SCALE,
      );
      this.#label();
    }
    if (withPhotos) {
      data.scorer.setPhotos(this.#photoInputs(data.photos.values()));
      this.#takeSettings();
    }
    this.#tell();
  }

  /** Tells the page of another list at once, and how far the same one has come now and then. */
  #tellSoon(): void {
    const { classes } = this.data;
    const wait = this.#told.at + BETWEEN_STATUS - performance.now();
    if (classes !== this.#told.classes || classes.length < STRIDE || wait <= 0) this.#tell();
    else this.#telling ??= setTimeout(() => this.#tell(), wait);
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const { classes, store } = this.data;
    const basis = this.data.basis();
    this.#told = { classes, at: performance.now() };
    const { shownClasses } = store.getState();
    store.setState({
      classes: classes.map((record) => this.#entryOf(record, basis)),
      shownClasses: this.#shown === this.#named ? shownClasses : this.#shown.map(({ names }) => names),
    });
    this.#named = this.#shown;
  }

  #entryOf(record: ClassRecord, basis: Basis): ClassEntry {
    const status = prototypeOf(record, basis) === null ? 'waiting' : 'ready';
    const known = this.#entries.get(record);
    if (known?.status === status) return known;
    const entry = { ...record.names, status } as const;
    this.#entries.set(record, entry);
    return entry;
  }

  /** What an answer is read by; one that is under way is gone on with. */
  read<T>(answer: () => T | null): T | null {
    const value = answer();
    if (value === null && this.data.scorer.hasSteps) this.#go();
    return value;
  }

  explain(id: string): Explanation | null {
    const { data } = this;
    const reasons = data.scorer.reasons(id);
    const record = data.photos.get(id);
    if (reasons === null || record === undefined) return null;
    const { lists, figures, distributions } = reasons.evidence;
    return { notes: reasons.notes, figures, distributions, blocks: this.#blocks(lists, record) };
  }

  /** The captions among a photo's evidence, without those of the classes. */
  captions(id: string): readonly CaptionEvidence[] {
    const lists = this.data.scorer.reasons(id)?.evidence.lists ?? [];
    const record = this.data.photos.get(id);
    if (record === undefined) return [];
    const own = lists.filter(({ classIndex }) => classIndex === null);
    return this.#blocks(own, record).flatMap((block) => (block.kind === 'captions' ? block.captions : []));
  }

  #blocks(lists: readonly EvidenceList[], photo: PhotoRecord): readonly EvidenceBlock[] {
    const { data } = this;
    const labelled = () => this.#labelled().map((entry) => entry.id);
    return evidenceBlocks(lists, {
      photo,
      basis: data.basis(),
      captions: data.captions,
      classes: this.#shown,
      templates: parseTemplates(data.store.getState().request.templates),
      // Lists of all photos, which few methods point into.
      get photos() {
        return data.scorer.order;
      },
      get labelled() {
        return labelled();
      },
    });
  }

  #wantedDepth(): number {
    const { request } = this.data.store.getState();
    return captionsRead(chosenMethod(request), parametersOf(request));
  }

  /** What methods read of the photos that are embedded. */
  #photoInputs(records: Iterable<PhotoRecord>): PhotoInput[] {
    const basis = this.data.basis();
    const inputs: PhotoInput[] = [];
    for (const record of records) {
      const embedding = embeddingOf(record, basis);
      if (embedding === null) continue;
      const pairs = pairsOfPhoto(record, basis);
      inputs.push({
        id: record.view.id,
        atoms: this.#photoAtoms(record, embedding, captionsOfPhoto(record, basis)),
        paired: pairs && this.#retrieved(pairs),
        candidates: candidatesOfPhoto(record, basis),
      });
    }
    return inputs;
  }

  /** Of a class that has a prototype. */
  #classInput(record: ClassRecord, basis: Basis): ClassInput {
    const extras = extrasOfClass(record, basis);
    return {
      atoms: this.#classAtoms(record, basis),
      names: prototypeOf(record, basis)!.names,
      templates: extras?.templates ?? [],
      descriptions: extras?.descriptions ?? [],
      counts: countsOfClass(record, basis),
    };
  }

  #classAtoms(record: ClassRecord, basis: Basis): Atoms {
    const { own } = prototypeOf(record, basis)!;
    const hits = captionsOfClass(record, basis);
    const key = `${record.prototype?.key} ${hits && `${basis.captions} ${record.hits?.key}`} ${this.#depth}`;
    if (record.atoms?.key !== key)
      record.atoms = { key, value: { own, ...this.#retrieved(hits ?? NOTHING) } };
    return record.atoms.value;
  }

  /** The same object while nothing in it changed: products are kept by it. */
  #photoAtoms(record: PhotoRecord, own: Float32Array, hits: RetrievedCaptions | null): Atoms {
    const { atoms } = record;
    if (atoms?.own !== own || atoms.hits !== hits || atoms.depth !== this.#depth)
      record.atoms = {
        own,
        hits,
        depth: this.#depth,
        value: { own, ...this.#retrieved(hits ?? NOTHING) },
      };
    return record.atoms!.value;
  }

  /** Captions as far as methods read them. */
  #retrieved({ ids, similarities }: RetrievedCaptions): Captions {
    return {
      captions: Array.from(ids.subarray(0, this.#depth), (id) => this.data.captions.embedding(id)),
      similarities: similarities.subarray(0, this.#depth),
    };
  }

  #label(): void {
    this.data.scorer.setLabelled(this.#labelled());
  }

  /** Photos whose accepted class is in the list. */
  #labelled(): LabelledPhoto[] {
    const places = new Map(this.#shown.map(({ names }, place) => [names.name, place]));
    const basis = this.data.basis();
    const labelled: LabelledPhoto[] = [];
    for (const record of this.data.photos.values()) {
      const { id, accepted } = record.view;
      const label = accepted === null ? undefined : places.get(accepted);
      const embedding = label === undefined ? null : embeddingOf(record, basis);
      if (label !== undefined && embedding !== null) labelled.push({ id, embedding, label });
    }
    return labelled;
  }

  #go(): void {
    this.#loop.wake();
  }

  async #slice(): Promise<boolean> {
    if (this.#renewal !== null) {
      this.#advance();
      await nextTask();
      return true;
    }
    if (!this.data.scorer.hasSteps) return false;
    const end = performance.now() + SLICE;
    this.data.scorer.step(() => performance.now() < end);
    await nextTask();
    return true;
  }
}

const NOTHING = retrievedCaptions([]);

/** exp(t) where nobody states the checkpoint's. */
const LOGIT_SCALE = 100;

/** Captions per photo and class: what the paper reads serves all smaller k, beyond it the most that can be asked for. */
function captionsRead(method: Method, values: ParameterValues): number {
  const { k } = method.parameters;
  if (k?.kind !== 'number' || k.affects !== 'retrieval') return PAPER_SETTINGS.k;
  const paper = k.paper ?? k.max;
  return Number(values.k) <= paper ? paper : LIMITS.k.max;
}
