import { type EvidenceList, type LabelledPhoto, parseTemplates } from '../../../core';
import { classOfLabel } from '../../../workers/protocol';
import { embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import { captionsRead, isListReady, nextForScoring, stepForSettings } from '../state/plan/scoring';
import type { ClassRecord, PhotoRecord } from '../state/records';
import { chosenMethod, parametersOf } from '../state/request/parameters';
import { LOGIT_SCALE } from '../state/thresholds';
import type { CaptionEvidence, EvidenceBlock, Explanation, Photo } from '../state/types';
import { nextTask, WorkLoop } from '../state/work-loop';
import { ClassStatus } from './class-status';
import { evidenceBlocks } from './explanation';
import { MethodInputs } from './method-inputs';
import type { RemovedInputs } from './scorer/scorer';

/** Milliseconds of inner products between two chances for the page to paint. */
const SLICE = 8;

/** Atoms put together between two looks at the clock. */
const STRIDE = 32;

/**
 * Turns what the workers found into what methods read, and has the scorer measure it in slices. Atoms of thousands of
 * classes or photos are put together in slices as well; until the last is there, answers stay as they were.
 */
export class ScoringStage {
  readonly #loop: WorkLoop;
  readonly #inputs: MethodInputs;
  readonly #status: ClassStatus;
  #shown: readonly ClassRecord[] = [];
  /** What takes its atoms anew once all of them are put together; null while nothing does. */
  #renewal: { readonly photos: boolean; readonly steps: Iterator<void> } | null = null;
  /** Embeddings by which labelled photos were told to the scorer; and whether one is another since. */
  readonly #told = new WeakMap<PhotoRecord, Float32Array>();
  #areLabelsBehind = false;

  constructor(private readonly data: EngineData) {
    this.#inputs = new MethodInputs(data);
    this.#status = new ClassStatus(data, () => this.#shown);
    this.#loop = new WorkLoop(
      () => this.#slice(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    return this.#renewal !== null || this.#areLabelsBehind || this.data.scorer.hasWork;
  }

  /** The class list that answers refer to. */
  get shown(): readonly ClassRecord[] {
    return this.#shown;
  }

  wake(): void {
    this.#loop.wake();
  }

  /** The class list, a prototype or the captions of a class changed. */
  classesChanged(): void {
    this.#status.tellSoon();
    if (isListReady(this.data.classes, this.data.basis())) this.#renew(false);
    this.#go();
  }

  /** Another space: the atoms of the old one may not meet those of the new. */
  modelChanged(): void {
    this.#shown = [];
    this.data.scorer.clearPhotos();
    this.data.scorer.setClasses([], LOGIT_SCALE);
  }

  /** Embeddings, captions or candidates of photos changed. @param change what the page is to see of each beside their answers */
  photosChanged(records: readonly PhotoRecord[], change: Partial<Photo> = {}): void {
    this.data.scorer.setPhotos(this.#inputs.ofPhotos(records));
    for (const record of records) {
      this.data.photos.set(record, change);
      if (record.view.label !== null && this.#told.get(record) !== this.#embeddingOf(record))
        this.#areLabelsBehind = true;
    }
    this.#go();
  }

  /** Photos that were removed are back. */
  photosBack(records: readonly PhotoRecord[], removed: RemovedInputs): void {
    this.data.scorer.putBack(removed, this.#inputs.ofPhotos(records));
    this.labelsChanged();
  }

  /** Another method, or a parameter of it: only where it reads more or fewer captions than before are atoms taken anew. */
  settingsChanged(): void {
    const step = stepForSettings(this.#inputs.depth, this.#wantedDepth(), this.#gathering);
    if (step === 'gather photos') this.rebuild();
    else if (step === 'take') this.#takeSettings();
    this.#go();
  }

  /** What the user says of a photo changed. */
  labelsChanged(): void {
    this.#label();
    this.#go();
  }

  /** Takes every atom anew: after another depth, model or index. */
  rebuild(): void {
    this.#inputs.depth = this.#wantedDepth();
    this.#status.tellSoon();
    this.#renew(true);
    this.#go();
  }

  get #gathering(): 'photos' | 'classes' | null {
    if (this.#renewal === null) return null;
    return this.#renewal.photos ? 'photos' : 'classes';
  }

  #takeSettings(): void {
    const { request } = this.data.store.getState();
    this.data.scorer.setMethod(chosenMethod(request), parametersOf(request));
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
    if (isListReady(this.data.classes, this.data.basis()))
      for (const record of this.data.classes) {
        this.#inputs.classAtoms(record, basis);
        if (++count % STRIDE === 0) yield;
      }
    if (!withPhotos) return;
    for (const record of this.data.photos.withBoxes()) {
      this.#inputs.photoAtoms(record, basis);
      if (++count % STRIDE === 0) yield;
    }
  }

  /** Every atom is kept with its class or photo by now: all go to the scorer at once. */
  #complete(withPhotos: boolean): void {
    this.#renewal = null;
    const { data } = this;
    const records = data.classes;
    if (isListReady(this.data.classes, this.data.basis())) {
      this.#shown = records;
      const basis = data.basis();
      const { info } = data.store.getState().model;
      data.scorer.setClasses(
        records.map((record) => this.#inputs.ofClass(record, basis)),
        info?.logitScale ?? LOGIT_SCALE,
      );
      this.#label();
    }
    if (withPhotos) {
      data.scorer.setPhotos(this.#inputs.ofPhotos(data.photos.withBoxes()));
      this.#takeSettings();
    }
    this.#status.tell();
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
    // Evidence shows the photo that a box is of.
    const shown = (id: string) => data.photos.get(id)?.of?.view.id ?? id;
    const labelled = () => this.#labelled().map((entry) => shown(entry.id));
    return evidenceBlocks(lists, {
      photo,
      basis: data.basis(),
      captions: data.captions,
      classes: this.#shown,
      templates: parseTemplates(data.store.getState().request.templates),
      // Lists of all photos, which few methods point into.
      get photos() {
        return data.scorer.order.map(shown);
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

  #label(): void {
    this.#areLabelsBehind = false;
    this.data.scorer.setLabelled(() => this.#labelled());
  }

  /** Photos, and further boxes of photos, whose accepted class is in the list. */
  #labelled(): LabelledPhoto[] {
    const places = new Map(this.#shown.map(({ names }, place) => [names.name, place]));
    const labelled: LabelledPhoto[] = [];
    for (const record of this.data.photos.withBoxes()) {
      const { id } = record.view;
      const accepted = classOfLabel(record.view.label);
      const label = accepted === null ? undefined : places.get(accepted);
      const embedding = label === undefined ? null : this.#embeddingOf(record);
      if (label === undefined || embedding === null) continue;
      labelled.push({ id, embedding, label });
      this.#told.set(record, embedding);
    }
    return labelled;
  }

  #embeddingOf(record: PhotoRecord): Float32Array | null {
    return embeddingOf(record, this.data.basis());
  }

  #go(): void {
    this.#loop.wake();
  }

  async #slice(): Promise<boolean> {
    const job = nextForScoring({
      gathering: this.#gathering,
      hasSteps: this.data.scorer.hasSteps,
      areLabelsBehind: this.#areLabelsBehind,
    });
    if (job === null) return false;
    const end = performance.now() + SLICE;
    if (job === 'gather') this.#advance();
    else if (job === 'tell labels') this.#label();
    else this.data.scorer.step(() => performance.now() < end);
    await nextTask();
    return true;
  }
}
