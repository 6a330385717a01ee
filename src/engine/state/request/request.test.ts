import { describe, expect, it } from 'vitest';
import { FULL_USE, INDEX_WEIGHT } from './indexes';
import { defaultRequest, INDEX_MEMORY, INDEX_RECALL, restoreRequest, storeRequest } from './request';

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
      searchMode: 'hybrid' as const,
      method: 'x-more',
      templates: 'a {}',
      parameters: { 'x-more': { k: 4, pairs: 64 } },
      thresholds: { margin: 0.4, likeness: null },
    };
    storeRequest(storage, request, base);
    expect(restoreRequest(storage, base)).toEqual(request);
  });

  it('keeps captions to leave out, and holds their memory and the recall within their bounds', () => {
    const base = 'https://here.example/';
    const captionChoices = [
      { text: 'a frond', kind: 'pinned', of: { className: 'fern' } },
      { text: 'a spore', kind: 'left out', of: { file: 'site 4/1.jpg' } },
      { text: 'a gun', kind: 'left out', of: null },
    ] as const;
    const captionRules = { without: ['gun'], withoutLanguages: ['de', ''], withoutSources: ['web'] };
    const storage = shelf();
    storeRequest(
      storage,
      { ...defaultRequest(base), captionRules, captionChoices, indexMemory: 1e9, indexRecall: 7 },
      base,
    );
    expect(restoreRequest(storage, base)).toMatchObject({
      captionRules,
      captionChoices,
      indexMemory: INDEX_MEMORY.max,
      indexRecall: INDEX_RECALL.min,
    });
  });

  it('keeps which indexes are searched and how, and holds their weights within bounds', () => {
    const base = 'https://here.example/';
    const storage = shelf();
    const asked = {
      ...defaultRequest(base),
      furtherIndexes: ['own:flora', 'https://far.example/manifest.json'],
      indexUse: { 'own:flora': { weight: 1.2, photos: true, classes: false } },
      sentOn: [{ from: 'https://far.example', to: 'https://store.example' }],
    };
    storeRequest(storage, asked, base);
    expect(restoreRequest(storage, base)).toEqual(asked);
    const kept = JSON.parse(storage.getItem('fernglass.request')!);
    const read = (change: object) =>
      restoreRequest({ getItem: () => JSON.stringify({ ...kept, ...change }) }, base);
    expect(
      read({ indexUse: { a: { weight: 99 }, b: { weight: 'much', photos: false }, c: null } }).indexUse,
    ).toEqual({
      a: { weight: INDEX_WEIGHT.max, photos: true, classes: true },
      b: { weight: 1, photos: false, classes: true },
      c: FULL_USE,
    });
    expect(read({ sentOn: [null, { from: 'https://far.example' }, 'a'] }).sentOn).toEqual([]);
    // What was kept before there could be several has one.
    const { furtherIndexes: _, indexUse: __, sentOn: ___, ...before } = kept;
    expect(restoreRequest({ getItem: () => JSON.stringify(before) }, base)).toEqual(defaultRequest(base));
    // The app's own index is addressed anew, also where it is not the first.
    const pocket = asked.manifestUrl;
    const moved = read({ manifestUrl: 'own:flora', furtherIndexes: [pocket], base });
    expect(moved.furtherIndexes).toEqual([pocket]);
    expect(
      restoreRequest(
        { getItem: () => JSON.stringify({ ...kept, furtherIndexes: [pocket] }) },
        'https://new.example/',
      ).furtherIndexes,
    ).toEqual([defaultRequest('https://new.example/').manifestUrl]);
  });

  it('carries its version, and is read whatever version stored it', () => {
    const base = 'https://here.example/';
    const storage = shelf();
    storeRequest(storage, { ...defaultRequest(base), searchMode: 'name' }, base);
    const kept = JSON.parse(storage.getItem('fernglass.request')!);
    expect(kept).toMatchObject({ version: 1, searchMode: 'name' });
    const read = (stored: object) => restoreRequest({ getItem: () => JSON.stringify(stored) }, base);
    // Without a version: as 0.1 stored it, and as it was stored after the search mode got its name.
    expect(read({ retrievalWay: 'hybrid', base }).searchMode).toBe('hybrid');
    expect(read({ searchMode: 'name', base }).searchMode).toBe('name');
    expect(read({ ...kept, version: 1, retrievalWay: 'hybrid' }).searchMode).toBe('name');
    expect(read({ ...kept, version: 9, another: 3 })).toEqual({
      ...defaultRequest(base),
      searchMode: 'name',
    });
    expect(read({ ...kept, version: 'new' }).searchMode).toBe('name');
  });

  it('follows the site to a new address', () => {
    const storage = shelf();
    storeRequest(storage, defaultRequest('https://old.example/'), 'https://old.example/');
    expect(restoreRequest(storage, 'https://new.example/x/')).toEqual(
      defaultRequest('https://new.example/x/'),
    );
  });

  it.each([
    '{',
    '3',
    '{"method":"none","searchMode":"luck","parameters":{"core":{"alpha":7},"x-more":{"k":"many"}},"model":{"id":3}}',
    '{"captionChoices":[3,{"text":"x","kind":"pinned","of":null},{"text":"x","kind":"left out","of":{}}],"captionRules":{"without":"gun","withoutLanguages":[3]},"indexMemory":"all","indexRecall":null}',
    '{"thresholds":{"margin":1.5,"likeness":"much"}}',
    '{"thresholds":[0.5]}',
  ])('survives %s', (text) => {
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
