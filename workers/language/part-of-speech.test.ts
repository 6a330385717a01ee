import { expect, it } from 'vitest';
import { candidateNames } from '../../core';
import { tagEnglish } from './part-of-speech';

it('finds the nouns and compounds of captions, singular and plural as one', () => {
  const names = candidateNames(
    [
      'A <b>full-wave bridge rectifier</b> circuit: schematic_02.JPG http://example.org',
      'two bridge rectifiers and a smoothing capacitor',
      "the male fern's pinnae (grass, fern fronds)",
    ],
    tagEnglish,
  );
  expect(names[0]).toBe('bridge');
  expect(names).toEqual(
    expect.arrayContaining([
      'bridge rectifier',
      'rectifier',
      'capacitor',
      'fern',
      'fern pinnae',
      'grass',
      'fern frond',
    ]),
  );
  for (const wrong of ['rectifiers', 'the', 'two', 'smoothing', 'grass fern', 'full', 'jpg', 'http'])
    expect(names).not.toContain(wrong);
});

it.each([
  ['berries', 'berry'],
  ['knives', 'knife'],
  ['boxes', 'box'],
  ['leaves', 'leaf'],
  ['mice', 'mouse'],
  ['transistors', 'transistor'],
  ['glass', 'glass'],
  ['lens', 'lens'],
  ['nevus', 'nevus'],
  ['dryopteris', 'dryopteris'],
])('%s is %s', (word, singular) => {
  expect(candidateNames([`the old ${word} on a shelf`], tagEnglish)).toContain(singular);
});

it('finds no names where there are none', () => {
  expect(candidateNames(['', '123', 'image of something', 'www.example.org'], tagEnglish)).toEqual([
    'object',
  ]);
});
