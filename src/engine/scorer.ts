import {
  type Atoms,
  type CrossProducts,
  crossProducts,
  type EnrichmentSettings,
  type Mixture,
  margin,
  mixedCosine,
  mixture,
  rank,
  relativeShares,
  type SelfProducts,
  selfProducts,
  weightsFromProducts,
} from '../core';
import type { Answer } from './types';

interface Side {
  readonly atoms: Atoms;
  readonly self: SelfProducts;
}

interface ScoredPhoto extends Side {
  readonly products: Map<Atoms, CrossProducts>;
  answer: { readonly basis: number; readonly value: Answer } | null;
}

/**
 * Holds the inner products of every photo with every class, so that a change of α, β, τ or k costs no wide vector
 * (DESIGN: exact re-weighting). Filling it is cut into steps; answering from it is immediate.
 */
export class Scorer {
  #photos = new Map<string, ScoredPhoto>();
  #classes: Side[] = [];
  #pending = new Set<string>();
  #revision = 0;
  /** Rises only when all answers change at once: another class list, other settings. */
  #basis = 0;
  #mixtures: { readonly basis: number; readonly classes: readonly Mixture[] } | null = null;

  /** Rises with every change that an answer may depend on. */
  get revision(): number {
    return this.#revision;
  }

  get hasWork(): boolean {
    return this.#pending.size > 0;
  }

  /** Takes the class list's atoms, in order; classes whose atoms are the same object keep their products. */
  setClasses(classes: readonly Atoms[]): void {
    const known = new Map(this.#classes.map((side) => [side.atoms, side]));
    this.#classes = classes.map((atoms) => known.get(atoms) ?? { atoms, self: selfProducts(atoms) });
    const alive = new Set(classes);
    for (const [id, photo] of this.#photos) {
      for (const atoms of photo.products.keys()) if (!alive.has(atoms)) photo.products.delete(atoms);
      this.#pending.add(id);
    }
    this.settingsChanged();
  }

  /** Takes or replaces a photo's atoms. */
  setPhoto(id: string, atoms: Atoms): void {
    const before = this.#photos.get(id);
    if (before?.atoms === atoms) return;
    // The last answer stands until the new inner products are complete, so that a tile never goes blank in between.
    const answer = before?.answer ?? null;
    this.#photos.set(id, { atoms, self: selfProducts(atoms), products: new Map(), answer });
    this.#pending.add(id);
  }

  removePhoto(id: string): void {
    this.#photos.delete(id);
    this.#pending.delete(id);
  }

  clearPhotos(): void {
    this.#photos.clear();
    this.#pending.clear();
  }

  /** Makes every answer be computed anew when next asked for. */
  settingsChanged(): void {
    this.#basis++;
    this.#revision++;
  }

  /** Computes missing inner products until `mayGoOn` says stop; true when something was finished. */
  step(mayGoOn: () => boolean): boolean {
    let finished = false;
    for (const id of this.#pending) {
      const photo = this.#photos.get(id)!;
      for (const { atoms } of this.#classes) {
        if (photo.products.has(atoms)) continue;
        if (!mayGoOn()) return finished;
        photo.products.set(atoms, crossProducts(photo.atoms, atoms));
      }
      this.#pending.delete(id);
      photo.answer = null;
      finished = true;
      this.#revision++;
      if (!mayGoOn()) break;
    }
    return finished;
  }

  /** The photo's answer, or null while its inner products are not complete. */
  answer(id: string, settings: EnrichmentSettings, logitScale: number): Answer | null {
    const photo = this.#photos.get(id);
    if (photo === undefined || this.#classes.length === 0) return null;
    if (photo.answer?.basis === this.#basis) return photo.answer.value;
    if (this.#pending.has(id)) return null;
    photo.answer = { basis: this.#basis, value: this.#compute(photo, settings, logitScale) };
    return photo.answer.value;
  }

  /** σ of the photo's captions under these settings, best first (CoRE eq. 6). */
  photoWeights(id: string, settings: EnrichmentSettings): Float64Array | null {
    const photo = this.#photos.get(id);
    return photo ? weightsFromProducts(photo.self, 'image', settings) : null;
  }

  /** σ of a class's captions under these settings, best first (CoRE eq. 4). */
  classWeights(index: number, settings: EnrichmentSettings): Float64Array | null {
    const side = this.#classes[index];
    return side ? weightsFromProducts(side.self, 'class', settings) : null;
  }

  #classMixtures(settings: EnrichmentSettings): readonly Mixture[] {
    if (this.#mixtures?.basis !== this.#basis)
      this.#mixtures = {
        basis: this.#basis,
        classes: this.#classes.map(({ self }) => mixture(self, 'class', settings)),
      };
    return this.#mixtures.classes;
  }

  #compute(photo: ScoredPhoto, settings: EnrichmentSettings, logitScale: number): Answer {
    const image = mixture(photo.self, 'image', settings);
    const products = this.#classes.map(({ atoms }) => photo.products.get(atoms)!);
    const zeroShot = rank(products.map((cross) => cross[0]!));
    const enriched = rank(
      this.#classMixtures(settings).map((cls, index) => mixedCosine(image, products[index]!, cls)),
    );
    const sharesOf = (ranking: readonly { score: number }[]) =>
      Array.from(
        relativeShares(
          ranking.map(({ score }) => score),
          logitScale,
        ),
      );
    const shares = sharesOf(enriched);
    return {
      zeroShot,
      enriched,
      shares,
      zeroShotShares: sharesOf(zeroShot),
      margin: margin(shares),
      changed: zeroShot[0]!.index !== enriched[0]!.index,
      isEnriched: photo.self.order > 1 || this.#classes.some(({ self }) => self.order > 1),
    };
  }
}
