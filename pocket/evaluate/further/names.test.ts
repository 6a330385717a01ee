import { expect, it } from 'vitest';
import { parseClasses } from '../../../core';
import { tagEnglish } from '../../../workers/language/part-of-speech.ts';
import { classNamed, remembering } from './names.ts';

const { classes } = parseClasses(
  [
    'bridge rectifier | Graetz circuit',
    'common-emitter amplifier',
    'resistor',
    'light-dependent resistor',
    'N-channel MOSFET',
    'P-channel MOSFET',
    'male fern | Dryopteris filix-mas',
  ].join('\n'),
);
const placeOf = classNamed(classes, tagEnglish);

it.each([
  ['bridge rectifier', 0],
  ['graetz circuit', 0],
  ['emitter amplifier', 1],
  ['resistor', 2],
  ['dryopteris filix mas', 6],
])('“%s” names class %i', (candidate, place) => expect(placeOf(candidate)).toBe(place));

it.each(['rectifier', 'wave bridge rectifier', 'channel mosfet', 'photo', ''])(
  '“%s” names no class',
  (candidate) => expect(placeOf(candidate)).toBe(-1),
);

it('a text is tagged once', () => {
  let calls = 0;
  const tag = remembering((text) => {
    calls++;
    return tagEnglish(text);
  });
  expect(tag('a male fern')).toEqual(tag('a male fern'));
  expect(tag('a lady fern')).toEqual(tagEnglish('a lady fern'));
  expect(calls).toBe(2);
});
