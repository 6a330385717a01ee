import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostFrequent } from '.';
import { NameCounter, words } from './count';

const counted = (names: readonly string[], captions: readonly string[]) => {
  const counter = new NameCounter(names);
  for (const caption of captions) counter.add(caption);
  return [...counter.counts];
};

describe('counting names', () => {
  it('counts whole words, case folded', () => {
    expect(
      counted(['fern', 'Male Fern'], ['A FERN.', 'ferns', 'the male fern’s', 'male, fern', 'Fern male']),
    ).toEqual([3, 1]);
  });

  it('counts a caption once, however often it holds the name', () => {
    expect(counted(['cat'], ['cat and cat, cat', 'dog'])).toEqual([1]);
  });

  it('does not mind accents written in two ways, nor letters of other scripts', () => {
    expect(counted(['café', 'папоротник'], ['cafe\u0301', 'Папоротник у ручья'])).toEqual([1, 1]);
  });

  it('takes an empty or wordless name for one that no caption holds', () => {
    expect(counted(['', '…'], ['anything', ''])).toEqual([0, 0]);
  });

  it('agrees with looking for each name in each caption', () => {
    const word = fc.constantFrom('red', 'oak', 'fern', 'Fern', 'leaf', 'a');
    const text = fc.array(word, { maxLength: 8 }).map((list) => list.join(' '));
    const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 5 }), fc.array(text, { maxLength: 12 }), (names, captions) => {
        const holds = (caption: string, wanted: string) =>
          ` ${words(caption).join(' ')} `.includes(` ${words(wanted).join(' ')} `);
        expect(counted(names, captions)).toEqual(
          names.map((wanted) => captions.filter((caption) => holds(caption, wanted)).length),
        );
      }),
      { numRuns: 100, seed: 2 },
    );
  });
});

it('prefers the most frequent name, and the first typed among equals', () => {
  expect(mostFrequent([2, 5, 5])).toBe(1);
  expect(mostFrequent([0, 0])).toBe(0);
  expect(mostFrequent(null)).toBe(0);
});
