import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { initialState } from '../initial-state';
import type { EngineData } from '../state/engine-data';
import { defaultRequest } from '../state/request/request';
import type { EngineState } from '../state/types';
import { OfflineStage, offlineReasons } from './offline-stage';

type State = Parameters<typeof offlineReasons>[0];

const shell = { supported: true, shellReady: true, problem: null };
const state = (layout: 'hub' | 'folder' | 'device', stored: boolean, present: number, storage = 'device') =>
  ({
    request: { model: { layout } },
    model: { info: { stored } },
    index: { info: { storage, storageNotice: null, captionsPresent: present, manifest: { captions: 10 } } },
    furtherIndexes: {},
  }) as State;

describe('offline reasons', () => {
  it('are none only when app, model and index are all stored', () => {
    expect(offlineReasons(state('folder', false, 10), shell, true)).toEqual([]);
    expect(offlineReasons(state('hub', true, 10), shell, false)).toEqual([]);
    expect(offlineReasons(state('device', true, 10), shell, false)).toEqual([]);
    // A folder of another host: the encoder keeps it itself.
    expect(offlineReasons(state('folder', true, 10), shell, false)).toEqual([]);
  });
  it('are none where what was prepared of an index for the classes is there', () => {
    const part = state('hub', true, 4);
    const [address, captionsTotal] = ['https://a.example/manifest.json', 10];
    Object.assign(part.index.info!, { manifestUrl: address });
    const prepared = (captions: number) => ({ indexes: [{ address, captions, captionsTotal }] });
    expect(offlineReasons(part, shell, false, prepared(4))).toEqual([]);
    expect(offlineReasons(part, shell, false, prepared(5))).toHaveLength(1);
    expect(offlineReasons(part, shell, false, { indexes: [] })).toHaveLength(1);
    expect(offlineReasons(part, shell, false)).toHaveLength(1);
  });
  it('name the further indexes that are missing', () => {
    const further = (change: object) => ({
      ...state('folder', false, 10),
      furtherIndexes: {
        a: {
          info: {
            storage: 'device',
            captionsPresent: 4,
            manifest: { captions: 4, title: 'Flora' },
            ...change,
          },
        },
      } as unknown as State['furtherIndexes'],
    });
    expect(offlineReasons(further({}), shell, true)).toEqual([]);
    expect(offlineReasons(further({ captionsPresent: 3 }), shell, true)).toEqual([
      '“Flora” is not completely stored yet.',
    ]);
    expect(offlineReasons(further({ storage: 'memory' }), shell, true)).toEqual([
      '“Flora” is only in memory.',
    ]);
    const failed = { a: { info: null } } as unknown as State['furtherIndexes'];
    expect(offlineReasons({ ...further({}), furtherIndexes: failed }, shell, true)).toHaveLength(1);
  });
  it.each([
    ['app', state('folder', false, 10), { ...shell, shellReady: false }, true],
    ['service worker', state('folder', false, 10), null, true],
    ['pocket weights', state('folder', false, 10), shell, false],
    ['hub weights', state('hub', false, 10), shell, true],
    ['own weights', state('device', false, 10), shell, true],
    ['captions', state('folder', false, 9), shell, true],
    ['memory only', state('folder', false, 10, 'memory'), shell, true],
  ] as const)('name the %s that is missing', (_, missing, sw, kept) => {
    expect(offlineReasons(missing, sw, kept)).toHaveLength(1);
  });
});

it('what works offline is looked at again when something that it rests on changed, and not after every search', async () => {
  vi.stubGlobal('navigator', {});
  const base = 'https://here.example/';
  const store = createStore<EngineState>()(() => initialState(defaultRequest(base), null, false));
  const { offline: unseen, index } = store.getState();
  new OfflineStage({ store } as unknown as EngineData, () => null, null, base);
  await vi.waitFor(() => expect(store.getState().offline).not.toBe(unseen));

  const { offline } = store.getState();
  const seen = { compared: 1, searched: 10, total: 10, recall: 1 };
  store.setState({ index: { ...index, seen }, furtherIndexes: { a: index } });
  await vi.waitFor(() => expect(store.getState().offline).not.toBe(offline));
  const { offline: withFurther } = store.getState();
  for (const compared of [2, 3]) {
    const searched = { ...index, seen: { ...seen, compared } };
    store.setState({ index: searched, furtherIndexes: { a: searched } });
    // It would be looked at within this task.
    await new Promise((resolve) => setTimeout(resolve));
  }
  expect(store.getState().offline).toBe(withFurther);

  store.setState({ index: { ...index, info: state('folder', false, 9).index.info } });
  await vi.waitFor(() => expect(store.getState().offline).not.toBe(withFurther));
});
