import { expect, test } from 'vitest';
import { LIMITS, writeTexts } from '../../../index-shards/format';
import { InflatedTexts } from './inflated-texts';

const textOf = (texts: InflatedTexts, list: number, ...captions: string[]) =>
  texts.read(writeTexts(captions), list, captions.length);

test('a list that was read is not inflated again', () => {
  const texts = new InflatedTexts();
  const block = writeTexts(['a fern', 'a moss']);
  expect(texts.read(block, 0, 2)).toBe(texts.read(block, 0, 2));
});

test('what stays inflated is bounded, however little is stored of it; the list read last stays', () => {
  const texts = new InflatedTexts(10_000);
  for (let list = 0; list < 20; list++) textOf(texts, list, 'x'.repeat(4000));
  expect(texts.bytes).toBeLessThanOrEqual(10_000);
  expect(texts.bytes).toBeGreaterThan(4000);
  textOf(texts, 20, 'x'.repeat(50_000));
  expect(texts.bytes).toBeGreaterThan(50_000);
  textOf(texts, 21, 'x');
  expect(texts.bytes).toBeLessThan(1000);
});

test('captions that are too long are counted once, whether their list is read again or not', () => {
  const texts = new InflatedTexts(1);
  const long = 'x'.repeat(LIMITS.captionBytes + 1);
  for (let times = 0; times < 3; times++) {
    textOf(texts, 0, long, 'a fern', long);
    textOf(texts, 1, 'a fern', long);
    textOf(texts, 2, 'a fern');
  }
  expect(texts.captionsCut).toBe(3);
  texts.clear();
  expect(texts.captionsCut).toBe(0);
});
