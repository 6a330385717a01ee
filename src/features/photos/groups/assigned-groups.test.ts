import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Photo } from '../../../engine';
import { AssignedGroups, inBursts, suitingGroups } from './assigned-groups';

const photo = (id: string, time: string | null, camera = 'A') =>
  ({ id, file: id, status: 'done', facts: { time, camera } }) as unknown as Photo;

/** An engine of photos that a test sets; likeness goes by the file's first letter. */
function engineOf(...photos: readonly Photo[]) {
  const all = new Map(photos.map((one) => [one.id, one]));
  const listeners = new Set<(ids: ReadonlySet<string>) => void>();
  const asked: number[] = [];
  return {
    asked,
    getState: () => ({ photoIds: [...all.keys()], photoCounts: { done: all.size } as never }),
    subscribe: () => () => {},
    subscribePhotos(listener: (ids: ReadonlySet<string>) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    photo: (id: string) => all.get(id),
    async alikePhotos(count: number, signal: AbortSignal) {
      asked.push(count);
      await Promise.resolve();
      return new Map(signal.aborted ? [] : [...all.keys()].map((id) => [id, id.charCodeAt(0) - 97]));
    },
    put(...changed: readonly Photo[]) {
      for (const one of changed) all.set(one.id, one);
      for (const listener of listeners) listener(new Set(changed.map(({ id }) => id)));
    },
  };
}

const keys = (groups: AssignedGroups, ...ids: readonly string[]) =>
  ids.map((id) => groups.grouping?.of({ id, file: id, summary: null, label: null }));

describe('groups of all photos together', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('are bursts in the order in which they began, with photos taken alone behind', () => {
    const grouping = inBursts(
      [
        photo('late 1', '2024-05-01T12:00:00'),
        photo('alone', '2024-05-01T07:00:00'),
        photo('early 1', '2024-05-01T06:00:00'),
        photo('early 2', '2024-05-01T06:00:20'),
        photo('late 2', '2024-05-01T12:00:29'),
        photo('other camera', '2024-05-01T06:00:10', 'B'),
        photo('no time', null),
      ],
      30,
    );
    const of = (id: string) => grouping.of({ id, file: id, summary: null, label: null });
    expect(['early 1', 'early 2', 'late 1', 'late 2'].map(of)).toEqual([0, 0, 1, 1]);
    expect(['alone', 'other camera', 'no time'].map(of)).toEqual([null, null, null]);
    expect(grouping.titleOf(1)).toBe('Burst 2, 2024-05-01 12:00:00');
  });

  it('are made anew where times of photos become known, and not where something else of them changes', async () => {
    const engine = engineOf(photo('a', '2024-05-01T06:00:00'), photo('b', null));
    const groups = new AssignedGroups(engine);
    groups.ask({ groupBy: 'burst', burstSeconds: 30, alikeGroups: null });
    await vi.runAllTimersAsync();
    expect(keys(groups, 'a', 'b')).toEqual([null, null]);
    const first = groups.grouping;
    engine.put({ ...engine.photo('a')!, label: { state: 'unsure', className: null, by: '', at: '' } });
    await vi.runAllTimersAsync();
    expect(groups.grouping).toBe(first);
    engine.put(photo('b', '2024-05-01T06:00:10'));
    await vi.runAllTimersAsync();
    expect(keys(groups, 'a', 'b')).toEqual([0, 0]);
  });

  it('go by likeness, as many as asked for or as suit, and follow what is asked for last', async () => {
    const engine = engineOf(photo('a1', null), photo('b1', null));
    const groups = new AssignedGroups(engine);
    groups.ask({ groupBy: 'similarity', burstSeconds: 30, alikeGroups: 5 });
    groups.ask({ groupBy: 'similarity', burstSeconds: 30, alikeGroups: 7 });
    await vi.runAllTimersAsync();
    expect(engine.asked.at(-1)).toBe(7);
    expect(keys(groups, 'a1', 'b1')).toEqual([0, 1]);
    groups.ask({ groupBy: 'similarity', burstSeconds: 30, alikeGroups: null });
    await vi.runAllTimersAsync();
    expect(engine.asked.at(-1)).toBe(suitingGroups(2));
    engine.put(photo('b2', null));
    await vi.runAllTimersAsync();
    expect(keys(groups, 'b2')).toEqual([1]);
    groups.ask({ groupBy: 'none', burstSeconds: 30, alikeGroups: null });
    expect(groups.grouping).toBeNull();
  });
});
