import { describe, expect, it } from 'vitest';
import { defaultRequest, restoreRequest, storeRequest } from './request';
import { type Shelf, tabStorage } from './tab-storage';

const BASE = 'https://here.example/';

function shelf(entries: Iterable<[string, string]> = [], most = Number.POSITIVE_INFINITY) {
  const map = new Map(entries);
  const storage: Shelf = {
    getItem: (key) => map.get(key) ?? null,
    setItem(key, value) {
      if (value.length > most) throw new DOMException('full', 'QuotaExceededError');
      map.set(key, value);
    },
    removeItem: (key) => void map.delete(key),
  };
  return { map, ...storage };
}

const ask = (classesText: string, prompt = 'a {}') => ({
  ...defaultRequest(BASE),
  classesText,
  method: 'x-more',
  prompts: { zeroShot: prompt, retrieval: prompt },
  parameters: { 'x-more': { k: classesText.length, pairs: 64 } },
});

describe('what a tab stores', () => {
  it('comes back after a reload, whatever another tab stored meanwhile', () => {
    const shared = shelf();
    const [one, two] = [shelf(), shelf()];
    storeRequest(tabStorage(one, shared), ask('fern', 'one {}'), BASE);
    storeRequest(tabStorage(two, shared), ask('relay', 'two {}'), BASE);
    expect(restoreRequest(tabStorage(one, shared), BASE)).toEqual(ask('fern', 'one {}'));
    expect(restoreRequest(tabStorage(two, shared), BASE)).toEqual(ask('relay', 'two {}'));
  });

  it('is its own from the start, also where the tab changed nothing', () => {
    const shared = shelf();
    storeRequest(tabStorage(shelf(), shared), ask('fern'), BASE);
    const reader = shelf();
    expect(restoreRequest(tabStorage(reader, shared), BASE)).toEqual(ask('fern'));
    storeRequest(tabStorage(shelf(), shared), ask('relay'), BASE);
    expect(restoreRequest(tabStorage(reader, shared), BASE)).toEqual(ask('fern'));
  });

  it('is what a new tab begins with, and a duplicated tab goes its own way from a copy', () => {
    const shared = shelf();
    const one = shelf();
    storeRequest(tabStorage(one, shared), ask('fern'), BASE);
    const copy = shelf(one.map);
    storeRequest(tabStorage(copy, shared), ask('relay'), BASE);
    expect(restoreRequest(tabStorage(one, shared), BASE).classesText).toBe('fern');
    expect(restoreRequest(tabStorage(copy, shared), BASE).classesText).toBe('relay');
    expect(restoreRequest(tabStorage(shelf(), shared), BASE).classesText).toBe('relay');
  });

  it('is read whatever version an earlier visit stored it in, in the tab or for all', () => {
    const old: [string, string][] = [
      ['fernglass.request', JSON.stringify({ retrievalWay: 'hybrid', classesText: 'fern', base: BASE })],
    ];
    for (const storage of [tabStorage(shelf(old), shelf()), tabStorage(shelf(), shelf(old))])
      expect(restoreRequest(storage, BASE)).toMatchObject({ searchMode: 'hybrid', classesText: 'fern' });
  });

  it('is what all tabs share where the browser refuses a tab its own, or has no room for it', () => {
    const shared = shelf();
    storeRequest(tabStorage(null, shared), ask('fern'), BASE);
    expect(restoreRequest(tabStorage(null, shared), BASE).classesText).toBe('fern');
    const small = shelf([['fernglass.request', JSON.stringify({ classesText: 'old' })]], 40);
    storeRequest(tabStorage(small, shared), ask('relay'), BASE);
    expect(restoreRequest(tabStorage(small, shared), BASE).classesText).toBe('relay');
    expect(restoreRequest(tabStorage(shelf(), null), BASE)).toEqual(defaultRequest(BASE));
  });
});
