import fc from 'fast-check';
import { expect, test } from 'vitest';
import { terms } from './terms';

test.each([
  ['A 555 astable', ['a', '555', 'astable']],
  ['Asplenium ruta-muraria', ['asplenium', 'ruta', 'muraria', 'rutamuraria']],
  ['H-bridges', ['h', 'bridge', 'hbridge']],
  ['D‑type flip-flop', ['d', 'type', 'dtype', 'flip', 'flop', 'flipflop']],
  ['NE555', ['ne', '555', 'ne555']],
  ['“Maiden’s hair”, it’s', ['maiden', 'hair', 'it']],
  ['Crème brûlée — CAFÉ', ['creme', 'brulee', 'cafe']],
  ['lilies, boxes, switches, masses, relays, buses', ['lily', 'box', 'switch', 'mass', 'relay', 'buse']],
  ['gas, bus, glass, moss', ['gas', 'bus', 'glass', 'moss']],
  ['Щитовник мужской', ['щитовник', 'мужскои']],
  ['…', []],
])('%s', (text, expected) => {
  expect(terms(text)).toEqual(expected);
});

test('the plural, the case and the hyphen of a name do not matter to finding it', () => {
  const word = fc.stringMatching(/^[a-z]{3,8}[bdklnrt]$/);
  fc.assert(
    fc.property(word, word, (a, b) => {
      const known = new Set(terms(`${a}-${b}`));
      for (const other of [`${a} ${b}`, `${a}-${b}s`, `${a}${b}`, `${a.toUpperCase()} ${b}s`])
        for (const term of terms(other)) expect(known).toContain(term);
    }),
  );
});
