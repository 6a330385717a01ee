import { expect, it } from 'vitest';
import { OFFERED, offeredClasses } from './label-options';

it('offers all in the order given while nothing is typed, and no more than one reads', () => {
  expect(offeredClasses(['moss', 'fern'], ' ')).toEqual(['moss', 'fern']);
  const many = Array.from({ length: 10_000 }, (_, i) => `class ${i}`);
  expect(offeredClasses(many, '')).toEqual(many.slice(0, OFFERED));
});

it('finds what holds the letters, what begins with them first, whatever case and accents', () => {
  const names = ['tree fern', 'Férn', 'moss', 'fern moss', 'lady fern'];
  expect(offeredClasses(names, 'fern')).toEqual(['Férn', 'fern moss', 'tree fern', 'lady fern']);
  expect(offeredClasses(names, 'oak')).toEqual([]);
});

it('offers the last class of thousands where it alone fits, and the one that begins so though many hold it', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `a fern ${i}`);
  expect(offeredClasses(many, 'FERN 9999')).toEqual(['a fern 9999']);
  expect(offeredClasses([...many, 'fern'], 'fern')[0]).toBe('fern');
});
