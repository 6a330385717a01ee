import { mixtureLength } from './ends';
import type { PlaneProducts } from './products';

/**
 * Where each photo's class stands in the ranking at one α and β, from 0, `[photos]`; of equal scores the first class is the better.
 * @param labels `[photos]`, places of their classes
 */
export function placesAt(
  { photos, classes, inner, cosines, photoCosines, zeroShotShare }: PlaneProducts,
  labels: ArrayLike<number>,
  alpha: number,
  beta: number,
): Int32Array {
  const scales = Float64Array.from(cosines, (cosine) => {
    const wide = mixtureLength(alpha, cosine);
    return wide > 0 ? 1 / wide : 0;
  });
  const [zw, zu, tw, tu] = [(1 - beta) * (1 - alpha), (1 - beta) * alpha, beta * (1 - alpha), beta * alpha];
  const scores = new Float64Array(classes);
  return Int32Array.from({ length: photos }, (_, photo) => {
    const at = photo * 4 * classes;
    // Times ‖z⁺‖, which is the same for all classes.
    const zeroShot = zeroShotShare * mixtureLength(beta, photoCosines[photo]!);
    for (let c = 0; c < classes; c++)
      scores[c] =
        (1 - zeroShotShare) *
          (zw * inner[at + c]! +
            zu * inner[at + classes + c]! +
            tw * inner[at + 2 * classes + c]! +
            tu * inner[at + 3 * classes + c]!) *
          scales[c]! +
        zeroShot * inner[at + c]!;
    const label = labels[photo]!;
    const own = scores[label]!;
    let place = 0;
    for (let c = 0; c < classes; c++) if (scores[c]! > own || (scores[c] === own && c < label)) place++;
    return place;
  });
}
