import { type Atoms, FernglassError, row } from '../../../core';
import type { PackedCaptions, PackedSides } from '../../protocol';

/** Photos and classes as they came through the door, and the captions that they share. */
export class KeptSides {
  readonly #captions = new Map<number, Float32Array>();
  readonly photos = new Map<string, Atoms>();
  readonly classes: Atoms[] = [];

  addCaptions({ ids, embeddings }: PackedCaptions): void {
    ids.forEach((id, i) => {
      this.#captions.set(id, row(embeddings, i));
    });
  }

  addPhotos(packed: PackedSides): void {
    packed.ids.forEach((id, i) => {
      this.photos.set(id, this.#atoms(packed, i));
    });
  }

  dropPhotos(ids: readonly string[]): void {
    for (const id of ids) this.photos.delete(id);
  }

  addClasses(packed: PackedSides, first: boolean): void {
    if (first) this.classes.length = 0;
    this.classes.push(...this.unpacked(packed));
  }

  /** Sides whose captions are kept, as methods read them. */
  unpacked(packed: PackedSides): Atoms[] {
    return Array.from({ length: packed.own.count }, (_, i) => this.#atoms(packed, i));
  }

  clear(): void {
    this.#captions.clear();
    this.photos.clear();
    this.classes.length = 0;
  }

  /** @throws FernglassError `input-invalid` for a photo that is not kept */
  photo(id: string): Atoms {
    const atoms = this.photos.get(id);
    if (atoms !== undefined) return atoms;
    throw new FernglassError('input-invalid', 'A photo was asked about that is not there. Ask again.');
  }

  #atoms({ own, starts, captions, similarities }: PackedSides, i: number): Atoms {
    const ids = captions.subarray(starts[i]!, starts[i + 1]!);
    return {
      own: row(own, i),
      captions: Array.from(ids, (id) => {
        const caption = this.#captions.get(id);
        if (caption === undefined)
          throw new FernglassError('worker-failed', 'A caption did not reach the worker. Ask again.');
        return caption;
      }),
      similarities: similarities.subarray(starts[i]!, starts[i + 1]!),
    };
  }
}
