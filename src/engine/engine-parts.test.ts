import { describe, expect, it } from 'vitest';
import { type Atoms, normalise, PAPER_SETTINGS, parseClasses } from '../core';
import { Lane } from './lane';
import { carryOver } from './records';
import { defaultRequest, restoreRequest, storeRequest } from './request';
import { Scorer } from './scorer';

const atoms = (...own: number[]): Atoms => ({ own: normalise(own), captions: [], similarities: [] });
const always = () => true;

describe('Scorer', () => {
  it('answers once all inner products of a photo are there, and not before', () => {
    const scorer = new Scorer();
    scorer.setClasses([atoms(1, 0), atoms(0, 1)]);
    scorer.setPhoto('a', atoms(0.2, 1));
    expect(scorer.answer('a', PAPER_SETTINGS, 100)).toBeNull();
    scorer.step(always);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)?.enriched.map(({ index }) => index)).toEqual([1, 0]);
  });

  it('stops when told to and goes on later', () => {
    const scorer = new Scorer();
    scorer.setClasses([atoms(1, 0), atoms(0, 1), atoms(1, 1)]);
    scorer.setPhoto('a', atoms(1, 0));
    let budget = 1;
    scorer.step(() => budget-- > 0);
    expect(scorer.hasWork).toBe(true);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)).toBeNull();
    scorer.step(always);
    expect(scorer.hasWork).toBe(false);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)).not.toBeNull();
  });

  it('never shows an answer of another class list', () => {
    const scorer = new Scorer();
    scorer.setClasses([atoms(1, 0), atoms(0, 1)]);
    scorer.setPhoto('a', atoms(1, 0));
    scorer.step(always);
    scorer.setClasses([atoms(0, 1)]);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)).toBeNull();
    scorer.step(always);
    expect(scorer.answer('a', PAPER_SETTINGS, 100)?.enriched).toHaveLength(1);
  });

  it('keeps the last answer of a photo while its captions come in', () => {
    const scorer = new Scorer();
    scorer.setClasses([atoms(1, 0), atoms(0, 1)]);
    scorer.setPhoto('a', atoms(1, 0.9));
    scorer.step(always);
    const before = scorer.answer('a', PAPER_SETTINGS, 100);
    expect(before?.isEnriched).toBe(false);
    scorer.setPhoto('a', { ...atoms(1, 0.9), captions: [normalise([0, 1])], similarities: [0.7] });
    expect(scorer.answer('a', PAPER_SETTINGS, 100)).toBe(before);
    scorer.step(always);
    const after = scorer.answer('a', PAPER_SETTINGS, 100);
    expect(after).toMatchObject({ isEnriched: true, changed: true });
  });

  it('answers anew after settings moved, and reuses the answer otherwise', () => {
    const scorer = new Scorer();
    scorer.setClasses([atoms(1, 0), atoms(0, 1)]);
    scorer.setPhoto('a', { ...atoms(1, 0), captions: [normalise([0, 1])], similarities: [0.1] });
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

  it.each(['{', '3', '{"settings":{"alpha":7,"k":"many"},"model":{"id":3}}'])('survives %s', (text) => {
    const base = 'https://here.example/';
    expect(restoreRequest({ getItem: () => text }, base)).toEqual(defaultRequest(base));
  });

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
