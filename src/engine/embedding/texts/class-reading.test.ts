import { describe, expect, it } from 'vitest';
import { finished } from '../../../../core';
import type { TextRead } from '../../../../workers/protocol';
import { classReadingSteps } from './class-reading';

/** A model that reads three words, whatever their case. */
function read(text: string): TextRead {
  const words = text.toLowerCase().split(' ');
  return {
    tokens: words.slice(0, 3).join(' '),
    cut: words.length > 3 ? { read: 3, words: words.length } : null,
  };
}

const classReading = (...given: Parameters<typeof classReadingSteps>) =>
  finished(classReadingSteps(...given));

const of = (name: string, prompts: string[], descriptions: string[] = []) => ({
  name,
  prompts,
  descriptions,
});

describe('how the model reads classes', () => {
  it('finds nothing to say of classes that are read whole and apart', () => {
    expect(classReading([of('fern', ['a fern']), of('moss', ['a moss'], ['soft and green'])], read)).toEqual({
      cut: [],
      same: [],
    });
  });

  it('says how many words are read of the longest text of a class, its descriptions too', () => {
    const classes = [
      of('fern', ['a tall old fern', 'a very tall old fern']),
      of('moss', ['a moss'], ['it is soft and green']),
    ];
    expect(classReading(classes, read).cut).toEqual([
      { name: 'fern', read: 3, words: 5 },
      { name: 'moss', read: 3, words: 5 },
    ]);
  });

  it('finds classes that become equal, by being cut or by what the model leaves out', () => {
    const classes = [
      of('long red', ['a b c red']),
      of('Fern', ['a Fern', 'of Fern']),
      of('long green', ['a b c green']),
      of('fern', ['of fern', 'a fern']),
      of('moss', ['a moss']),
    ];
    expect(classReading(classes, read).same).toEqual([
      ['long red', 'long green'],
      ['Fern', 'fern'],
    ]);
  });

  it('is taken in small steps where classes are many', () => {
    let asked = 0;
    const counting = (text: string) => {
      asked++;
      return read(text);
    };
    const steps = classReadingSteps(
      Array.from({ length: 10_000 }, (_, i) => of(`fern ${i}`, [`fern ${i}`])),
      counting,
    );
    let most = 0;
    for (let before = 0; !steps.next().done; before = asked) most = Math.max(most, asked - before);
    expect(asked).toBeGreaterThanOrEqual(10_000);
    expect(most).toBeLessThan(500);
  });
});
