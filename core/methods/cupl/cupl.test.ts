import { expect, it } from 'vitest';
import { meanDirection, normalise } from '../../embeddings';
import { describedPrototype } from '.';

const atoms = (values: number[]) => ({ own: normalise(values), captions: [], similarities: [] });
const cls = { atoms: atoms([1, 1, 0]), templates: [], counts: null };
const names = [normalise([1, 0, 0]), normalise([0, 1, 0])];

it('lets the mean of the descriptions join the prompts as one more of them', () => {
  const descriptions = [normalise([0, 0, 1]), normalise([0, 1, 1]), normalise([1, 0, 2])];
  expect(Array.from(describedPrototype({ ...cls, names, descriptions }))).toEqual([
    ...meanDirection([...names, meanDirection(descriptions)]),
  ]);
});

it('counts many descriptions no more than one', () => {
  const once = describedPrototype({ ...cls, names, descriptions: [normalise([0, 0, 1])] });
  const often = describedPrototype({ ...cls, names, descriptions: new Array(7).fill(normalise([0, 0, 1])) });
  Array.from(often).forEach((value, i) => {
    expect(value).toBeCloseTo(once[i]!, 6);
  });
});

it('is W itself for a class without descriptions', () => {
  expect(describedPrototype({ ...cls, names, descriptions: [] })).toBe(cls.atoms.own);
});
