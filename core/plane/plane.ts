import { mixtureLength } from './ends';
import type { PlaneProducts, Progressing } from './products';
import { type Segment, Walk } from './walk';

/** The places of a plane: each α with each β. */
export interface Lattice {
  readonly alphas: ArrayLike<number>;
  /** Ascending. */
  readonly betas: ArrayLike<number>;
}

/** So many α and β, evenly from 0 to 1. */
export function evenLattice(steps: number): Lattice {
  const shares = Float64Array.from({ length: steps }, (_, i) => (steps > 1 ? i / (steps - 1) : 0));
  return { alphas: shares, betas: shares };
}

/** Told that `best` is the answer for α number `alpha` and the β from `from` to `to` − 1. */
export type PlaneSegment = (alpha: number, from: number, to: number, best: number) => void;

/** Finds the answers of photos over a plane, one photo after the other. */
export class PlaneWalk {
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  readonly #walk: Walk;
  /** `[alphas, classes]`, 1/‖W⁺‖; 0 where a class's ends cancel out. */
  readonly #scales: Float64Array;

  /**
   * @param cosines `[C]`, W·u of each class
   * @param zeroShotShare γ, 0–1
   */
  constructor(
    private readonly lattice: Lattice,
    private readonly cosines: ArrayLike<number>,
    private readonly zeroShotShare: number,
  ) {
    const { length } = cosines;
    this.#start = new Float64Array(length);
    this.#end = new Float64Array(length);
    this.#walk = new Walk(length);
    this.#scales = new Float64Array(lattice.alphas.length * length);
    for (let a = 0; a < lattice.alphas.length; a++)
      for (let c = 0; c < length; c++) {
        const wide = mixtureLength(lattice.alphas[a]!, cosines[c]!);
        this.#scales[a * length + c] = wide > 0 ? 1 / wide : 0;
      }
  }

  /**
   * The photo's answers, α by α.
   * @param products where its z·W, z·u, t·W and t·u are, each for every class
   * @param at where z·W, z·u, t·W and t·u start
   * @param photoCosine z·t
   */
  photo(
    products: ArrayLike<number>,
    at: readonly [number, number, number, number],
    photoCosine: number,
    visit: PlaneSegment,
  ): void {
    const { length: classes } = this.cosines;
    const [zw, zu, tw, tu] = at;
    const { alphas, betas } = this.lattice;
    let a = 0;
    const told: Segment = (from, to, best) => visit(a, from, to, best);
    for (; a < alphas.length; a++) {
      const alpha = alphas[a]!;
      const scales = a * classes;
      for (let c = 0; c < classes; c++) {
        const scale = this.#scales[scales + c]!;
        this.#start[c] = ((1 - alpha) * products[zw + c]! + alpha * products[zu + c]!) * scale;
        this.#end[c] = ((1 - alpha) * products[tw + c]! + alpha * products[tu + c]!) * scale;
      }
      if (this.zeroShotShare === 0) this.#walk.along(this.#start, this.#end, betas, told);
      else this.#stepAlong(products, zw, photoCosine, told);
    }
  }

  /** One β after the other: ‖z⁺‖ bends the scores, so that they have no ends between which they run straight. */
  #stepAlong(products: ArrayLike<number>, zw: number, photoCosine: number, told: Segment): void {
    const { betas } = this.lattice;
    const { length: classes } = this.cosines;
    const share = this.zeroShotShare;
    for (let b = 0; b < betas.length; b++) {
      const beta = betas[b]!;
      const zeroShot = share * mixtureLength(beta, photoCosine);
      const [start, end] = [(1 - share) * (1 - beta), (1 - share) * beta];
      let best = 0;
      let highest = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < classes; c++) {
        const score = start * this.#start[c]! + end * this.#end[c]! + zeroShot * products[zw + c]!;
        if (score > highest) {
          highest = score;
          best = c;
        }
      }
      told(b, b + 1, best);
    }
  }
}

const placesOf = (photo: number, classes: number): [number, number, number, number] => {
  const at = photo * 4 * classes;
  return [at, at + classes, at + 2 * classes, at + 3 * classes];
};

/** Photos that are walked between two chances to pause. */
const STRIDE = 16;

