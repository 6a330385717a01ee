import { describe, expect, it } from 'vitest';
import { offlineReasons } from './offline-stage';

type State = Parameters<typeof offlineReasons>[0];

const shell = { supported: true, shellReady: true, problem: null };
const state = (layout: 'hub' | 'folder', stored: boolean, present: number, storage = 'device') =>
  ({
    request: { model: { layout } },
    model: { info: { stored } },
    index: { info: { storage, storageNotice: null, captionsPresent: present, manifest: { captions: 10 } } },
  }) as State;

describe('offline reasons', () => {
  it('are none only when app, model and index are all stored', () => {
    expect(offlineReasons(state('folder', false, 10), shell, true)).toEqual([]);
    expect(offlineReasons(state('hub', true, 10), shell, false)).toEqual([]);
  });
  it.each([
    ['app', state('folder', false, 10), { ...shell, shellReady: false }, true],
    ['service worker', state('folder', false, 10), null, true],
    ['pocket weights', state('folder', true, 10), shell, false],
    ['hub weights', state('hub', false, 10), shell, true],
    ['captions', state('folder', false, 9), shell, true],
    ['memory only', state('folder', false, 10, 'memory'), shell, true],
  ] as const)('name the %s that is missing', (_, missing, sw, kept) => {
    expect(offlineReasons(missing, sw, kept)).toHaveLength(1);
  });
});
