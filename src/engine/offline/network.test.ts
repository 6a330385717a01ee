import { describe, expect, it } from 'vitest';
import { defaultRequest } from '../state/request/request';
import type { EngineState } from '../state/types';
import { CLOSED_KEY, networkOf, readClosed, storeClosed } from './network';

const BASE = 'https://fernglass.example/app/';
const request = defaultRequest(BASE);
const hub = { id: 'someone/model', revision: 'main', host: 'https://hub.example/', layout: 'hub' } as const;
const encoder = { id: 'someone/sentences', revision: 'main' };

/** An index that was embedded with a second text encoder as well. */
const index = {
  info: { manifest: { spaces: [{ kind: 'text', encoder, files: [] }] } },
} as unknown as EngineState['index'];
const none = { info: null } as EngineState['index'];
const origins = (change: Partial<EngineState['request']>, opened = none) =>
  networkOf({ closed: false, request: { ...request, ...change }, index: opened }, BASE).origins;
const STORES = ['https://*.huggingface.co', 'https://*.hf.co'];

describe('the hosts that were chosen', () => {
  it('are none while model and index are those of the app', () => {
    expect(origins({})).toEqual([]);
  });
  it('are those of the model and of the index', () => {
    expect(origins({ model: hub, manifestUrl: 'https://captions.example/manifest.json' })).toEqual([
      'https://hub.example',
      ...STORES,
      'https://captions.example',
    ]);
  });
  it('are a folder’s own, without the hub’s stores', () => {
    expect(origins({ model: { ...hub, layout: 'folder' } })).toEqual(['https://hub.example']);
  });
  it('are none for a model of this device, and for one that is only looked at its own', () => {
    const own = { layout: 'device', id: 'ferns', revision: 'a' } as const;
    expect(origins({ model: own })).toEqual([]);
    const looked = networkOf(
      { closed: false, request: { ...request, model: own }, index: none, considered: hub },
      BASE,
    );
    expect(looked.origins).toEqual(['https://hub.example', ...STORES]);
  });
  it('are those that one of them may send on to, for as long as it is chosen itself', () => {
    const sentOn = [{ from: 'https://hub.example', to: 'https://store.example' }];
    expect(origins({ model: hub, sentOn })).toEqual([
      'https://hub.example',
      ...STORES,
      'https://store.example',
    ]);
    expect(origins({ sentOn })).toEqual([]);
  });
  it('are the public hub’s too where a second encoder is asked for that lies there', () => {
    expect(origins({ searchMode: 'hybrid' }, index)).toEqual(['https://huggingface.co', ...STORES]);
    expect(origins({ searchMode: 'meaning' }, index)).toEqual([]);
    expect(origins({ searchMode: 'hybrid' })).toEqual([]);
  });
});

describe('closed', () => {
  const storage = (text: string | null) => {
    const kept = new Map(text === null ? [] : [[CLOSED_KEY, text]]);
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
  };
  it('is off at first, and kept', () => {
    const store = storage(null);
    expect(readClosed(store)).toBe(false);
    storeClosed(store, true);
    expect(readClosed(store)).toBe(true);
    expect(JSON.parse(store.kept.get(CLOSED_KEY)!)).toEqual({ version: 1, closed: true });
    storeClosed(store, false);
    expect(readClosed(store)).toBe(false);
  });
  it('is read from every version there was, and on where it cannot be read', () => {
    expect(readClosed(storage('{"version":1,"closed":false}'))).toBe(false);
    expect(readClosed(storage('{"version":1,"closed":true}'))).toBe(true);
    // None was ever kept without its version: somebody else wrote it.
    expect(readClosed(storage('{"closed":false}'))).toBe(true);
    expect(readClosed(storage('{"version":7,"closed":false,"more":1}'))).toBe(false);
    expect(readClosed(storage('{"version":1}'))).toBe(true);
    expect(readClosed(storage('half a rec'))).toBe(true);
  });
  it('survives a browser that keeps nothing', () => {
    expect(readClosed(null)).toBe(false);
    expect(() =>
      storeClosed(
        {
          setItem: () => {
            throw new Error('full');
          },
        },
        true,
      ),
    ).not.toThrow();
  });
});
