import { productsWithRows, row } from '../embeddings';
import type { Atoms } from '../reweighting';
import { type Ends, endsOf, type Weighting } from './ends';

/** Work in steps that tells how much of it is done, 0–1, and may pause after each. */
export type Progressing<T> = Generator<number, T, undefined>;

/** Photos whose products are made between two chances to pause. */
const STRIDE = 8;

/**
 * All that CoRE's score of photos and classes depends on for fixed τ and k, whatever α and β. With a photo's ends z and t (its
 * own embedding; what its captions come to) and a class's ends W and u,
 * `cos(z⁺, W⁺) = [(1−β)(1−α)·z·W + (1−β)α·z·u + β(1−α)·t·W + βα·t·u] / (‖z⁺‖·‖W⁺‖)`, with
 * `‖W⁺‖² = (1−α)² + α² + 2α(1−α)·W·u` (eq. 3, 5 and 7). ‖z⁺‖ is the same for all classes and moves none in the ranking, unless
 * zero-shot has a share in the score.
 */
export interface PlaneProducts {
  readonly photos: number;
  readonly classes: number;
  /** `[photos, 4, classes]`: z·W, z·u, t·W, t·u. */
  readonly inner: Float32Array;
  /** `[classes]`, W·u. */
  readonly cosines: Float64Array;
  /** `[photos]`, z·t: with it the lengths of z⁺, which matter where zero-shot has a share in the score. */
  readonly photoCosines: Float64Array;
  /** γ, 0–1: the score is `(1−γ)·cos(z⁺, W⁺) + γ·z·W`. */
  readonly zeroShotShare: number;
}

/** The products for one weighting; cost 4·photos·classes·d. */
export function* planeProducts(
  photos: readonly Atoms[],
  classes: readonly Atoms[],
  weighting: Weighting,
): Progressing<PlaneProducts> {
  const ends = endsOf(classes, 'class', [weighting]);
  const inner = new Float32Array(photos.length * 4 * classes.length);
  const photoCosines = new Float64Array(photos.length);
  for (let at = 0; at < photos.length; at += STRIDE) {
    yield at / photos.length;
    const some = photos.slice(at, at + STRIDE);
    const images = endsOf(some, 'image', [weighting]);
    photoCosines.set(images.cosines, at);
    for (let i = 0; i < some.length; i++)
      inner.set(productsOf(images, i, ends), (at + i) * 4 * classes.length);
  }
  return {
    photos: photos.length,
    classes: classes.length,
    inner,
    cosines: ends.cosines,
    photoCosines,
    zeroShotShare: weighting.zeroShotShare,
  };
}

/** Inner products of a photo's ends with all ends of all classes, `[ends, class ends, classes]`. */
export function productsOf(images: Ends, photo: number, classes: Ends): Float64Array {
  const width = classes.ends * classes.count;
  const all = new Float64Array(images.ends * width);
  for (let end = 0; end < images.ends; end++)
    all.set(productsWithRows(classes.rows, row(images.rows, end * images.count + photo)), end * width);
  return all;
}
