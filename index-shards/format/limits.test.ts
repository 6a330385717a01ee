import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { expect, test } from 'vitest';
import { captionText, countCut, LIMITS, readShard, readTexts, writeShard, writeTexts } from '.';

test('the documentation states every limit as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const stated = [...readme.matchAll(/^\| `(\w+)` +\| ([\d,]+) +\|/gm)].map(([, name, most]) => [
    name,
    Number(most!.replaceAll(',', '')),
  ]);
  expect(Object.fromEntries(stated)).toEqual(LIMITS);
});

/** A shard of i8 codes that holds these texts. */
function shardOf(texts: readonly string[]) {
  const ids = texts.map((_, i) => i);
  const file = writeShard(1, 0, [{ ids, texts, codes: new Int8Array(ids.length).fill(1) }]);
  return readShard(file, { firstList: 0, lists: 1, captions: ids.length }, 1, ids.length);
}

// Fault: claims too much × captions
test('a caption that is too long is cut between characters, and counted; the others are whole', () => {
  const long = fc
    .tuple(fc.constantFrom('x', 'é', '€', '🌿'), fc.nat(3))
    .map(([character, before]) => 'a'.repeat(before) + character.repeat(LIMITS.captionBytes + 1));
  fc.assert(
    fc.property(long, fc.string(), (text, other) => {
      const shard = shardOf([other, text, other]);
      expect(countCut(shard.textStarts)).toBe(1);
      expect([captionText(shard, 0), captionText(shard, 2)]).toEqual([other, other]);
      const cut = captionText(shard, 1);
      expect(cut.endsWith('…')).toBe(true);
      expect(text.startsWith(cut.slice(0, -1))).toBe(true);
      const bytes = Buffer.byteLength(cut.slice(0, -1));
      expect(bytes).toBeLessThanOrEqual(LIMITS.captionBytes);
      expect(bytes).toBeGreaterThan(LIMITS.captionBytes - 4);
    }),
    { numRuns: 20 },
  );
});

test('a caption of just the longest length is whole', () => {
  const text = 'x'.repeat(LIMITS.captionBytes);
  const shard = shardOf([text]);
  expect(countCut(shard.textStarts)).toBe(0);
  expect(captionText(shard, 0)).toBe(text);
});

// Fault: claims too much × captions
test('texts that inflate to more than a list may hold, or than they say, are refused', () => {
  const bomb = deflateSync(new Uint8Array(LIMITS.listTextBytes + 1));
  const refused = expect.objectContaining({ code: 'shard-corrupt' });
  expect(() => readTexts({ length: LIMITS.listTextBytes + 1, deflated: bomb }, 1)).toThrow(refused);
  expect(() => readTexts({ length: 100, deflated: bomb }, 1)).toThrow(refused);
  expect(() => readTexts(writeTexts(['a fern', 'a moss']), 2)).not.toThrow();
});
