import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FOLDS, foldsOf, supportOf } from './folds.ts';

const labelled = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 });

it('every class is dealt out evenly, and its support comes from the part asked for', () => {
  fc.assert(
    fc.property(
      labelled,
      fc.integer({ min: 0, max: FOLDS - 1 }),
      fc.integer({ min: 1, max: 4 }),
      (labels, fold, shots) => {
        const folds = foldsOf(labels);
        const support = supportOf(labels, folds, fold, shots);
        for (const label of new Set(labels)) {
          const sizes = Array.from(
            { length: FOLDS },
            (_, f) => labels.filter((one, i) => one === label && folds[i] === f).length,
          );
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          const own = support.filter((place) => labels[place] === label);
          expect(own.length).toBe(Math.min(shots, sizes[fold]!));
        }
        expect(support.every((place) => folds[place] === fold)).toBe(true);
      },
    ),
    { seed: 2 },
  );
});
