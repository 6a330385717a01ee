import { likenessOf, NEAREST_CAPTIONS, nearestCosine, type PhotoInput, type Vector } from '../../../../core';

/** Multiplications of a likeness that is computed where it is asked for: some milliseconds. */
const AT_ONCE = 4e6;

/**
 * How like the class list photos are. Photos share captions, and a caption's part is kept; what takes long is done in steps, as thousands
 * of classes are compared with each of ten captions.
 */
export class Likenesses {
  #prototypes: readonly Vector[] = [];
  /** `nearestCosine` by caption. */
  #nearest = new WeakMap<Vector & object, number>();
  /** Photos that somebody asked for, whose captions are still to be compared. */
  readonly #waiting = new Map<string, PhotoInput>();

  /** Takes the class list. @param prototypes W, `[C][d]` */
  begin(prototypes: readonly Vector[]): void {
    this.#prototypes = prototypes;
    this.#nearest = new WeakMap();
    this.#waiting.clear();
  }

  /** Whether `step` has something to do. */
  get hasWork(): boolean {
    return this.#waiting.size > 0;
  }

  /** Null without classes or captions, and while it is under way. */
  of(photo: PhotoInput): number | null {
    const captions = captionsOf(photo);
    if (captions.length === 0 || this.#prototypes.length === 0) return null;
    const missing = captions.filter((caption) => !this.#nearest.has(caption));
    if (missing.length * this.#prototypes.length * captions[0]!.length > AT_ONCE) {
      this.#waiting.set(photo.id, photo);
      return null;
    }
    return likenessOf(captions.map((caption) => this.#nearestTo(caption)));
  }

  /** Compares captions until `mayGoOn` says stop; gives the photos whose likeness is there now. */
  step(mayGoOn: () => boolean): string[] {
    const done: string[] = [];
    for (const [id, photo] of this.#waiting) {
      for (const caption of captionsOf(photo)) {
        if (this.#nearest.has(caption)) continue;
        this.#nearestTo(caption);
        if (!mayGoOn()) return done;
      }
      this.#waiting.delete(id);
      done.push(id);
    }
    return done;
  }

  forget(id: string): void {
    this.#waiting.delete(id);
  }

  #nearestTo(caption: Vector): number {
    const known = this.#nearest.get(caption);
    if (known !== undefined) return known;
    const nearest = nearestCosine(caption, this.#prototypes);
    this.#nearest.set(caption, nearest);
    return nearest;
  }
}

const captionsOf = ({ atoms }: PhotoInput) => atoms.captions.slice(0, NEAREST_CAPTIONS);
