import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaptionWords } from './lexical';
import { terms } from './terms';

const CAPTIONS = [
  'Lab report: 555 astable',
  'An astable made of two transistors',
  'Wall-rue (Asplenium ruta-muraria) in the mortar of an old wall',
  'Two H-bridges on one heat sink',
  'A bridge over the river, photographed at h. 5',
  'A JK flip-flop beside a D-type flip-flop',
  'A fern',
];

function wordsOf(captions: readonly string[]): CaptionWords {
  const words = new CaptionWords();
  captions.forEach((text, id) => {
    words.add(id, text);
  });
  return words;
}

test.each([
  ['555 astable', 0],
  ['asplenium RUTA MURARIA', 2],
  ['H-bridge', 3],
  ['D-type flip-flop', 5],
  ['Ferns', 6],
])('the name %s leads to caption %i', (name, id) => {
  expect(wordsOf(CAPTIONS).search(name, 3)[0]!.id).toBe(id);
});

test('what no caption holds finds nothing', () => {
  expect(wordsOf(CAPTIONS).search('oscilloscope', 5)).toEqual([]);
  expect(wordsOf([]).search('fern', 5)).toEqual([]);
  expect(wordsOf(CAPTIONS).search('…', 5)).toEqual([]);
});

/** BM25 as written (Robertson and Zaragoza, 2009). */
function bm25(captions: readonly string[], query: string): Map<number, number> {
  const bags = captions.map(terms);
  const lengths = bags.map((bag) => bag.length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / captions.length;
  const scores = new Map<number, number>();
  for (const term of new Set(terms(query))) {
    const holders = bags.filter((bag) => bag.includes(term)).length;
    const idf = Math.log(1 + (captions.length - holders + 0.5) / (holders + 0.5));
    bags.forEach((bag, id) => {
      const frequency = bag.filter((one) => one === term).length;
      if (frequency === 0) return;
      const saturation = frequency + 1.2 * (0.25 + (0.75 * lengths[id]!) / mean);
      scores.set(id, (scores.get(id) ?? 0) + (idf * frequency * 2.2) / saturation);
    });
  }
  return scores;
}

test('scores are BM25, best first, equal ones by rising id', () => {
  const word = fc.constantFrom('fern', 'ferns', 'H-bridge', 'bridge', '555', 'a', 'of', 'ruta-muraria');
  const text = fc.array(word, { minLength: 1, maxLength: 7 }).map((list) => list.join(' '));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), text, fc.nat(25), (captions, query, k) => {
      const truth = [...bm25(captions, query)];
      const found = wordsOf(captions).search(query, k);
      expect(found).toHaveLength(Math.min(k, truth.length));
      const expected = new Map(truth);
      for (const { id, score } of found) expect(score).toBeCloseTo(expected.get(id)!, 9);
      found.slice(1).forEach((hit, i) => {
        const before = found[i]!;
        expect(hit.score < before.score || (hit.score === before.score && hit.id > before.id)).toBe(true);
      });
      const kth = found.at(-1)?.score ?? Number.POSITIVE_INFINITY;
      const better = truth.filter(([, score]) => score > kth + 1e-9).length;
      expect(better).toBeLessThanOrEqual(found.length);
    }),
    { numRuns: 200, seed: 4 },
  );
});
