import {
  type Atoms,
  crossProducts,
  dot,
  type EnrichmentSettings,
  enrichAtoms,
  mixedCosine,
  mixture,
  normalise,
  PAPER_SETTINGS,
  rank,
  selfProducts,
} from '../core';
import { seededRandom } from '../index-shards/builder/random';
import { measure, type Row } from './measure';

/** What a slider's move costs: every score and ranking of `photos` × `classes`, from cached inner products and from wide vectors. */
export function benchReweighting({ photos = 1000, classes = 100, width = 768, k = 10 } = {}): Row[] {
  const random = seededRandom(1);
  const side = (): Atoms => {
    const own = direction(width, random);
    const captions = Array.from({ length: k }, () => direction(width, random));
    return { own, captions, similarities: captions.map((caption) => dot(own, caption)) };
  };
  const images = Array.from({ length: photos }, side);
  const prototypes = Array.from({ length: classes }, side);
  const imageSelf = images.map(selfProducts);
  const classSelf = prototypes.map(selfProducts);
  // One photo's products stand for all: the cost does not depend on the numbers, and 1,000 × 100 of them would only fill memory.
  const products = prototypes.map((prototype) => crossProducts(images[0]!, prototype));

  const fromProducts = (settings: EnrichmentSettings) => {
    const classMixtures = classSelf.map((self) => mixture(self, 'class', settings));
    let sum = 0;
    for (const self of imageSelf) {
      const image = mixture(self, 'image', settings);
      const scores = classMixtures.map((cls, c) => mixedCosine(image, products[c]!, cls));
      sum += rank(scores)[0]!.score;
    }
    return sum;
  };
  const fromVectors = (settings: EnrichmentSettings) => {
    const wide = prototypes.map((prototype) => enrichAtoms(prototype, 'class', settings));
    let sum = 0;
    for (const image of images) {
      const z = enrichAtoms(image, 'image', settings);
      sum += rank(wide.map((w) => dot(z, w)))[0]!.score;
    }
    return sum;
  };
  const moved = (i: number) => ({ ...PAPER_SETTINGS, alpha: (i % 10) / 10, tauTextToText: 0.01 * (i + 1) });
  return measure(`re-weighting, ${photos} photos × ${classes} classes, d ${width}, k ${k}`, {
    'wide vectors': (i) => void fromVectors(moved(i)),
    'cached inner products': (i) => void fromProducts(moved(i)),
  });
}

function direction(width: number, random: () => number): Float32Array {
  return normalise(Float32Array.from({ length: width }, () => random() - 0.5));
}
