import { describe, expect, it, vi } from 'vitest';
import { methodById, PAPER_SETTINGS } from '../../../../core';
import { Scorer } from './scorer';
import {
  always,
  atoms,
  classes,
  clientInPlace,
  cls,
  first,
  loaded,
  photo,
  places,
  scorerWith,
} from './testing/scorers';

describe('Scorer with CoRE', () => {
  it('answers at once, and the same from cached inner products', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    scorer.setPhotos([photo('a', first)]);
    const before = scorer.answer('a')!;
    expect(scorer.hasSteps).toBe(true);
    scorer.step(always);
    expect(scorer.hasWork).toBe(false);
    scorer.setParameters({ ...PAPER_SETTINGS });
    const after = scorer.answer('a')!;
    expect(after).not.toBe(before);
    for (const ranking of ['zeroShot', 'enriched'] as const) {
      expect(places(after[ranking])).toEqual(places(before[ranking]));
      after[ranking].forEach(({ score }, i) => {
        expect(score).toBeCloseTo(before[ranking][i]!.score, 6);
      });
    }
  });

  it('answers for photos that are back as before, without measuring them again', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    const inputs = ['a', 'b', 'c'].map((id) => photo(id, loaded(atoms(1, 0.4, 0.1), [0.2, 1, 0.3])));
    scorer.setPhotos(inputs);
    scorer.step(always);
    const before = scorer.answer('b');
    const { kept } = scorer.products;
    const removed = scorer.removePhotos(['b', 'a', 'nobody']);
    expect(scorer.answer('b')).toBeNull();
    expect(removed.bytes).toBe((kept * 4 * 2) / 3);
    scorer.putBack(removed, [photo('a', inputs[0]!.atoms), photo('b', inputs[1]!.atoms)]);
    expect(scorer.order).toEqual(['a', 'b', 'c']);
    expect(scorer.answer('b')).toEqual(before);
    scorer.step(always);
    // Products would have been computed, and kept, again.
    expect(scorer.products.kept).toBe(kept / 3);
  });

  it('takes a photo that changed while it was away as it is now, and leaves out what has no embedding', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    scorer.setPhotos([photo('a', first), photo('b', atoms(0, 0, 1)), photo('c', atoms(1, 0, 0))]);
    const removed = scorer.removePhotos(['a', 'b']);
    scorer.putBack(removed, [photo('a', atoms(0, 0.1, 1))]);
    expect(scorer.order).toEqual(['a', 'c']);
    expect(scorer.answer('a')!.zeroShot[0]).toMatchObject({ index: 2 });
  });

  it('stops when told to and goes on later', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    scorer.setPhotos([photo('a', first)]);
    let budget = 1;
    scorer.step(() => budget-- > 0);
    expect(scorer.hasSteps).toBe(true);
    scorer.step(always);
    expect(scorer.hasSteps).toBe(false);
  });

  it('keeps no more inner products than it may, all of a photo or none, and answers all the same', () => {
    // The first photo has 3 atoms, the classes have 2, 3 and 1: 18 products.
    const few = scorerWith('core', undefined, 20);
    const many = scorerWith('core');
    for (const scorer of [few, many]) {
      scorer.setClasses(classes, 100);
      scorer.setPhotos([photo('a', first)]);
      scorer.setPhotos([photo('b', atoms(0, 0, 1))]);
      scorer.step(always);
      expect(scorer.hasWork).toBe(false);
    }
    expect(few.products.kept).toBe(18);
    expect(many.products.kept).toBe(18 + 6);
    expect(places(few.answer('b')!.enriched)).toEqual(places(many.answer('b')!.enriched));
    few.removePhotos(['a', 'b']);
    expect(few.products.kept).toBe(0);
  });

  it('never shows an answer of another class list', () => {
    const scorer = scorerWith();
    scorer.setClasses(classes, 100);
    scorer.setPhotos([photo('a', first)]);
    scorer.step(always);
    expect(scorer.answer('a')?.enriched).toHaveLength(3);
    scorer.setClasses(classes.slice(1), 100);
    expect(places(scorer.answer('a')!.enriched)).toEqual([0, 1]);
    scorer.setClasses([], 100);
    expect(scorer.answer('a')).toBeNull();
  });

  it('takes the captions of a photo in as they come', () => {
    const scorer = scorerWith();
    scorer.setClasses([cls(atoms(1, 0)), cls(atoms(0, 1))], 100);
    scorer.setPhotos([photo('a', atoms(1, 0.9))]);
    scorer.step(always);
    expect(scorer.answer('a')).toMatchObject({ changed: false });
    const before = scorer.revision;
    scorer.setPhotos([photo('a', loaded(atoms(1, 0.9), [0, 1]))]);
    expect(scorer.revision).toBe(before);
    expect(scorer.answer('a')).toMatchObject({ changed: true });
  });

  it('answers anew after parameters moved, and reuses the answer otherwise', () => {
    const scorer = scorerWith('core', { ...PAPER_SETTINGS, beta: 0 });
    scorer.setClasses([cls(atoms(1, 0)), cls(atoms(0, 1))], 100);
    scorer.setPhotos([photo('a', loaded(atoms(1, 0), [0, 1]))]);
    scorer.step(always);
    const before = scorer.answer('a');
    expect(scorer.answer('a')).toBe(before);
    scorer.setParameters({ ...PAPER_SETTINGS, beta: 1 });
    expect(before?.enriched[0]?.index).toBe(0);
    expect(scorer.answer('a')?.enriched[0]?.index).toBe(1);
  });
});

