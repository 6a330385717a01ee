import { describe, expect, it } from 'vitest';
import { nameMarker } from './mark-names';

const classes = [
  { name: 'H-bridge', names: ['H-bridge'] },
  { name: 'bridge', names: ['bridge', 'C++ (x)'] },
  { name: 'diode', names: ['diode'] },
];
const marked = (text: string) =>
  nameMarker(classes)(text)
    .filter((piece) => piece.classIndex !== null)
    .map((piece) => `${piece.text}=${piece.classIndex}`);

describe('names in captions', () => {
  it('takes the longest name, hyphen or space, any case', () => {
    expect(marked('An h bridge, an H-Bridge and a bridge')).toEqual(['h bridge=0', 'H-Bridge=0', 'bridge=1']);
  });

  it('takes plurals but no parts of words', () => {
    expect(marked('Four diodes; a photodiode; diodeless')).toEqual(['diodes=2']);
  });

  it('reads names with special characters as they are', () => {
    expect(marked('written in C++ (x) today')).toEqual(['C++ (x)=1']);
  });

  it('loses nothing of the text', () => {
    const text = 'A bridge of diodes, bridged.';
    const pieces = nameMarker(classes)(text);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });

  it('marks nothing for an empty list', () => {
    expect(nameMarker([])('a diode')).toEqual([{ text: 'a diode', classIndex: null }]);
  });
});
