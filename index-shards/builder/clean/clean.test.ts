import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldCaption, normaliseCaption } from '../../../core';
import { Bitset } from '../stages/bitset';
import { SILENT } from '../stages/progress';
import { createBlockList, OWN_BLOCK_LIST, readBlockList } from './block-list';
import { captionRows, openCaptions } from './caption-files';
import { type CleaningOptions, clean } from './clean';
import { RepetitionFinder } from './duplicates';

const newFolder = () => mkdtemp(join(tmpdir(), 'fernglass-clean-'));

async function cleaned(lines: readonly string[], options: Partial<CleaningOptions> = {}) {
  const folder = await newFolder();
  const file = join(folder, 'in.tsv');
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  const report = await clean(
    folder,
    {
      inputs: [file],
      source: {},
      limits: { shortest: 3, longest: 40 },
      blockList: createBlockList([]),
      nearRepetitions: true,
      ...options,
    },
    SILENT,
  );
  const captions = openCaptions(folder);
  return { report, texts: captions.texts(0, captions.count), rows: [...captionRows(folder)] };
}

describe('cleaning', () => {
  const lines = [
    'u\tA  fern\u00a0on\tstone ',
    'u\tA fern on stone',
    'u\t',
    'no tab',
    'u\t12345 !!',
    'u\tCafe\u0301 au lait',
    'u\tCafé au lait',
    'u\ta fern, on stone!',
    'u\tab',
    `u\t${'very '.repeat(20)}long`,
    'u\tbroken \ufffd bytes',
    'u\tA fern on stone',
    'u\t−5 V supply',
    'u\t5 V supply',
  ];

  test('counts what each rule leaves out; the first of each kind stays', async () => {
    const { report, texts, rows } = await cleaned(lines);
    expect(texts).toEqual(['A fern on stone', 'Café au lait', '−5 V supply', '5 V supply']);
    expect(rows).toEqual([0, 5, 12, 13]);
    expect(report).toMatchObject({ rows: 14, captions: 4, inputs: [{ name: 'in.tsv', rows: 14 }] });
    expect(report.leftOut).toEqual({
      unreadable: 0,
      'no caption': 2,
      'other section': 0,
      'no embedding': 0,
      'not UTF-8': 1,
      'without letters': 1,
      'too short': 1,
      'too long': 1,
      'blocked word': 0,
      repetition: 3,
      'near repetition': 1,
    });
  });

  test('near repetitions can stay', async () => {
    const { report, texts } = await cleaned(lines, { nearRepetitions: false });
    expect(texts).toContain('a fern, on stone!');
    expect(report.leftOut).toMatchObject({ repetition: 3, 'near repetition': 0 });
  });

  test('rows without an embedding are left out', async () => {
    const withoutEmbedding = new Bitset();
    withoutEmbedding.add(1);
    const { report, rows } = await cleaned(['u\tone fern', 'u\ttwo ferns', 'u\tthree'], { withoutEmbedding });
    expect(rows).toEqual([0, 2]);
    expect(report.leftOut['no embedding']).toBe(1);
  });

  test('cleaning what was cleaned leaves out nothing more', async () => {
    const once = await cleaned(lines);
    const twice = await cleaned(once.texts.map((text) => `u\t${text}`));
    expect(twice.texts).toEqual(once.texts);
  });

  test('nothing usable is an error that says why, and so is nothing at all', async () => {
    await expect(cleaned(['no tab', 'u\t12'])).rejects.toThrow(
      /None of the input's 2 rows is usable \(1 no caption, 1 without letters\)/,
    );
    await expect(cleaned([])).rejects.toMatchObject({ code: 'input-invalid' });
  });
});

describe('the normal form', () => {
  test('of a normal form is itself, without control characters or double spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseCaption(text);
        expect(normaliseCaption(once)).toBe(once);
        expect(once).not.toMatch(/\p{Cc}| {2}|^ | $/u);
      }),
    );
  });

  test.each([
    ['A Fern, on “Stone”.', 'a fern on stone', true],
    ['CAFÉ', 'cafe', true],
    ['１２ volts', '12 volts', true],
    ['5 V', '-5 V', false],
    ['1.5 V', '15 V', false],
    ['C++ code', 'C code', false],
    ['20 °C', '20 C', false],
    ['half-wave rectifier', 'full-wave rectifier', false],
    ['किताब', 'कतब', false],
  ])('%s and %s fold to the same: %s', (a, b, same) => {
    expect(foldCaption(normaliseCaption(a)) === foldCaption(normaliseCaption(b))).toBe(same);
  });
});

describe('repetitions', () => {
  test('are those a set finds, however small the sorted runs', async () => {
    const folder = await newFolder();
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'A', 'b', 'b!', 'c', 'C c', 'c c'), { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        (texts, run) => {
          const finder = new RepetitionFinder(folder, run);
          for (const text of texts) finder.add(text, foldCaption(text));
          const { dropped, exact, near } = finder.find(true);
          const first = new Map<string, number>();
          texts.forEach((text, i) => {
            if (!first.has(foldCaption(text))) first.set(foldCaption(text), i);
          });
          const kept = texts.map((_, i) => i).filter((i) => !dropped.has(i));
          expect(kept).toEqual([...first.values()]);
          const different = new Set(texts).size;
          expect({ exact, near }).toEqual({
            exact: texts.length - different,
            near: different - first.size,
          });
        },
      ),
    );
  });
});

describe('block-lists', () => {
  const list = createBlockList(['# remark', 'Bad', 'very bad thing  # why', 'worse*', '']);

  test.each([
    ['a bad idea', true],
    ['A BÁD idea', true],
    ['badly done', false],
    ['a very, bad: thing', true],
    ['a very good thing', false],
    ['worsening weather', true],
    ['the ferns', false],
  ])('%s: %s', (text, blocked) => {
    expect(list.blocks(foldCaption(text))).toBe(blocked);
  });

  test('the one that comes with the builder blocks what it should and not its harmless neighbours', async () => {
    const own = await readBlockList(OWN_BLOCK_LIST);
    expect(own.entries).toBeGreaterThan(80);
    for (const text of ['free porn videos', 'nude beach', 'a beheading'])
      expect(own.blocks(foldCaption(text))).toBe(true);
    for (const text of [
      'wire stripper',
      'blue tits in a garden',
      'a flame-retardant cable',
      'analogue circuit',
    ])
      expect(own.blocks(foldCaption(text))).toBe(false);
  });

  test('a missing one is an error', async () => {
    await expect(readBlockList('/no/such/list')).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