describe('Scorer with more classes than fit into a slice', () => {
  const many = Array.from({ length: 700 }, (_, i) =>
    cls(loaded(atoms(Math.sin(i), Math.cos(i), 0.3), [Math.cos(i), 1, i / 700], [0.2, Math.sin(2 * i), 1])),
  );
  const mine = loaded(atoms(1, 0.4, 0.1), [0.2, 1, 0.3], [0.1, 0.9, 1]);
  /** Goes on for one piece of work at a time. */
  const stepping = (scorer: Scorer) => {
    let asked = 0;
    scorer.step(() => ++asked < 3);
  };
  const scorerOf = () => {
    const news: string[][] = [];
    const scorer = new Scorer(
      () => clientInPlace(),
      (ids) => void news.push([...ids]),
    );
    scorer.setMethod(methodById('core')!, { ...PAPER_SETTINGS });
    scorer.setClasses(many, 100);
    return { scorer, news };
  };
  const settle = (scorer: Scorer) => {
    let steps = 0;
    for (; scorer.hasSteps && steps < 10_000; steps++) stepping(scorer);
    return steps;
  };

  it('keeps the answers of the setting before until those of the new one are ready, and then tells', () => {
    const { scorer, news } = scorerOf();
    scorer.setPhotos([photo('a', mine)]);
    settle(scorer);
    const before = scorer.summary('a')!;
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    // Every look at the clock finds that the time for it has gone by.
    clock.mockImplementation(() => (now += 1000));
    const { revision } = scorer;
    scorer.setParameters({ ...PAPER_SETTINGS, alpha: 1, k: 1 });
    expect(scorer.hasSteps).toBe(true);
    expect([scorer.summary('a'), scorer.revision]).toEqual([before, revision]);
    scorer.setParameters({ ...PAPER_SETTINGS, alpha: 0.5, k: 2 });
    expect(settle(scorer)).toBeGreaterThan(10);
    clock.mockRestore();
    expect(scorer.revision).toBeGreaterThan(revision);
    expect(news.at(-1)).toEqual([]);
    const fresh = scorerOf().scorer;
    fresh.setParameters({ ...PAPER_SETTINGS, alpha: 0.5, k: 2 });
    fresh.setPhotos([photo('a', mine)]);
    settle(fresh);
    expect(scorer.answer('a')!.enriched).toEqual(fresh.answer('a')!.enriched);
    expect(scorer.summary('a')).not.toEqual(before);
  });

  it('answers a photo that was asked for too early as soon as its list is ready', () => {
    const { scorer, news } = scorerOf();
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => (now += 1000));
    scorer.setPhotos([photo('a', mine)]);
    expect(scorer.summary('a')).toBeNull();
    settle(scorer);
    clock.mockRestore();
    expect(news.at(-1)).toEqual(['a']);
    expect(scorer.summary('a')).not.toBeNull();
  });
});
