import { describe, expect, it } from 'vitest';
import { shortName, wordsOfReading } from './reading-words';

describe('words about how the model reads the list', () => {
  it('says nothing of a list that is read whole', () => {
    expect(wordsOfReading({ cut: [], same: [] }, 5)).toEqual([]);
  });

  it('names the classes that are cut and how many words are read', () => {
    const cut = ['a', 'b', 'c', 'd'].map((name) => ({ name, read: 46, words: 75 }));
    expect(wordsOfReading({ cut: cut.slice(0, 1), same: [] }, 9)).toEqual([
      'Too long for the model: of “a” it reads only the beginning, 46 of 75 words. Shorten the name, the prompt or the description.',
    ]);
    expect(wordsOfReading({ cut, same: [] }, 9)[0]).toBe(
      'Too long for the model: of 4 classes it reads only the beginning: “a” (46 of 75 words), “b” (46 of 75 words), “c” (46 of 75 words) and 1 more. Shorten the name, the prompt or the description.',
    );
    expect(wordsOfReading({ cut, same: [] }, 4)[0]).toContain('of every class');
  });

  it('names the classes that read the same', () => {
    const same = ['ab', 'cd', 'efg', 'hi', 'jklm'].map((group) => group.split(''));
    expect(wordsOfReading({ cut: [], same }, 20)).toEqual([
      '“a” and “b” read the same to the model and share one score.',
      '“c” and “d” read the same to the model and share one score.',
      '“e”, “f” and “g” read the same to the model and share one score.',
      '6 more classes share their score with another in the same way.',
    ]);
  });

  it('shows both ends of a long name', () => {
    const name = `a fern ${'that grows in woods '.repeat(9)}and is a bracken`;
    expect(shortName(name)).toBe('“a fern that grows in … and is a bracken”');
    expect(shortName('蕨'.repeat(60))).toBe(`“${'蕨'.repeat(21)} … ${'蕨'.repeat(21)}”`);
    expect(shortName('bracken')).toBe('“bracken”');
  });
});
