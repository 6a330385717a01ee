import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { JudgedList } from '../ranking/judge.ts';
import { againstLines, keptAnswers, readAnswers } from './against.ts';

const folder = mkdtempSync(join(tmpdir(), 'fernglass-against-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Five pictures of each of eight classes; each method has those of the classes right that it names. */
const listOf = (...right: number[][]): JudgedList => ({
  domain: 'symbols',
  classes: 8,
  renderings: true,
  judged: Array.from({ length: 40 }, (_, i) => ({
    label: i % 8,
    className: `class ${i % 8}`,
    part: null,
    group: null,
    verdicts: right.map((of) => ({ place: of.includes(i % 8) ? 0 : 3, answer: 0, share: 0.5, margin: 0.1 })),
  })),
});
const kept = (list: JudgedList, ...methods: string[]) => {
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify(keptAnswers([list], methods)));
  return readAnswers(file);
};

it('says what a method gains on itself with other weights, picture by picture', () => {
  const before = kept(listOf([0, 1], [0, 1, 2, 3]), 'zero-shot', 'core');
  const lines = againstLines([listOf([0, 1, 4, 5], [0, 1, 2])], ['zero-shot', 'core'], before);
  expect(lines.slice(2).map((line) => line.replace(/ +/g, ' '))).toEqual([
    expect.stringMatching(/^symbols zero-shot \+25\.0 \[[+−]\d+\.\d, \+\d+\.\d\]$/),
    expect.stringMatching(/^symbols core −12\.5 \[−\d+\.\d, [+−]\d+\.\d\]$/),
  ]);
});

it('leaves out methods and lists that only one run had', () => {
  const before = kept(listOf([0]), 'zero-shot');
  const list = listOf([0], [1]);
  expect(againstLines([list, { ...list, domain: 'woods' }], ['zero-shot', 'core'], before)).toHaveLength(3);
});

it('refuses answers of other pictures, and files that hold none', () => {
  const fewer = listOf([0]);
  const before = kept({ ...fewer, judged: fewer.judged.slice(1) }, 'zero-shot');
  expect(() => againstLines([fewer], ['zero-shot'], before)).toThrow('other pictures');
  const file = join(folder, 'other.json');
  for (const text of ['{"version":2,"lists":[]}', 'nothing', '{"version":1}']) {
    writeFileSync(file, text);
    expect(() => readAnswers(file)).toThrow('--answers FILE');
  }
  expect(() => readAnswers(join(folder, 'missing.json'))).toThrow('--answers FILE');
});
