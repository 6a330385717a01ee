import {
  type Atoms,
  answersAt,
  dot,
  evenLattice,
  normalise,
  PAPER_SETTINGS,
  type PlaneProducts,
  planeChanges,
  planeFigures,
  planeProducts,
} from '../core';
import { seededRandom } from '../index-shards/builder/random';
import { measure, type Row } from './measure';

interface Size {
  readonly photos: number;
  readonly classes: number;
  readonly steps: number;
}

const SIZES: readonly Size[] = [
  { photos: 1511, classes: 7, steps: 101 },
  { photos: 1000, classes: 100, steps: 41 },
];

/**
 * What the α×β plane costs once the products are there, against one row of it with each place scored anew from the same products,
 * and what the products cost.
 */
export function benchPlane({ width = 768, k = 10 } = {}): Row[] {
  return SIZES.flatMap(({ photos, classes, steps }) => {
    const random = seededRandom(1);
    const direction = () => normalise(Float32Array.from({ length: width }, () => random() - 0.5));
    // Photos and classes of one thing share a part, as embeddings do: else every answer is a matter of noise.
    const things = Array.from({ length: classes }, direction);
    const near = (thing: ArrayLike<number>) => {
      const noise = direction();
      return normalise(noise.map((x, j) => x * 2 + thing[j]!));
    };
    const side = (thing: ArrayLike<number>): Atoms => {
      const own = near(thing);
      const captions = Array.from({ length: k }, () => near(things[Math.floor(random() * classes)]!));
      return { own, captions, similarities: captions.map((caption) => dot(own, caption)) };
    };
    const prototypes = things.map(side);
    const labels = Int32Array.from({ length: photos }, (_, i) => i % classes);
    const images = Array.from(labels, (label) => side(things[label]!));
    const make = () => through(planeProducts(images, prototypes, PAPER_SETTINGS));
    const products = make();
    const lattice = evenLattice(steps);
    const subject = `α×β plane, ${steps} × ${steps}, ${photos} photos × ${classes} classes`;
    return measure(subject, {
      [`one row of ${steps}, place by place`]: () => void eachPlace(products, steps, labels),
      accuracy: () => void through(planeFigures(products, lattice, labels)),
      'answers that flip': () => void through(planeChanges(products, lattice, PAPER_SETTINGS)),
      'the products': () => void make(),
    });
  });
}

/** Acc@1 at the places of one α, one after the other. */
function eachPlace(products: PlaneProducts, steps: number, labels: Int32Array): Float64Array {
  const { betas } = evenLattice(steps);
  const accuracies = new Float64Array(steps);
  for (let b = 0; b < steps; b++) {
    const answers = answersAt(products, PAPER_SETTINGS.alpha, betas[b]!);
    let right = 0;
    for (let i = 0; i < answers.length; i++) if (answers[i] === labels[i]) right++;
    accuracies[b] = right / labels.length;
  }
  return accuracies;
}

function through<T>(steps: Generator<number, T, undefined>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
