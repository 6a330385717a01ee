import { softmax } from '../../enrichment';

/** Halvings of the step's length: 2⁻⁴⁰ of its range is below what f32 scores can show. */
const HALVINGS = 40;
/** Where the step stops growing: weights are one-hot long before, unless templates tie. */
const LONGEST = 2 ** 60;

/**
 * Gradient of log Σ_c exp(Σ_k w_k e[c,k]) in the weights, at equal weights, `[K]`: the classes' softmax-weighted mean of
 * each template's cosine.
 * @param similarities `[C][K]`, e[c,k]
 */
export function templateGradient(similarities: readonly ArrayLike<number>[]): Float64Array {
  const templates = similarities[0]?.length ?? 0;
  const mean = similarities.map((line) => Array.from(line).reduce((sum, e) => sum + e, 0) / templates);
  const gradient = new Float64Array(templates);
  softmax(mean).forEach((share, c) => {
    for (let k = 0; k < templates; k++) gradient[k]! += share * similarities[c]![k]!;
  });
  return gradient;
}

/**
 * Weights over the templates, `[K]`, summing to 1: softmax(ρ) after one step along the gradient from ρ = 0, as long as
 * it takes for their entropy to come down to `target`·log₂ K bits. Where several templates tie for the best, entropy
 * cannot fall below theirs.
 */
export function templateWeights(gradient: ArrayLike<number>, target: number): Float64Array {
  let highest = -Infinity;
  let lowest = Infinity;
  for (let k = 0; k < gradient.length; k++) {
    highest = Math.max(highest, gradient[k]!);
    lowest = Math.min(lowest, gradient[k]!);
  }
  if (!(highest > lowest) || target >= 1) return new Float64Array(gradient.length).fill(1 / gradient.length);
  const wanted = target * Math.log(gradient.length);
  let long = 1 / (highest - lowest);
  while (entropyAt(gradient, highest, long) > wanted && long < LONGEST) long *= 2;
  let short = 0;
  for (let i = 0; i < HALVINGS; i++) {
    const length = (short + long) / 2;
    if (entropyAt(gradient, highest, length) < wanted) long = length;
    else short = length;
  }
  // The step in ρ is w·(gradient − mean) with equal w: a multiple of the gradient, up to a shift that softmax ignores.
  return softmax(gradient, 1 / long);
}

/** Entropy of softmax(length · gradient) in nats, as log Z − length · mean: a logarithm in all, not one per template. */
function entropyAt(gradient: ArrayLike<number>, highest: number, length: number): number {
  let partition = 0;
  let mean = 0;
  for (let k = 0; k < gradient.length; k++) {
    const below = gradient[k]! - highest;
    const mass = Math.exp(length * below);
    partition += mass;
    mean += mass * below;
  }
  return Math.log(partition) - (length * mean) / partition;
}
