import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { seeded } from '../random.ts';
import { styleNames, world } from '../world.ts';
import { allClaims } from './claims.ts';
import { corpus, sentencesOf } from './corpus.ts';
import { textsFor } from './picture-texts.ts';
import { namesOf, tellingOf } from './subjects.ts';
import { normalised, withArticle } from './wording.ts';

// Every class, every name and tens of thousands of sentences: seconds of a processor, longer on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const classes = world.flatMap(({ knowledge }) => knowledge.classes);

describe('the caption corpus', () => {
  const lines = corpus('1');
  const { aboutClasses, elsewhere } = sentencesOf(world, '1');
  const sentences = [...aboutClasses, ...elsewhere];

  it('is the committed file, the same each time it is made', () => {
    const file = readFileSync(new URL('captions.tsv', import.meta.url), 'utf8')
      .slice(0, -1)
      .split('\n');
    expect(file.map((line) => line.split('\t')[1])).toEqual(lines);
    expect(corpus('1')).toEqual(lines);
  });

  it('holds at least 26,000 lines and, cleaned, 24,500 sentences, at most a third of them about the classes', () => {
    expect(lines.length).toBeGreaterThanOrEqual(26_000);
    expect(new Set(sentences.map(normalised)).size).toBe(sentences.length);
    expect(sentences.length).toBeGreaterThanOrEqual(24_500);
    expect(aboutClasses.length / sentences.length).toBeGreaterThan(0.25);
    expect(aboutClasses.length / sentences.length).toBeLessThan(0.334);
  });

  it('has junk in about six lines of a hundred, and loses no sentence to it', () => {
    const known = new Set(sentences);
    expect(lines.filter((line) => known.has(line)).length).toBeGreaterThanOrEqual(sentences.length);
    const junk = lines.length - sentences.length;
    expect(junk / lines.length).toBeGreaterThan(0.05);
    expect(junk / lines.length).toBeLessThan(0.07);
    expect(lines.filter((line) => /[\t\n\r]/.test(line))).toEqual([]);
    expect(lines.some((line) => line.length > 400)).toBe(true);
    expect(lines.some((line) => !/\p{L}/u.test(line))).toBe(true);
  });

  it('speaks of every class by all its names, and most of the first', () => {
    for (const { knowledge } of world) {
      const counts = knowledge.classes.map((cls) => {
        const names = namesOf(cls);
        return aboutClasses.filter((sentence) => names.test(sentence)).length;
      });
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(30);
      const tenth = Math.ceil(counts.length / 10);
      const sum = (some: readonly number[]) => some.reduce((total, count) => total + count, 0);
      expect(sum(counts.slice(0, tenth))).toBeGreaterThan(1.5 * sum(counts.slice(-tenth)));
    }
    const all = aboutClasses.join('\n').toLowerCase();
    for (const { name, synonyms } of classes)
      for (const each of [name, ...synonyms]) expect(all, each).toContain(each.toLowerCase());
  });

  it('leaves no slot unfilled and no gap', () => {
    expect(
      sentences.filter((sentence) => /undefined|[{}]| {2}|^\s|\s$| [,;.:?]|\bnull\b/.test(sentence)),
    ).toEqual([]);
    expect(sentences.filter((sentence) => sentence.length > 400)).toEqual([]);
    expect(
      sentences.filter((sentence) => /\b(?:[Aa]n? an?|[Tt]he the|[Aa]n? the|the an?) /.test(sentence)),
    ).toEqual([]);
  });

  it('speaks of other things in many ways', () => {
    const openings = new Set(elsewhere.map((sentence) => sentence.split(' ').slice(0, 3).join(' ')));
    expect(openings.size).toBeGreaterThan(elsewhere.length / 4);
  });
});

