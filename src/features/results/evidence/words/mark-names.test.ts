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

  it('finds names whatever their accents, normal form, case and width', () => {
    const marker = nameMarker([
      { name: 'Frauenfarn-Gewächs', names: ['Frauenfarn-Gewächs'] },
      { name: 'CAFÉ', names: ['CAFÉ'] },
      { name: 'İstanbul', names: ['İstanbul'] },
    ]);
    const found = (text: string) => marker(text).flatMap((piece) => (piece.classIndex === null ? [] : piece));
    expect(found('ein FRAUENFARN‑GEWA\u0308CHS im cafe, Ｉstanbul')).toEqual([
      { text: 'FRAUENFARN‑GEWA\u0308CHS', classIndex: 0 },
      { text: 'cafe', classIndex: 1 },
      { text: 'Ｉstanbul', classIndex: 2 },
    ]);
    expect(found('cafeteria, écafé')).toEqual([]);
  });

  it('loses nothing of the text', () => {
    const text = 'A bridge of diodes, bridged: eine Straße, ﬁre.';
    const pieces = nameMarker(classes)(text);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });

  it('marks nothing for an empty list', () => {
    expect(nameMarker([])('a diode')).toEqual([{ text: 'a diode', classIndex: null }]);
  });
});
