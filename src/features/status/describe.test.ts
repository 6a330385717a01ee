import { describe, expect, it } from 'vitest';
import type { EngineState } from '../../engine';
import {
  describeActivity,
  describeCaptions,
  describeMemory,
  describeOffline,
  describeRung,
  describeStorage,
} from './describe';

const state = (patch: object) =>
  ({
    model: { status: 'ready', progress: null },
    index: {
      status: 'ready',
      asks: null,
      info: {
        captionsPresent: 4100,
        bytesPresent: 800_000,
        bytesTotal: 2_400_000,
        manifest: { captions: 12431 },
      },
    },
    furtherIndexes: {},
    queue: { done: 0, total: 0, running: false },
    classes: [],
    offline: { ready: false, reasons: ['The index is not complete.'], storedBytes: null, persisted: null },
    idle: false,
    ...patch,
  }) as unknown as EngineState;

describe('status line', () => {
  it('names the back end with precision and threads', () => {
    expect(describeRung({ backend: 'wasm', precision: 'q8', threads: 4 })).toBe('WASM int8, 4 threads');
    expect(describeRung({ backend: 'wasm', precision: 'q8', threads: 1 })).toBe('WASM int8, 1 thread');
    expect(describeRung({ backend: 'webgpu', precision: 'fp16', threads: 1 })).toBe('WebGPU fp16');
  });

  it('says how much memory captions take, once they take any', () => {
    expect(describeMemory(state({ index: { info: { memoryBytes: 41_200_000 } } }))).toBe('41 MB in memory');
    expect(describeMemory(state({ index: { info: null } }))).toBeNull();
  });

  it('says for which classes it works offline where a part of the captions was fetched for them', () => {
    const offline = { ready: true, reasons: [], storedBytes: null, persisted: null, updateWaiting: false };
    const indexes = [{ address: 'https://a.example/', captions: 40, captionsTotal: 900 }];
    const prepared = { key: '', at: 0, classes: 30, photos: 2, recall: 0.96, indexes, proof: null };
    expect(describeOffline({ offline }).text).toBe('works offline');
    expect(describeOffline({ offline }, prepared)).toMatchObject({
      text: 'works offline for 30 classes',
      reason: expect.stringContaining('40 of 900 captions are here, in which 96 %'),
    });
    expect(describeOffline({ offline }, { ...prepared, indexes: [] }).text).toBe('works offline');
    expect(describeOffline({ offline: { ...offline, ready: false } }, prepared).text).toBe('not offline yet');
  });

  it('says “Ready” when idle and nothing has failed, and at no other time', () => {
    expect(describeActivity(state({ idle: true }))).toBe('Ready');
    const ended = (patch: object) => describeActivity(state({ idle: true, ...patch }));
    const failed = { ...state({}).index, status: 'failed' };
    expect(ended({ model: { status: 'failed' } })).toBe('Stopped: no model');
    expect(ended({ index: { status: 'failed', info: null } })).toBe('Ready without captions');
    expect(ended({ index: { ...state({}).index, status: 'unfit' } })).toBe('Ready without captions');
    expect(ended({ index: failed })).toBe('Ready with some captions');
    const under = [
      { model: { status: 'loading', progress: { loaded: 3_200_000, total: 18_000_000 } } },
      { model: { status: 'loading', progress: null } },
      { queue: { done: 12, total: 500, running: true } },
      { classes: [{ status: 'ready' }, { status: 'waiting' }] },
      { index: { status: 'opening', info: null } },
      { index: { ...state({}).index, status: 'downloading' } },
      {},
    ].map((patch) => describeActivity(state(patch)));
    expect(under).toEqual([
      'Loading the model, 3.2 MB of 18 MB',
      'Loading the model…',
      'Classifying, 12 of 500 photos done',
      'Reading classes, 1 of 2 done',
      'Opening the caption index…',
      'Fetching captions, 800 kB of 2.4 MB',
      'Working…',
    ]);
  });

  it('counts captions and says when they do not take part', () => {
    expect(describeCaptions(state({}))).toBe('4,100 of 12,431 captions');
    expect(describeCaptions(state({ index: { ...state({}).index, status: 'unfit' } }))).toMatch(/unfit/);
    expect(describeCaptions(state({ index: { status: 'failed', info: null } }))).toMatch(/failed/);
    expect(describeCaptions(state({ index: { ...state({}).index, status: 'failed' } }))).toBe(
      '4,100 of 12,431 captions, the others failed',
    );
    const asks = { bytes: 3e8, host: 'captions.example', freeBytes: null };
    const { index } = state({});
    const paused = (captionsPresent: number) =>
      describeCaptions(
        state({ index: { ...index, status: 'paused', asks, info: { ...index.info!, captionsPresent } } }),
      );
    expect(paused(0)).toMatch(/not fetched/);
    expect(paused(4100)).toBe('4,100 of 12,431 captions, for the field');
    expect(describeCaptions(state({ index: { status: 'opening', info: null } }))).toMatch(/not open/);
  });

  it('counts the captions of all indexes, and says which do not take part', () => {
    const one = state({}).index;
    const none = { ...one, info: { ...one.info!, captionsPresent: 0, memoryBytes: 2e6 } };
    const of = (further: object) => describeCaptions(state({ furtherIndexes: further }));
    expect(of({ a: one })).toBe('8,200 of 24,862 captions in 2 indexes');
    expect(of({ a: { ...one, status: 'unfit' }, b: { ...one, status: 'failed', info: null } })).toBe(
      '8,200 of 24,862 captions in 3 indexes, 1 unfit for this model, 1 failed',
    );
    expect(describeMemory(state({ index: none, furtherIndexes: { a: none } }))).toBe('4.0 MB in memory');
  });

  it('promises offline use only when the engine does', () => {
    expect(describeOffline(state({}))).toEqual({
      text: 'not offline yet',
      reason: 'The index is not complete.',
    });
    expect(describeOffline(state({ offline: { ready: true, reasons: [] } })).text).toBe('works offline');
  });

  it('states storage once it is known', () => {
    expect(describeStorage(state({}))).toBeNull();
    const offline = { ready: true, reasons: [], storedBytes: 18_400_000, persisted: true };
    expect(describeStorage(state({ offline }))).toBe('18 MB stored, kept');
  });
});