describe('the texts of a training picture', () => {
  const each = world.flatMap(({ knowledge, drawer }) =>
    knowledge.classes.map((cls) => {
      const random = seeded('texts', knowledge.slug, cls.name);
      const content = drawer.content(cls.name, styleNames(drawer, 'train')[0]!, `texts/${cls.name}`);
      return { knowledge, cls, content, random };
    }),
  );

  it('give no name away unless the picture may bear it', () => {
    for (const { knowledge, cls, content, random } of each) {
      const telling = tellingOf(knowledge, cls);
      const texts = textsFor(knowledge, cls, content, false, 60, random);
      expect(texts.filter(({ text }) => namesOf(cls).test(text) || telling.test(text))).toEqual([]);
      expect(texts.flatMap(({ claims }) => claims).filter((claim) => claim.startsWith('name:'))).toEqual([]);
      expect(new Set(texts.map(({ text }) => text)).size, cls.name).toBeGreaterThan(15);
    }
  });

  it('still have words for everything that is known of a class', () => {
    for (const { knowledge, cls } of each) {
      const telling = tellingOf(knowledge, cls);
      for (const key of cls.facts)
        expect(
          knowledge.facts[key]!.slice(1).some((wording) => !telling.test(wording)),
          key,
        ).toBe(true);
    }
    const crocodile = world.flatMap(({ knowledge }) =>
      knowledge.classes
        .filter(({ name }) => name === 'crocodile fern')
        .map((cls) => tellingOf(knowledge, cls)),
    );
    expect(crocodile[0]!.test('a leaf with a pattern like crocodile skin')).toBe(true);
    expect(crocodile[0]!.test('a leaf with a simple blade')).toBe(false);
  });

  it('bear the name in about half of the texts of a picture that may', () => {
    for (const { knowledge, cls, content, random } of each) {
      const texts = textsFor(knowledge, cls, content, true, 200, random);
      const named = texts.filter(({ claims }) => claims.includes(`name:${cls.name}`));
      expect(named.filter(({ text }) => !namesOf(cls).test(text))).toEqual([]);
      expect(named.length / texts.length).toBeGreaterThan(0.35);
      expect(named.length / texts.length).toBeLessThan(0.65);
      expect(texts.map(({ text }) => text)).toContain(knowledge.zeroShotPrompt.replaceAll('{}', cls.name));
    }
  });

  it('claim nothing that is not true of the picture, and always its domain', () => {
    for (const { knowledge, cls, content, random } of each) {
      const truth = new Set(allClaims(knowledge, cls, content));
      for (const { text, claims } of textsFor(knowledge, cls, content, true, 60, random)) {
        expect(
          claims.filter((claim) => !truth.has(claim)),
          text,
        ).toEqual([]);
        expect(claims).toContain(`domain:${knowledge.slug}`);
        expect(text).not.toMatch(/undefined|[{}]| {2}/);
      }
    }
  });
});

describe('a or an', () => {
  it.each([
    [
      'a',
      "diode, unijunction transistor, UJT, unity-gain buffer, hart’s-tongue, hart's-tongue, NAND gate, NOR gate",
    ],
    [
      'a',
      'NOT gate, MOSFET, JFET, PNP transistor, TVS diode, GTO thyristor, DC voltage source, D flip-flop, BNC socket',
    ],
    [
      'a',
      '555 astable, 78xx regulator, one-shot timer, Hartley oscillator, Hall sensor, half adder, university, unanimous vote, P-channel MOSFET',
    ],
    [
      'an',
      'LED driver, NPN transistor, N-channel MOSFET, SCR, SR flip-flop, RC low-pass filter, R-2R ladder, H-bridge',
    ],
    [
      'an',
      'op-amp, AND gate, OR gate, XOR gate, XNOR gate, IGBT, LDR, NTC thermistor, NMOS transistor, AC voltage source',
    ],
    [
      'an',
      'SPDT switch, MOV, unmarked path, umbrella, hour, heirloom, ostrich plume, eight-pin timer, X-ray film, in-amp',
    ],
  ])('%s: %s', (article, nouns) => {
    for (const noun of nouns.split(', ')) expect(withArticle(noun)).toBe(`${article} ${noun}`.trim());
  });
});
