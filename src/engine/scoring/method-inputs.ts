import type { Atoms, Captions, ClassInput, PhotoInput } from '../../../core';
import { type RetrievedCaptions, retrievedCaptions } from '../retrieval/captions/caption-store';
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
import type { ClassRecord, PhotoRecord } from '../state/records';

/**
 * Puts together what methods read of photos and classes. Atoms are kept with their record, and are the same object while
 * nothing in them changed: products are kept by it.
 */
export class MethodInputs {
  /** Captions of each photo and class that methods read. */
  depth = 0;

  constructor(private readonly data: Pick<EngineData, 'basis' | 'captions'>) {}

  /** What methods read of the photos that are embedded. */
  ofPhotos(records: Iterable<PhotoRecord>): PhotoInput[] {
    const basis = this.data.basis();
    const inputs: PhotoInput[] = [];
    for (const record of records) {
      const atoms = this.photoAtoms(record, basis);
      if (atoms === null) continue;
      const pairs = pairsOfPhoto(record, basis);
      inputs.push({
        id: record.view.id,
        atoms,
        paired: pairs && this.#retrieved(pairs),
        candidates: candidatesOfPhoto(record, basis),
      });
    }
    return inputs;
  }

  /** Of a class that has a prototype. */
  ofClass(record: ClassRecord, basis: Basis): ClassInput {
    const extras = extrasOfClass(record, basis);
    return {
      atoms: this.classAtoms(record, basis),
      names: prototypeOf(record, basis)!.names,
      templates: extras?.templates ?? [],
      descriptions: extras?.descriptions ?? [],
      counts: countsOfClass(record, basis),
    };
  }

  /** Of a class that has a prototype. */
  classAtoms(record: ClassRecord, basis: Basis): Atoms {
    const { own } = prototypeOf(record, basis)!;
    const hits = captionsOfClass(record, basis);
    const key = `${record.prototype?.key} ${hits && `${basis.captions} ${record.hits?.key}`} ${this.depth}`;
    if (record.atoms?.key !== key || record.atoms.hits !== hits)
      record.atoms = { key, hits, value: { own, ...this.#retrieved(hits ?? NOTHING) } };
    return record.atoms.value;
  }

  /** Null for a photo that is not embedded. */
  photoAtoms(record: PhotoRecord, basis: Basis): Atoms | null {
    const own = embeddingOf(record, basis);
    if (own === null) return null;
    const hits = captionsOfPhoto(record, basis);
    const { depth } = this;
    const { atoms } = record;
    if (atoms?.own !== own || atoms.hits !== hits || atoms.depth !== depth)
      record.atoms = { own, hits, depth, value: { own, ...this.#retrieved(hits ?? NOTHING) } };
    return record.atoms!.value;
  }

  /** Captions as far as methods read them. */
  #retrieved({ ids, similarities }: RetrievedCaptions): Captions {
    return {
      captions: Array.from(ids.subarray(0, this.depth), (id) => this.data.captions.embedding(id)),
      similarities: similarities.subarray(0, this.depth),
    };
  }
}

const NOTHING = retrievedCaptions([]);
