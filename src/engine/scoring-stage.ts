import type { Hit } from '../../workers/protocol';
import { type Atoms, LIMITS, PAPER_SETTINGS } from '../core';
import { Lane } from './lane';
import type { Parts } from './parts';
import type { ClassRecord, Derived, PhotoRecord, Prototype } from './records';

/** Milliseconds of inner products between two chances for the page to paint. */
const SLICE = 8;

/** Turns what the workers found into atoms, and has the scorer take their inner products in slices. */
export class ScoringStage {
  readonly #lane: Lane;
  #shown: readonly ClassRecord[] = [];
  #depth = 0;

  constructor(private readonly parts: Parts) {
    this.#lane = new Lane(
      () => this.#slice(),
      () => parts.changed(),
    );
  }

  /** The class list that answers refer to: the last one whose prototypes were all there. */
  get shown(): readonly ClassRecord[] {
    return this.#shown;
  }

  get hasWork(): boolean {
    return this.parts.scorer.hasWork;
  }

  wake(): void {
    if (this.hasWork) this.#lane.wake();
  }

  /** The class list, a prototype or the captions of a class changed. */
  classesChanged(): void {
    const { parts } = this;
    const records = parts.classes;
    if (records.every(({ prototype }) => prototype !== null)) {
      this.#shown = records;
      parts.scorer.setClasses(records.map((record) => this.#classAtoms(record, record.prototype!)));
    }
    parts.store.setState({
      classes: records.map(({ names, prototype }) => ({
        ...names,
        status: prototype === null ? 'waiting' : 'ready',
      })),
      shownClasses: this.#shown.map(({ names }) => names),
    });
    this.#go();
  }

  /** Another space: the atoms of the old one may not meet those of the new. */
  modelChanged(): void {
    this.#shown = [];
    this.parts.scorer.clearPhotos();
    this.parts.scorer.setClasses([]);
  }

  /** A photo's embedding or captions changed. */
  photoChanged(record: PhotoRecord): void {
    if (record.embedding === null) return;
    this.parts.scorer.setPhoto(record.view.id, this.#atoms(record.embedding.value, record.hits));
    this.#go();
  }

  /** α, β, τ or k moved; only a k beyond the captions in use touches wide vectors. */
  settingsChanged(): void {
    if (this.#depth !== this.#wantedDepth()) this.rebuild();
    else this.parts.scorer.settingsChanged();
  }

  /** Takes every atom anew: after another depth, model or index. */
  rebuild(): void {
    this.#depth = this.#wantedDepth();
    this.classesChanged();
    for (const record of this.parts.photos.values()) this.photoChanged(record);
  }

  /** Captions per atom: the paper's k serves all smaller ones, beyond it the most that can be asked for. */
  #wantedDepth(): number {
    const { k } = this.parts.store.getState().request.settings;
    return k <= PAPER_SETTINGS.k ? PAPER_SETTINGS.k : LIMITS.k.max;
  }

  #classAtoms(record: ClassRecord, prototype: Derived<Prototype>): Atoms {
    const key = `${prototype.key} ${record.hits?.key} ${this.#depth}`;
    if (record.atoms?.key !== key)
      record.atoms = { key, value: this.#atoms(prototype.value.own, record.hits) };
    return record.atoms.value;
  }

  #atoms(own: Float32Array, hits: Derived<readonly Hit[]> | null): Atoms {
    const used = hits?.value.slice(0, this.#depth) ?? [];
    return {
      own,
      captions: used.map((hit) => this.parts.captions.get(hit).embedding),
      similarities: used.map(({ similarity }) => similarity),
    };
  }

  #go(): void {
    this.#lane.wake();
    this.parts.changed();
  }

  async #slice(): Promise<boolean> {
    if (!this.parts.scorer.hasWork) return false;
    const end = performance.now() + SLICE;
    this.parts.scorer.step(() => performance.now() < end);
    await nextTask();
    return true;
  }
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
