import { describe, expect, it } from 'vitest';
import type { EngineState } from '../../../engine';
import type { KeptThing } from '../../storage/kept-thing';
import { factsOf } from './index-facts';
import { listedIndexes } from './listed';

const SHIPPED = 'https://here.example/indexes/pocket/manifest.json';
const FAR = 'https://far.example/manifest.json';

const info = (title: string, change: object = {}) => ({
  manifest: {
    title,
    captions: 240,
    model: { id: 'pocket-siglip' },
    provenance: { source: 'a flora', licence: 'CC0' },
    recall: null,
  },
  captionsPresent: 240,
  bytesTotal: 2e6,
  storage: 'device',
  ...change,
});
const own = (address: string, title: string) => ({
  address,
  about: { title, source: 'a flora', licence: 'CC BY 4.0', languages: [] },
  captions: 3,
  bytes: 1300,
  model: { id: 'pocket-siglip', revision: 'main' },
});
const kept = (id: string, title: string): KeptThing => ({
  kind: 'index',
  id,
  title,
  host: 'far.example',
  bytes: 5e6,
  keptAt: null,
});

const state = (change: object = {}) =>
  ({
    request: { manifestUrl: SHIPPED, furtherIndexes: ['own:flora'], indexUse: {} },
    index: { status: 'ready', info: info('Pocket captions') },
    furtherIndexes: { 'own:flora': { status: 'ready', info: info('Flora') } },
    own: { indexes: [own('own:notes', 'Notes'), own('own:flora', 'Flora')] },
    ...change,
  }) as unknown as Pick<EngineState, 'request' | 'index' | 'furtherIndexes' | 'own'>;

describe('the list of indexes', () => {
  it('has those that are open in their order, then what is here, each once', () => {
    const list = listedIndexes(state(), [kept(FAR, 'Web'), kept('own:flora', 'Flora')], SHIPPED);
    expect(list.map(({ isUsed, kind, title }) => [title, kind, isUsed])).toEqual([
      ['Pocket captions', 'shipped', true],
      ['Flora', 'own', true],
      ['Notes', 'own', false],
      ['Web', 'address', false],
    ]);
  });

  it('offers the one that ships where it is not open, and forgets own ones that were removed', () => {
    const request = { manifestUrl: FAR, furtherIndexes: [], indexUse: {} };
    const list = listedIndexes(
      state({ request, furtherIndexes: {}, own: { indexes: [] } }),
      [kept('own:gone', 'Gone')],
      SHIPPED,
    );
    expect(list.map(({ address, isUsed }) => [address, isUsed])).toEqual([
      [FAR, true],
      [SHIPPED, false],
    ]);
  });

  it('says of each what it holds, its terms, and whether it is here whole', () => {
    const further = { 'own:flora': { status: 'paused', info: info('Flora', { captionsPresent: 40 }) } };
    const list = listedIndexes(state({ furtherIndexes: further }), [kept(FAR, 'Web')], SHIPPED);
    const [pocket, flora, notes, web] = list.map((one) => factsOf(one, SHIPPED).join(' · '));
    expect(pocket).toMatch(/^240 captions · 2\.0 MB · .*a flora · licence: CC0.* · ready offline$/);
    expect(flora).toMatch(/^40 of 240 captions .* made here .* not complete$/);
    expect(notes).toMatch(/^3 captions · 1\.3 kB · made here · a flora · licence: CC BY 4\.0/);
    expect(web).toBe('5.0 MB · from far.example · kept in this browser');
  });
});
