import { expect, test } from 'vitest';
import { type Atoms, methodById, type PhotoInput, paperValues } from '../../../../core';
import { lacksCaptions } from './lacks-captions';

const own = Float32Array.of(1, 0);
const bare: Atoms = { own, captions: [], similarities: [] };
const rich: Atoms = { own, captions: [own], similarities: [0.5] };
const photo = (atoms: Atoms): PhotoInput => ({ id: 'a', atoms, paired: null, candidates: null });
const cls = (atoms: Atoms) => ({ atoms, names: [own], templates: [], descriptions: [], counts: null });

test.each([
  ['core', rich, [rich], false],
  ['core', bare, [rich], true],
  ['core', rich, [bare, bare], true],
  // Of a rare class nothing may be found: that is its own answer.
  ['core', rich, [bare, rich], false],
  ['zero-shot', bare, [bare], false],
  ['cased', bare, [], true],
  // It reads none where it starts by looks alone.
  ['transclip', bare, [bare], false],
])('%s', (id, ofPhoto, ofClasses, lacks) => {
  const method = methodById(id)!;
  expect(lacksCaptions(method, paperValues(method), ofClasses.map(cls), photo(ofPhoto))).toBe(lacks);
});
