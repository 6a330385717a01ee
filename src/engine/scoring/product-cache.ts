import {
  type Atoms,
  type CrossProducts,
  crossProducts,
  type ProductStore,
  type SelfProducts,
  selfProducts,
} from '../../../core';

/** Inner products that may be kept, in numbers of 4 bytes; photos beyond are scored on whole vectors. */
const MOST_PRODUCTS = 32_000_000;

/** Keeps inner products as long as both of their sides are in use, within a budget. */
export class ProductCache implements ProductStore {
  readonly #self = new WeakMap<Atoms, SelfProducts>();
  /** By photo, then by class. */
  readonly #cross = new Map<Atoms, Map<Atoms, CrossProducts>>();
  #kept = 0;

  constructor(private readonly most = MOST_PRODUCTS) {}

  self(atoms: Atoms): SelfProducts {
    let products = this.#self.get(atoms);
    if (products === undefined) {
      products = selfProducts(atoms);
      this.#self.set(atoms, products);
    }
    return products;
  }

  cross(photo: Atoms, cls: Atoms): CrossProducts | null {
    const known = this.#cross.get(photo)?.get(cls);
    if (known !== undefined) return known;
    if (this.#kept >= this.most) return null;
    const products = crossProducts(photo, cls);
    let ofPhoto = this.#cross.get(photo);
    if (ofPhoto === undefined) {
      ofPhoto = new Map();
      this.#cross.set(photo, ofPhoto);
    }
    ofPhoto.set(cls, products);
    this.#kept += products.length;
    return products;
  }

  /** Drops the products of classes that are not among these. */
  keepClasses(classes: readonly Atoms[]): void {
    const alive = new Set(classes);
    for (const ofPhoto of this.#cross.values())
      for (const [cls, products] of ofPhoto)
        if (!alive.has(cls)) {
          ofPhoto.delete(cls);
          this.#kept -= products.length;
        }
  }

  forgetPhoto(photo: Atoms): void {
    for (const products of this.#cross.get(photo)?.values() ?? []) this.#kept -= products.length;
    this.#cross.delete(photo);
  }

  clear(): void {
    this.#cross.clear();
    this.#kept = 0;
  }
}
