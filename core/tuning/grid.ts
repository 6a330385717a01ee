import { endsOf, type Weighting } from '../plane/ends';
import { PlaneWalk } from '../plane/plane';
import { type Progressing, productsOf } from '../plane/products';
import type { Atoms } from '../reweighting';
import type { EnrichmentSettings } from '../settings';

/** The values of CoRE's parameters that are tried, each with each. */
export interface TuningGrid {
  /** Of α and of β, ascending. */
  readonly shares: readonly number[];
  readonly tausImageToText: readonly number[];
  readonly tausTextToText: readonly number[];
  readonly ks: readonly number[];
}

/** What is tried unless something else is asked for. */
export const TUNING_GRID: TuningGrid = {
  shares: Array.from({ length: 11 }, (_, i) => i / 10),
  tausImageToText: [100, 0.1, 0.03, 0.01],
  tausTextToText: [1, 0.1, 0.03, 0.01],
  ks: [10, 5, 20],
};

/** A grid's settings, in the order of its answers: k, τ of images, τ of texts, α, β; the last turns fastest. */
export function gridSettings(grid: TuningGrid, base: Weighting): EnrichmentSettings[] {
  return weightingsOf(grid, base).flatMap((weighting) =>
    grid.shares.flatMap((alpha) => grid.shares.map((beta) => ({ ...weighting, alpha, beta }))),
  );
}

/** The grid's weightings, in the same order. */
function weightingsOf(grid: TuningGrid, base: Weighting): Weighting[] {
  return grid.ks.flatMap((k) =>
    grid.tausImageToText.flatMap((tauImageToText) =>
      grid.tausTextToText.map((tauTextToText) => ({ ...base, k, tauImageToText, tauTextToText })),
    ),
  );
}

/** Told that a photo is answered `best` by the settings `from` to `to` − 1 of `gridSettings`. */
type GridSegment = (photo: number, from: number, to: number, best: number) => void;

/**
 * The answers of photos under every setting of a grid. For each k, the ends of a photo and a class under all their τ are multiplied
 * once, and every pair of τ takes its four products from there.
 */
export function* gridAnswers(
  photos: readonly Atoms[],
  classes: readonly Atoms[],
  grid: TuningGrid,
  base: Weighting,
  visit: GridSegment,
): Progressing<void> {
  const { shares, tausImageToText, tausTextToText, ks } = grid;
  const lattice = { alphas: shares, betas: shares };
  const plane = shares.length ** 2;
  const count = classes.length;
  for (const [kPlace, k] of ks.entries()) {
    const texts = endsOf(
      classes,
      'class',
      tausTextToText.map((tauTextToText) => ({ ...base, k, tauTextToText })),
    );
    const walks = tausTextToText.map(
      (_, t) =>
        new PlaneWalk(lattice, texts.cosines.subarray(t * count, (t + 1) * count), base.zeroShotShare),
    );
    const imageWeightings = tausImageToText.map((tauImageToText) => ({ ...base, k, tauImageToText }));
    const width = texts.ends * count;
    for (let photo = 0; photo < photos.length; photo++) {
      yield (kPlace + photo / photos.length) / ks.length;
      const images = endsOf([photos[photo]!], 'image', imageWeightings);
      const products = productsOf(images, 0, texts);
      for (let i = 0; i < tausImageToText.length; i++)
        for (let t = 0; t < tausTextToText.length; t++) {
          const own = 0;
          const captions = (1 + i) * width;
          const ofText = (1 + t) * count;
          const first = ((kPlace * tausImageToText.length + i) * tausTextToText.length + t) * plane;
          walks[t]!.photo(
            products,
            [own, own + ofText, captions, captions + ofText],
            images.cosines[i]!,
            (alpha, from, to, best) => {
              const start = first + alpha * shares.length;
              visit(photo, start + from, start + to, best);
            },
          );
        }
    }
  }
}

/**
 * The grid without what makes no difference: k beyond all captions that there are, and τ of images where they are weighed by
 * their cosine. What is in force is tried too.
 */
export function fittingGrid(
  grid: TuningGrid,
  inForce: EnrichmentSettings,
  photos: readonly Atoms[],
  classes: readonly Atoms[],
): TuningGrid {
  const most = [...photos, ...classes].reduce((sum, { captions }) => Math.max(sum, captions.length), 0);
  const ks = grid.ks.filter((k) => k <= most);
  const withOwn = (values: readonly number[], own: number) => [own, ...values.filter((v) => v !== own)];
  return {
    shares: withOwn(grid.shares, inForce.alpha)
      .concat(grid.shares.includes(inForce.beta) ? [] : [inForce.beta])
      .filter((share, i, all) => all.indexOf(share) === i)
      .sort((a, b) => a - b),
    tausImageToText:
      inForce.imageWeighting === 'linear'
        ? [inForce.tauImageToText]
        : withOwn(grid.tausImageToText, inForce.tauImageToText),
    tausTextToText: withOwn(grid.tausTextToText, inForce.tauTextToText),
    ks: withOwn(ks, inForce.k),
  };
}
