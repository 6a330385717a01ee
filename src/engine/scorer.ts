import {
  type Atoms,
  atomWeights,
  type CrossProducts,
  crossProducts,
  dot,
  type EnrichmentSettings,
  enrichAtoms,
  type Mixture,
  margin,
  mixedCosine,
  mixture,
  rank,
  relativeShares,
  type SelfProducts,
  selfProducts,
} from '../core';
import type { Answer } from './types';

/** What a photo's inner products are for: one class list at one depth. */
interface Products {
  readonly self: SelfProducts;
  /** One entry per class; a class that left the list goes with its atoms. */
  readonly cross: Map<Atoms, CrossProducts>;
}

interface ScoredPhoto {
  readonly atoms: Atoms;
  /** Null until `step` came by, and where the budget is spent. */
  products: Products | null;
  answer: { readonly basis: number; readonly value: Answer } | null;
}

interface ScoredClass {
  readonly atoms: Atoms;
  /** Null until `step` came by. */
  self: SelfProducts | null;
}

/** The class list under one setting, for both ways of scoring; each is made when it is first needed. */
interface ClassList {
  readonly basis: number;
  mixtures?: readonly Mixture[];
  /** W+, `[C][d]` (CoRE eq. 5). */
  prototypes?: readonly Float32Array[];
}

/** Inner products that may be kept, in numbers of 4 bytes; photos beyond are scored on whole vectors. */
const MOST_PRODUCTS = 32_000_000;

/**
 * Answers for every photo under the present settings. A photo's first answer comes from its whole vectors. `step` then
 * caches its inner products with every class, from which answers under other settings cost a seventh (`npm run bench`).
 */
export class Scorer {
  #photos = new Map<string, ScoredPhoto>();
  #classes: readonly ScoredClass[] = [];
  /** Photos whose inner products are not complete. */
  #pending = new Set<string>();
  #kept = 0;
  #revision = 0;
  /** Rises only when all answers change at once: another class list, other settings. */
  #basis = 0;
  #list: ClassList | null = null;

  constructor(private readonly mostProducts = MOST_PRODUCTS) {}

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
    this.#classes = classes.map((atoms) => known.get(atoms) ?? { atoms, self: null });
    const alive = new Set(classes);
    for (const [id, photo] of this.#photos) {
      for (const [atoms, products] of photo.products?.cross ?? [])
        if (!alive.has(atoms)) {
          photo.products!.cross.delete(atoms);
          this.#kept -= products.length;
        }
      this.#pending.add(id);
    }
    this.settingsChanged();
  }

  /** Takes or replaces a photo's atoms. */
  setPhoto(id: string, atoms: Atoms): void {
    if (this.#photos.get(id)?.atoms === atoms) return;
    this.removePhoto(id);
    this.#photos.set(id, { atoms, products: null, answer: null });
    this.#pending.add(id);
    this.#revision++;
  }

  removePhoto(id: string): void {
    for (const products of this.#photos.get(id)?.products?.cross.values() ?? [])
      this.#kept -= products.length;
    this.#photos.delete(id);
    this.#pending.delete(id);
  }

  clearPhotos(): void {
    this.#photos.clear();
    this.#pending.clear();
    this.#kept = 0;
  }

  /** Makes every answer be computed anew when next asked for. */
  settingsChanged(): void {
    this.#basis++;
    this.#revision++;
  }

  /** Computes missing inner products until `mayGoOn` says stop. */
  step(mayGoOn: () => boolean): void {
    for (const cls of this.#classes) {
      if (cls.self !== null) continue;
      if (!mayGoOn()) return;
      cls.self = selfProducts(cls.atoms);
    }
    for (const id of this.#pending) {
      const photo = this.#photos.get(id)!;
      photo.products ??= { self: selfProducts(photo.atoms), cross: new Map() };
      for (const { atoms } of this.#classes) {
        if (photo.products.cross.has(atoms)) continue;
        if (this.#kept >= this.mostProducts) break;
        if (!mayGoOn()) return;
        const products = crossProducts(photo.atoms, atoms);
        photo.products.cross.set(atoms, products);
        this.#kept += products.length;
      }
      this.#pending.delete(id);
      if (!mayGoOn()) return;
    }
  }

  /** The photo's answer; null for an unknown photo and while there are no classes. */
  answer(id: string, settings: EnrichmentSettings, logitScale: number): Answer | null {
    const photo = this.#photos.get(id);
    if (photo === undefined || this.#classes.length === 0) return null;
    if (photo.answer?.basis !== this.#basis)
      photo.answer = { basis: this.#basis, value: this.#compute(photo, settings, logitScale) };
    return photo.answer.value;
  }

  /** σ of the photo's captions under these settings, best first (CoRE eq. 6). */
  photoWeights(id: string, settings: EnrichmentSettings): Float64Array | null {
    const photo = this.#photos.get(id);
    return photo ? atomWeights(photo.atoms, 'image', settings) : null;
  }

  /** σ of a class's captions under these settings, best first (CoRE eq. 4). */
  classWeights(index: number, settings: EnrichmentSettings): Float64Array | null {
    const side = this.#classes[index];
    return side ? atomWeights(side.atoms, 'class', settings) : null;
  }

  get #classList(): ClassList {
    if (this.#list?.basis !== this.#basis) this.#list = { basis: this.#basis };
    return this.#list;
  }

  /** cos(z, W) and cos(z+, W+) for every class (CoRE eq. 1 and 3). */
  #scores(photo: ScoredPhoto, settings: EnrichmentSettings): { zeroShot: number[]; enriched: number[] } {
    const list = this.#classList;
    const { atoms, products } = photo;
    const cross = this.#classes.map((side) => products?.cross.get(side.atoms));
    if (products !== null && !cross.includes(undefined)) {
      const image = mixture(products.self, 'image', settings);
      list.mixtures ??= this.#classes.map(({ self }) => mixture(self!, 'class', settings));
      return {
        zeroShot: cross.map((inner) => inner![0]!),
        enriched: list.mixtures.map((cls, i) => mixedCosine(image, cross[i]!, cls)),
      };
    }
    const z = enrichAtoms(atoms, 'image', settings);
    list.prototypes ??= this.#classes.map((cls) => enrichAtoms(cls.atoms, 'class', settings));
    return {
      zeroShot: this.#classes.map((side) => dot(atoms.own, side.atoms.own)),
      enriched: list.prototypes.map((prototype) => dot(z, prototype)),
    };
  }

  #compute(photo: ScoredPhoto, settings: EnrichmentSettings, logitScale: number): Answer {
    const scores = this.#scores(photo, settings);
    const zeroShot = rank(scores.zeroShot);
    const enrichedRanking = rank(scores.enriched);
    const sharesOf = (ranking: readonly { score: number }[]) =>
      Array.from(
        relativeShares(
          ranking.map(({ score }) => score),
          logitScale,
        ),
      );
    const shares = sharesOf(enrichedRanking);
    return {
      zeroShot,
      enriched: enrichedRanking,
      shares,
      zeroShotShares: sharesOf(zeroShot),
      margin: margin(shares),
      changed: zeroShot[0]!.index !== enrichedRanking[0]!.index,
      isEnriched:
        photo.atoms.captions.length > 0 || this.#classes.some(({ atoms }) => atoms.captions.length > 0),
    };
  }
}
