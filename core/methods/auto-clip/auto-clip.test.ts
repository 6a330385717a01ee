import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropy } from '../probability';
import { templateGradient, templateWeights } from './weights';

const cosine = fc.double({ min: -1, max: 1, noNaN: true });
/** At least a thousandth between the best and the next, so that entropy can come down all the way. */
const gradient = fc.array(cosine, { minLength: 2, maxLength: 10 }).filter((values) => {
  const [first, second] = values.toSorted((a, b) => b - a);
  return first! - second! > 1e-3;
});
const options = { numRuns: 100, seed: 5 };

describe('template weights', () => {
  it('sum to one, reach the entropy asked for and keep the order of the gradient', () => {
    fc.assert(
      fc.property(gradient, fc.double({ min: 0.05, max: 0.999, noNaN: true }), (values, target) => {
        const weights = templateWeights(values, target);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(entropy(weights) / Math.log(values.length)).toBeCloseTo(target, 6);
        values.forEach((a, i) => {
          values.forEach((b, j) => {
            if (a > b) expect(weights[i]!).toBeGreaterThanOrEqual(weights[j]!);
          });
        });
      }),
      options,
    );
  });

  it('do not change when every cosine grows by the same amount', () => {
    fc.assert(
      fc.property(gradient, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (values, shift) => {
        const shifted = templateWeights(
          values.map((value) => value + shift),
          0.85,
        );
        templateWeights(values, 0.85).forEach((weight, k) => {
          expect(shifted[k]).toBeCloseTo(weight, 6);
        });
      }),
      options,
    );
  });

  it('are equal where all templates do alike, where the entropy is to be full, and for one template', () => {
    expect([...templateWeights([0.2, 0.2, 0.2, 0.2], 0.85)]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...templateWeights([0.1, 0.2], 1)]).toEqual([0.5, 0.5]);
    expect([...templateWeights([0.7], 0.85)]).toEqual([1]);
  });

  it('stop at the templates that tie for the best', () => {
    const weights = templateWeights([0.3, 0.3, 0.3, 0.1], 0.5);
    expect(entropy(weights)).toBeCloseTo(Math.log(3), 6);
  });
});

describe('the gradient', () => {
  it('is that of log Σ exp, by finite differences', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cosine, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 6 }),
        (similarities) => {
          const objective = (weights: readonly number[]) =>
            Math.log(
              similarities.reduce(
                (sum, line) => sum + Math.exp(line.reduce((total, e, k) => total + e * weights[k]!, 0)),
                0,
              ),
            );
          const step = 1e-5;
          templateGradient(similarities).forEach((slope, k) => {
            const moved = (by: number) => [0.25, 0.25, 0.25, 0.25].map((w, i) => (i === k ? w + by : w));
            expect((objective(moved(step)) - objective(moved(-step))) / (2 * step)).toBeCloseTo(slope, 6);
          });
        },
      ),
      options,
    );
  });
});
