import { describe, expect, it } from 'vitest';
import { type Embeddings, finished, meanDirection, normalise, stack } from '../../../../core';
import { classListSteps } from '../../state/class-list';
import { ClassEmbeddings } from './class-embeddings';
import { firstTexts, NeededTexts, type TextNeeds } from './needed-texts';
import { TextStore } from './text-store';

const prompts = { zeroShot: 'a photo of a {}', retrieval: 'the {}' };

const needsFor = (classesText: string, change: Partial<TextNeeds> = {}): TextNeeds => ({
  classes: finished(classListSteps({ classesText, prompts }, { classes: [], prompts })).classes,
  prompts,
  sentence: null,
  templates: null,
  readsDescriptions: false,
  ...change,
});

/** Another vector for every text. */
const vectorOf = (text: string) => normalise([...text.padEnd(12)].slice(-12).map((c) => c.charCodeAt(0)));
const embed = (texts: readonly string[]): Embeddings => stack(texts.map(vectorOf));

/** Takes pieces until there are none; gives all of them, and how many there were. */
function all(needed: NeededTexts, texts: TextStore): { readonly found: string[]; readonly pieces: number } {
  const found: string[] = [];
  let pieces = 0;
  for (let next = needed.next(32); next.length > 0 || needed.isUnfinished; next = needed.next(32)) {
    if (++pieces > 10_000) throw new Error('The list has no end.');
    found.push(...next);
    texts.add(next, embed(next));
  }
  return { found, pieces };
}

describe('texts that are needed', () => {
  it('are the same for a model that is still to come, the first of them', () => {
    const texts = new TextStore();
    const needs = needsFor('fern | bracken\nmoss\nfern tree', { sentence: 'a fingerprint' });
    const needed = new NeededTexts(texts);
    needed.update(needs);
    const { found } = all(needed, texts);
    expect(firstTexts(needs, found.length + 1)).toEqual(found);
    expect(firstTexts(needs, 3)).toEqual(found.slice(0, 3));
  });

  it('come once each, the most urgent first, and stay next until they are embedded', () => {
    const texts = new TextStore();
    const needed = new NeededTexts(texts);
    const needs = needsFor('fern | bracken\n> has fronds\nmoss\nfern tree', {
      sentence: 'a fingerprint',
      templates: 'a {} in a book\nthe {}',
      readsDescriptions: true,
    });
    needed.update(needs);
    expect(needed.next(2)).toEqual(['a fingerprint', 'a photo of a fern']);
    expect(needed.next(2)).toEqual(['a fingerprint', 'a photo of a fern']);
    expect(all(needed, texts).found).toEqual([
      'a fingerprint',
      'a photo of a fern',
      'a photo of a bracken',
      'the fern',
      'the bracken',
      'a photo of a moss',
      'the moss',
      'a photo of a fern tree',
      'the fern tree',
      'a fern in a book',
      'has fronds',
      'a moss in a book',
      'a fern tree in a book',
    ]);
    needed.update({ ...needs });
    expect([needed.isUnfinished, needed.next(32)]).toEqual([false, []]);
  });

  it('are looked for anew in another list, and where embeddings were forgotten', () => {
    const texts = new TextStore();
    const needed = new NeededTexts(texts);
    needed.update(needsFor('fern'));
    all(needed, texts);
    const longer = needsFor('fern\nmoss');
    needed.update(longer);
    expect(all(needed, texts).found).toEqual(['a photo of a moss', 'the moss']);
    texts.clear();
    needed.update(longer);
    expect(all(needed, texts).found).toHaveLength(4);
  });

  it('of ten thousand classes that are embedded are gone through in pieces', () => {
    const texts = new TextStore();
    const classesText = Array.from({ length: 10_000 }, (_, i) => `fern ${i}`).join('\n');
    const needs = needsFor(classesText);
    const every = needs.classes.flatMap(({ names: { name } }) => [`a photo of a ${name}`, `the ${name}`]);
    texts.add(every, { count: every.length, width: 1, data: new Float32Array(every.length) });
    const needed = new NeededTexts(texts);
    needed.update(needs);
    const { found, pieces } = all(needed, texts);
    expect(found).toEqual([]);
    expect(pieces).toBeGreaterThan(5);
  });
});

describe('embeddings of classes', () => {
  const always = () => true;

  it('are put together as their texts come, the extras once those of all are there', () => {
    const texts = new TextStore();
    const needs = needsFor('fern | bracken\n> has fronds\nmoss', {
      templates: 'a {} in a book',
      readsDescriptions: true,
    });
    const [fern, moss] = needs.classes;
    const classes = new ClassEmbeddings(texts);
    expect(classes.build(needs, 'space', always)).toEqual({ prototypes: false, extras: false });
    const add = (...of: string[]) => texts.add(of, embed(of));
    add(
      'a photo of a fern',
      'a photo of a bracken',
      'the fern',
      'the bracken',
      'a fern in a book',
      'has fronds',
    );
    expect(classes.build(needs, 'space', always)).toEqual({ prototypes: true, extras: false });
    expect(fern!.prototype!.value.own).toEqual(
      meanDirection([vectorOf('a photo of a fern'), vectorOf('a photo of a bracken')]),
    );
    expect([moss!.prototype, fern!.extras]).toEqual([null, null]);
    expect(classes.lacks(needs, 'space')).toBe(true);
    add('a photo of a moss', 'the moss', 'a moss in a book');
    expect(classes.build(needs, 'space', always)).toEqual({ prototypes: true, extras: true });
    expect(fern!.extras!.value.descriptions).toEqual([vectorOf('has fronds')]);
    expect(moss!.extras!.value).toEqual({ templates: [vectorOf('a moss in a book')], descriptions: [] });
    expect([classes.lacks(needs, 'space'), classes.lacks(needs, 'another')]).toEqual([false, true]);
  });

  it('of many classes rest when they are told to, and go on where they were', () => {
    const texts = new TextStore();
    const needs = needsFor(Array.from({ length: 1000 }, (_, i) => `fern ${i}`).join('\n'));
    const every = needs.classes.flatMap(({ names: { name } }) => [`a photo of a ${name}`, `the ${name}`]);
    texts.add(every, embed(every));
    const classes = new ClassEmbeddings(texts);
    let slices = 0;
    for (; classes.lacks(needs, 'space') && slices < 1000; slices++)
      classes.build(needs, 'space', () => false);
    expect(slices).toBeGreaterThan(20);
    expect(
      needs.classes.every(({ prototype, extras }) => prototype?.key === 'space' && extras !== null),
    ).toBe(true);
  });
});