/** Shows each photo's answers, photo by photo. */
function* walkAll(
  products: PlaneProducts,
  lattice: Lattice,
  visit: (photo: number) => PlaneSegment,
): Progressing<void> {
  const walk = new PlaneWalk(lattice, products.cosines, products.zeroShotShare);
  for (let photo = 0; photo < products.photos; photo++) {
    if (photo % STRIDE === 0) yield photo / products.photos;
    walk.photo(
      products.inner,
      placesOf(photo, products.classes),
      products.photoCosines[photo]!,
      visit(photo),
    );
  }
}

/** The class answered by each photo at one α and β, `[photos]`. */
export function answersAt(products: PlaneProducts, alpha: number, beta: number): Int32Array {
  const answers = new Int32Array(products.photos);
  const steps = walkAll(products, { alphas: [alpha], betas: [beta] }, (photo) => (_, _from, _to, best) => {
    answers[photo] = best;
  });
  for (const _ of steps);
  return answers;
}

/** The answers of one photo, `[alphas, betas]`. */
export function planeAnswers(products: PlaneProducts, photo: number, lattice: Lattice): Int32Array {
  const width = lattice.betas.length;
  const answers = new Int32Array(lattice.alphas.length * width);
  new PlaneWalk(lattice, products.cosines, products.zeroShotShare).photo(
    products.inner,
    placesOf(photo, products.classes),
    products.photoCosines[photo]!,
    (alpha, from, to, best) => answers.fill(best, alpha * width + from, alpha * width + to),
  );
  return answers;
}

/** How many photos are answered otherwise than at a reference, `[alphas, betas]`. */
export function* planeChanges(
  products: PlaneProducts,
  lattice: Lattice,
  reference: { readonly alpha: number; readonly beta: number },
): Progressing<Int32Array> {
  const before = answersAt(products, reference.alpha, reference.beta);
  const counts = new Sums(lattice);
  yield* walkAll(products, lattice, (photo) => (alpha, from, to, best) => {
    if (best !== before[photo]) counts.add(alpha, from, to, 1);
  });
  return Int32Array.from(counts.values());
}

/** Figures over a plane, `[alphas, betas]` each, 0–1. */
export interface PlaneFigures {
  readonly acc1: Float32Array;
  /** Mean of the classes' recalls, over the classes that have a photo. */
  readonly balanced: Float32Array;
}

/**
 * Acc@1 and balanced accuracy at every α and β.
 * @param labels `[photos]`, the place of each photo's class; −1 for a photo without label, which does not count
 */
export function* planeFigures(
  products: PlaneProducts,
  lattice: Lattice,
  labels: ArrayLike<number>,
): Progressing<PlaneFigures> {
  const ofClass = new Float64Array(products.classes);
  let labelled = 0;
  for (let i = 0; i < products.photos; i++)
    if (labels[i]! >= 0) {
      ofClass[labels[i]!]! += 1;
      labelled++;
    }
  const seen = ofClass.reduce((sum, n) => sum + Number(n > 0), 0);
  const right = new Sums(lattice);
  const recalls = new Sums(lattice);
  yield* walkAll(products, lattice, (photo) => {
    const label = labels[photo]!;
    const recall = label >= 0 ? 1 / ofClass[label]! : 0;
    return (alpha, from, to, best) => {
      if (best !== label) return;
      right.add(alpha, from, to, 1);
      recalls.add(alpha, from, to, recall);
    };
  });
  return {
    acc1: Float32Array.from(right.values(), (n) => (labelled > 0 ? n / labelled : 0)),
    balanced: Float32Array.from(recalls.values(), (sum) => (seen > 0 ? sum / seen : 0)),
  };
}

/** Sums over a plane, to which stretches of β are added: kept as differences, so that a stretch costs two additions. */
class Sums {
  readonly #width: number;
  readonly #differences: Float64Array;

  constructor({ alphas, betas }: Lattice) {
    this.#width = betas.length + 1;
    this.#differences = new Float64Array(alphas.length * this.#width);
  }

  add(alpha: number, from: number, to: number, amount: number): void {
    this.#differences[alpha * this.#width + from]! += amount;
    this.#differences[alpha * this.#width + to]! -= amount;
  }

  /** `[alphas, betas]`. */
  values(): Float64Array {
    const width = this.#width - 1;
    const rows = this.#differences.length / this.#width;
    const values = new Float64Array(rows * width);
    for (let a = 0; a < rows; a++) {
      let sum = 0;
      for (let b = 0; b < width; b++) {
        sum += this.#differences[a * this.#width + b]!;
        values[a * width + b] = sum;
      }
    }
    return values;
  }
}
