import { describe, expect, it } from 'vitest';
import { type Atoms, normalise, PAPER_SETTINGS, parseClasses } from '../core';
import { Lane } from './lane';
import { carryOver } from './records';
import { defaultRequest, restoreRequest, storeRequest } from './request';
import { Scorer } from './scorer';

const atoms = (...own: number[]): Atoms => ({ own: normalise(own), captions: [], similarities: [] });
const always = () => true;

describe('Scorer', () => {
  const loaded = (own: Atoms, ...captions: number[][]): Atoms => ({
    ...own,
    captions: captions.map((caption) => normalise(caption)),
    similarities: captions.map((_, i) => 0.5 - i / 10),
  });
  const photo = loaded(atoms(1, 0.4, 0.1), [0.2, 1, 0.3], [0.1, 0.9, 1]);
  const classes = [
    loaded(atoms(1, 0, 0), [1, 0.3, 0]),
    loaded(atoms(0, 1, 0.2), [0, 1, 1], [0.3, 1, 0]),
    atoms(0, 0.1, 1),
  ];

  it('answers at once, and the same from cached inner products', () => {
    const scorer = new Scorer();
    scorer.setClasses(classes);
    scorer.setPhoto('a', photo);
    const first = scorer.answer('a', PAPER_SETTINGS, 100)!;
    expect(scorer.hasWork).toBe(true);
    scorer.step(always);
    expect(scorer.hasWork).toBe(false);
    scorer.settingsChanged();
    const second = scorer.answer('a', PAPER_SETTINGS, 100)!;
    expect(second).not.toBe(first);
    for (const ranking of ['zeroShot', 'enriched'] as const) {
      expect(second[ranking].map(({ index }) => index)).toEqual(first[ranking].map(({ index }) => index));
      second[ranking].forEach(({ score }, i) => {
        expect(score).toBeCloseTo(first[ranking][i]!.score, 6);
      });
    }
  });

  it('stops when told to and goes on later', () => {
    const scorer = new Scorer();
    scorer.setClasses(classes);
    scorer.setPhoto('a', photo);
    let budget = 1;
    scorer.step(() => budget-- > 0);
    expect(scorer.hasWork).toBe(true);
    scorer.step(always);
    expect(scorer.hasWork).toBe(false);
  });

  it('keeps no more inner products than it may, and answers all the same', () => {
    const scorer = new Scorer(1);
    scorer.setClasses(classes);
    scorer.setPhoto('a', photo);
    scorer.setPhoto('b', atoms(0, 0, 1));
    scorer.step(always);
    expect(scorer.hasWork).toBe(false);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)?.enriched).toHaveLength(3);
    expect(scorer.answer('b', PAPER_SETTINGS, 100)?.enriched[0]?.index).toBe(2);
  });

  it('never shows an answer of another class list', () => {
    const scorer = new Scorer();
    scorer.setClasses(classes);
    scorer.setPhoto('a', photo);
    scorer.step(always);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)?.enriched).toHaveLength(3);
    scorer.setClasses(classes.slice(1));
    expect(scorer.answer('a', PAPER_SETTINGS, 100)?.enriched.map(({ index }) => index)).toEqual([0, 1]);
    scorer.setClasses([]);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)).toBeNull();
  });

  it('takes the captions of a photo in as they come', () => {
    const scorer = new Scorer();
    scorer.setClasses([atoms(1, 0), atoms(0, 1)]);
    scorer.setPhoto('a', atoms(1, 0.9));
    scorer.step(always);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)).toMatchObject({ isEnriched: false, changed: false });
    const before = scorer.revision;
    scorer.setPhoto('a', loaded(atoms(1, 0.9), [0, 1]));
    expect(scorer.revision).toBeGreaterThan(before);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)).toMatchObject({ isEnriched: true, changed: true });
  });

  it('answers anew after settings moved, and reuses the answer otherwise', () => {
    const scorer = new Scorer();
    scorer.setClasses([atoms(1, 0), atoms(0, 1)]);
    scorer.setPhoto('a', loaded(atoms(1, 0), [0, 1]));
    scorer.step(always);
    const none = { ...PAPER_SETTINGS, beta: 0 };
    const first = scorer.answer('a', none, 100);
    expect(scorer.answer('a', none, 100)).toBe(first);
    scorer.settingsChanged();
    const second = scorer.answer('a', { ...PAPER_SETTINGS, beta: 1 }, 100);
    expect(first?.enriched[0]?.index).toBe(0);
    expect(second?.enriched[0]?.index).toBe(1);
  });
});

describe('Lane', () => {
  it('runs until dry, one piece at a time, and looks again when woken meanwhile', async () => {
    const seen: string[] = [];
    let pieces = 2;
    let settled = 0;
    const lane = new Lane(
      async () => {
        seen.push('start');
        await Promise.resolve();
        seen.push('end');
        return pieces-- > 0;
      },
      () => settled++,
    );
    lane.wake();
    lane.wake();
    expect(lane.busy).toBe(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect(seen.join()).toBe(seen.map((_, i) => (i % 2 === 0 ? 'start' : 'end')).join());
    expect(lane.busy).toBe(false);
    expect(settled).toBe(1);
  });
});

describe('class records', () => {
  const prompts = { zeroShot: 'a {}', retrieval: 'b {}' };
  it('keep what was derived for classes that stay the same', () => {
    const before = carryOver([], parseClasses('fern\nmoss').classes, prompts);
    before[0]!.prototype = { key: 'x', value: { own: new Float32Array(1), query: new Float32Array(1) } };
    const after = carryOver(before, parseClasses('moss\nfern\nlichen').classes, prompts);
    expect(after[1]).toBe(before[0]);
    expect(after[2]!.prototype).toBeNull();
    expect(carryOver(before, parseClasses('fern | bracken').classes, prompts)[0]).not.toBe(before[0]);
    expect(carryOver(before, parseClasses('fern').classes, { ...prompts, zeroShot: 'c {}' })[0]).not.toBe(
      before[0],
    );
  });
});

describe('stored request', () => {
  const shelf = () => {
    const map = new Map<string, string>();
    return {
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => void map.set(key, value),
    };
  };

  it('comes back as it was left', () => {
    const storage = shelf();
    const base = 'https://here.example/app/';
    const request = {
      ...defaultRequest(base),
      classesText: 'fern\nmoss',
      retrievalWay: 'hybrid' as const,
      settings: { ...PAPER_SETTINGS, k: 4 },
    };
    storeRequest(storage, request, base);
    expect(restoreRequest(storage, base)).toEqual(request);
  });

  it('follows the site to a new address', () => {
    const storage = shelf();
    storeRequest(storage, defaultRequest('https://old.example/'), 'https://old.example/');
    expect(restoreRequest(storage, 'https://new.example/x/')).toEqual(
      defaultRequest('https://new.example/x/'),
    );
  });

  it.each(['{', '3', '{"settings":{"alpha":7,"k":"many"},"retrievalWay":"luck","model":{"id":3}}'])(
    'survives %s',
    (text) => {
      const base = 'https://here.example/';
      expect(restoreRequest({ getItem: () => text }, base)).toEqual(defaultRequest(base));
    },
  );

  it('survives a storage that refuses', () => {
    const refusing = {
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    expect(() =>
      storeRequest(refusing, defaultRequest('https://a.example/'), 'https://a.example/'),
    ).not.toThrow();
  });
});
