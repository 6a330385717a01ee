import {
  type Atoms,
  type CrossProducts,
  crossProducts,
  type ProductStore,
  type SelfProducts,
  selfProducts,
} from '../../../../core';

/**
 * Inner products that may be kept, in numbers of 4 bytes: those of as many photos as are in view, whose scores then
 * take less time, the wider the vectors the more. To compute a photo's takes as long as some hundred of its scores, which thousands of
 * photos that are opened again should not wait for. Photos beyond are scored on whole vectors, which is quick enough for thousands, where
 * their products would fill memory.
 */
const MOST_PRODUCTS = 1_500_000;

/** Of longer lists no products are kept: there would be room for fewer photos than are in view. */
const MOST_CLASSES = 600;

const order = ({ captions }: Atoms) => captions.length + 1;

/** Keeps inner products as long as both of their sides are in use, within a budget. */
export class ProductCache implements ProductStore {
  readonly #self = new WeakMap<Atoms, SelfProducts>();
  /** By photo, then by class. */
  readonly #cross = new Map<Atoms, Map<Atoms, CrossProducts>>();
  #kept = 0;
  /** Columns of one photo's products with the whole class list. */
  #width = 0;
  #isTooLong = false;

  constructor(private readonly most = MOST_PRODUCTS) {}

  /** Numbers that are kept of pairs of photo and class. */
  get kept(): number {
    return this.#kept;
  }

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
    let ofPhoto = this.#cross.get(photo);
    if (ofPhoto === undefined) {
      // All of a photo or nothing: products with some of the classes would take room and save no time.
      if (this.#isTooLong || this.#kept + order(photo) * this.#width > this.most) return null;
      ofPhoto = new Map();
      this.#cross.set(photo, ofPhoto);
    }
    const products = crossProducts(photo, cls);
    ofPhoto.set(cls, products);
    this.#kept += products.length;
    return products;
  }

  /** Takes the class list, and drops the products of classes that are not in it. */
  keepClasses(classes: readonly Atoms[]): void {
    this.#isTooLong = classes.length > MOST_CLASSES;
    this.#width = classes.reduce((sum, cls) => sum + order(cls), 0);
    const alive = new Set(classes);
    for (const ofPhoto of this.#cross.values())
      for (const [cls, products] of ofPhoto)
        if (!alive.has(cls)) {
          ofPhoto.delete(cls);
          this.#kept -= products.length;
        }
  }

  /** Gives how many numbers it let go. */
  forgetPhoto(photo: Atoms): number {
    let forgotten = 0;
    for (const products of this.#cross.get(photo)?.values() ?? []) forgotten += products.length;
    this.#cross.delete(photo);
    this.#kept -= forgotten;
    return forgotten;
  }
}
