import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold } from './fold';
import { foldedText } from './folded-text';

it('finds in the text what was found in its folding', () => {
  const text = 'Ein Straßenfuchs, ﬁre\u00adfly, Cafe\u0301!';
  const found = (part: string) => {
    const { folded, startOf, endOf } = foldedText(text);
    const at = folded.indexOf(part);
    return text.slice(startOf(at), endOf(at + part.length));
  };
  expect(found('strassenfuchs')).toBe('Straßenfuchs');
  expect(found('firefly')).toBe('ﬁre\u00adfly');
  expect(found('cafe')).toBe('Cafe\u0301');
});

it('folds as the whole text is folded, and its places rise', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aÄß ﬁ-\u0301\u00adéς中\u{1f33f}') }), (text) => {
      const { folded, startOf, endOf } = foldedText(text);
      expect(folded).toBe(fold(text));
      let before = 0;
      for (let place = 0; place < folded.length; place++) {
        expect(startOf(place)).toBeGreaterThanOrEqual(before);
        expect(endOf(place + 1)).toBeGreaterThan(startOf(place));
        before = startOf(place);
      }
    }),
  );
});
