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
import type { FoundHit } from '../../../workers/protocol';
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
import { chosenMethod, parametersOf } from '../state/parameters';
import type { ClassRecord, PhotoRecord } from '../state/records';
import type { CaptionEvidence, EvidenceBlock, Explanation } from '../state/types';
import { WorkLoop } from '../state/work-loop';
import { evidenceBlocks } from './explanation';
import type { RemovedInputs } from './scorer';

/** Milliseconds of inner products between two chances for the page to paint. */
const SLICE = 8;

/** Turns what the workers found into what methods read, and has the scorer measure it in slices. */
export class ScoringStage {
  readonly #loop: WorkLoop;
  #shown: readonly ClassRecord[] = [];
  #depth = 0;

  constructor(private readonly data: EngineData) {
    this.#loop = new WorkLoop(
      () => this.#slice(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    return this.data.scorer.hasWork;
  }

  wake(): void {
    this.#loop.wake();
  }

  /** The class list, a prototype or the captions of a class changed. */
  classesChanged(): void {
    const { data } = this;
    const records = data.classes;
    const basis = data.basis();
    if (records.every((record) => prototypeOf(record, basis) !== null)) {
      this.#shown = records;
      const { info } = data.store.getState().model;
      data.scorer.setClasses(
        records.map((record) => this.#classInput(record, basis)),
        info?.logitScale ?? LOGIT_SCALE,
      );
      this.#label();
    }
    data.store.setState({
      classes: records.map((record) => ({
        ...record.names,
        status: prototypeOf(record, basis) === null ? 'waiting' : 'ready',
      })),
      shownClasses: this.#shown.map(({ names }) => names),
    });
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

  /** Another method may read more or fewer captions than the one before. */
  methodChanged(): void {
    const { request } = this.data.store.getState();
    this.data.scorer.setMethod(chosenMethod(request), parametersOf(request));
    if (this.#depth !== this.#wantedDepth()) this.rebuild();
    this.#go();
  }

  /** A parameter moved; only a k beyond the captions in use touches wide vectors. */
  parametersChanged(): void {
    const { request } = this.data.store.getState();
    this.data.scorer.setParameters(parametersOf(request));
    if (this.#depth !== this.#wantedDepth()) this.rebuild();
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
    this.classesChanged();
    this.data.scorer.setPhotos(this.#photoInputs(this.data.photos.values()));
    this.#go();
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
    if (record.atoms?.key !== key) record.atoms = { key, value: { own, ...this.#found(hits ?? []) } };
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

  /** Captions of a class, as far as methods read them. */
  #found(hits: readonly FoundHit[]): Captions {
    const read = hits.slice(0, this.#depth);
    return {
      captions: read.map(({ id }) => this.data.captions.embedding(id)),
      similarities: read.map(({ similarity }) => similarity),
    };
  }

  /** Captions of a photo, as far as methods read them. */
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

/** Lets input and paint go first. A message is not held back in a hidden tab, as a timer would be. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
