import { describe, expect, it } from 'vitest';
import { offlineReasons } from './offline-stage';

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
