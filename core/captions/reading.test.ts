import { describe, expect, test } from 'vitest';
import { CaptionSieve, captionsOfProse, captionsOfRows } from '..';

describe('captions of prose', () => {
  test('say whom they are of by the heading above them', () => {
    const flora = `# Ferns of walls

Ferns like lime.

## 1.2 *Asplenium trichomanes* L.

### Description
Stipes **black**, shining. Asplenium trichomanes L. grows on walls.

- sori oblong
- [fronds](http://x/y) 5 to 20 cm

## Asplenium viride

Stipes green.`;
    expect([...captionsOfProse(flora, 'en')]).toEqual([
      'Ferns of walls: Ferns like lime.',
      'Asplenium trichomanes L.: Stipes black, shining.',
      'Asplenium trichomanes L. grows on walls.',
      'Asplenium trichomanes L.: sori oblong',
      'Asplenium trichomanes L.: fronds 5 to 20 cm',
      'Asplenium viride: Stipes green.',
    ]);
  });

  test('take a short line of its own in plain text for a heading, and no sentence', () => {
    const text =
      'Ceterach officinarum\r\n\r\nFronds scaly below.\r\nThey curl when dry.\r\n\r\nRare.\r\n\r\n_Polypody_\r\nOn oaks.';
    expect([...captionsOfProse(text, 'en')]).toEqual([
      'Ceterach officinarum: Fronds scaly below.',
      'Ceterach officinarum: They curl when dry.',
      'Ceterach officinarum: Rare.',
      'Polypody: On oaks.',
    ]);
    expect([...captionsOfProse('', 'en')]).toEqual([]);
  });
});

test('captions of rows are the rows, or the sentences of those that are too long', () => {
  const long = `${'Fronds long and green. '.repeat(30)}Sori brown.`;
  const captions = [
    ...captionsOfRows(
      [
        { name: 'BC547', text: 'NPN transistor. Low noise.' },
        { name: '', text: ' A relay ' },
        { name: 'fern', text: long },
      ],
      'en',
    ),
  ];
  expect(captions.slice(0, 3)).toEqual([
    'BC547: NPN transistor. Low noise.',
    'A relay',
    'fern: Fronds long and green.',
  ]);
  expect(captions).toHaveLength(2 + 31);
});

test('a sieve lets each caption pass once, and counts what it keeps back', () => {
  const sieve = new CaptionSieve();
  const passed = ['A  fern', 'a férn!', '…', 'x', 'A'.repeat(501), 'a moss'].map((text) => sieve.pass(text));
  expect(passed).toEqual(['A fern', null, null, null, null, 'a moss']);
  expect(sieve.leftOut).toEqual({ 'without letters': 1, 'too short': 1, 'too long': 1, repetition: 1 });
});
