import { describe, expect, it, vi } from 'vitest';
import type { Photo } from '../../../engine';
import { CountedPhotos } from '../../photos/list/summary/counted-photos';
import type { Summary } from '../../photos/list/summary/summary';
import { histogramWords } from './histogram-words';
import { histogramTally, STEPS, stepOf } from './histograms';

/** Photos by id, with their answers, and who hears of changes. */
function world() {
  const photos = new Map<string, Photo>();
  const summaries = new Map<string, Summary>();
  const heard: ((ids: ReadonlySet<string>) => void)[] = [];
  const subscribe = (listener: (ids: ReadonlySet<string>) => void) => {
    heard.push(listener);
    return () => {};
  };
  let looked = 0;
  return {
    looked: () => looked,
    engine: {
      getState: () => ({ photoIds: [...photos.keys()] }),
      photo: (id: string) => {
        looked++;
        return photos.get(id);
      },
      subscribePhotos: subscribe,
    },
    keeper: { last: (id: string) => summaries.get(id) ?? null, subscribe },
    put(id: string, margin: number, likeness: number | null, said: 'none' | null = null) {
      photos.set(id, { id, label: said && { state: said } } as unknown as Photo);
      summaries.set(id, { margin, likeness } as Summary);
      for (const listener of heard) listener(new Set([id]));
    },
    drop(id: string) {
      photos.delete(id);
      for (const listener of heard) listener(new Set([id]));
    },
  };
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 20));
const at = (...steps: readonly number[]) => {
  const counts: number[] = Array(STEPS).fill(0);
  for (const step of steps) counts[step]!++;
  return counts;
};

describe('histograms of what thresholds are laid through', () => {
  it('follow answers, labels and photos that come and go', async () => {
    const { engine, keeper, put, drop } = world();
    put('a', 0, 0.5);
    const histograms = new CountedPhotos(engine, keeper, histogramTally());
    await rest();
    put('b', 1, null);
    put('c', 0.5, 0.52, 'none');
    await rest();
    expect(histograms.now.margin).toEqual({ all: at(0, STEPS - 1, 20), none: at(20) });
    expect(histograms.now.likeness).toEqual({ all: at(20, 20), none: at(20) });
    put('c', 0.25, 0.1);
    drop('a');
    await rest();
    expect(histograms.now.margin).toEqual({ all: at(10, STEPS - 1), none: at() });
    expect(histograms.now.likeness).toEqual({ all: at(4), none: at() });
  });

  it('look at what changed alone, and tell nobody where nothing did', async () => {
    const { engine, keeper, put, looked } = world();
    for (let i = 0; i < 2000; i++) put(`${i}`, i / 2000, 0.5);
    const histograms = new CountedPhotos(engine, keeper, histogramTally());
    await vi.waitFor(() => expect(histograms.now.margin.all[stepOf(0.5)]).toBe(50));
    let told = 0;
    histograms.subscribe(() => told++);
    const [before, then] = [looked(), histograms.now];
    put('7', 7 / 2000, 0.5);
    await rest();
    expect(looked() - before).toBeLessThan(5);
    expect([told, histograms.now]).toEqual([0, then]);
    put('7', 0.9, 0.5);
    await vi.waitFor(() => expect(told).toBe(1));
    expect(histograms.now.margin.all[stepOf(0.9)]).toBe(51);
    expect(then.margin.all[stepOf(0.9)]).toBe(50);
  });

  it('are told in words, with the photos that show none of the classes', () => {
    const all = at(...Array<number>(3).fill(8), ...Array<number>(5).fill(30), 31, 31);
    expect(histogramWords({ all, none: at(8, 8, 30) }, 'Likeness', 0.5)).toBe(
      'Likeness of 10 photos, most often between 75 % and 78 %; about 30 % lie below the threshold. ' +
        'Of 3 photos that people say show none of the classes, about 67 % lie below it.',
    );
    expect(histogramWords({ all: at(), none: at() }, 'Likeness', 0.5)).toBe('');
  });
});
