import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clusterOrder, confusionsOf } from '.';
import { confusionMatrix } from './testing/confusion-matrix';

const photos = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: -1, max: 4 })), { maxLength: 40 });

it('confusions are the cells of the confusion matrix that hold photos, and every photo is in one', () => {
  fc.assert(
    fc.property(photos, (pairs) => {
      const labels = pairs.map(([label]) => label);
      const answers = pairs.map(([, answer]) => answer);
      const cells = confusionsOf(labels, answers);
      const matrix = confusionMatrix(labels, answers, 5);
      for (const { label, answer, photos: own } of cells)
        expect(own.length).toBe(matrix[label]![answer < 0 ? 5 : answer]);
      const all = cells.flatMap((cell) => cell.photos).toSorted((a, b) => a - b);
      expect(all).toEqual([...pairs.keys()]);
    }),
  );
});

it('classes that are taken for each other lie side by side', () => {
  const labels = [0, 0, 0, 3, 3, 1, 1, 2, 4];
  const answers = [3, 3, 0, 0, 3, 4, 1, 2, 1];
  const order = clusterOrder(confusionsOf(labels, answers), [0, 1, 2, 3, 4]);
  const gap = (a: number, b: number) => Math.abs(order.indexOf(a) - order.indexOf(b));
  expect([gap(0, 3), gap(1, 4)]).toEqual([1, 1]);
});

it('an order holds every class once', () => {
  fc.assert(
    fc.property(photos, (pairs) => {
      const cells = confusionsOf(
        pairs.map(([label]) => label),
        pairs.map(([, answer]) => answer),
      );
      expect(clusterOrder(cells, [0, 1, 2, 3, 4]).toSorted()).toEqual([0, 1, 2, 3, 4]);
    }),
  );
});
