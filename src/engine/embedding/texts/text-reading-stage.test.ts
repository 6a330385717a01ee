import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { finished, parseClasses } from '../../../../core';
import type { TextRead } from '../../../../workers/protocol';
import { initialState } from '../../initial-state';
import type { EngineData } from '../../state/engine-data';
import { carryOver } from '../../state/records';
import { defaultRequest } from '../../state/request/request';
import type { EngineState } from '../../state/types';
import { TextReadingStage } from './text-reading-stage';

const prompts = { zeroShot: 'a {}', retrieval: 'a {}' };

/** A model that reads four words; it counts what it is asked for. */
class FourWords {
  readonly asked: string[][] = [];
  async readTexts(texts: string[]): Promise<TextRead[]> {
    this.asked.push(texts);
    return texts.map((text) => {
      const words = text.split(' ');
      const cut = words.length > 4 ? { read: 4, words: words.length } : null;
      return { tokens: words.slice(0, 4).join(' '), cut };
    });
  }
}

function stageWith(text: string) {
  const store = createStore<EngineState>(() =>
    initialState(defaultRequest('https://example.org/'), null, false),
  );
  const setModel = (id: string) =>
    store.setState(({ model }) => ({
      model: {
        ...model,
        status: 'ready',
        info: { id, revision: 'main', rung: { precision: 'fp32' } } as EngineState['model']['info'],
      },
    }));
  setModel('one');
  const data = {
    store,
    prompts,
    classes: finished(carryOver({ classes: [], prompts }, parseClasses(text).classes, prompts)),
  } as unknown as EngineData;
  const reader = new FourWords();
  const stage = new TextReadingStage(data, reader);
  const setClasses = (next: string) => {
    data.classes = finished(carryOver(data, parseClasses(next).classes, prompts));
    stage.wake();
  };
  return { store, stage, reader, setClasses, setModel };
}

describe('what the model reads of the class list', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const rest = () => vi.advanceTimersByTimeAsync(1000);

  it('is told once the list rests, and asked for once a text', async () => {
    const { store, stage, reader, setClasses } = stageWith('fern');
    stage.wake();
    setClasses('fern\nb c d red\nb c d green');
    await rest();
    expect(store.getState().classReading).toEqual({
      cut: [
        { name: 'b c d red', read: 4, words: 5 },
        { name: 'b c d green', read: 4, words: 5 },
      ],
      same: [['b c d red', 'b c d green']],
    });
    setClasses('fern\nmoss');
    await rest();
    expect(store.getState().classReading).toEqual({ cut: [], same: [] });
    expect(reader.asked).toEqual([['a fern', 'a b c d red', 'a b c d green'], ['a moss']]);
    stage.wake();
    await rest();
    expect(reader.asked).toHaveLength(2);
  });

  it('is read in small pieces, and anew for another model', async () => {
    const { stage, reader, setModel } = stageWith(
      Array.from({ length: 1000 }, (_, i) => `fern ${i}`).join('\n'),
    );
    stage.wake();
    await rest();
    expect(Math.max(...reader.asked.map(({ length }) => length))).toBeLessThanOrEqual(128);
    expect(new Set(reader.asked.flat()).size).toBe(1000);
    setModel('two');
    stage.wake();
    await rest();
    expect(reader.asked.flat()).toHaveLength(2000);
  });

  it('waits for a model, and gives up on a worker that died until the list is another', async () => {
    const { store, stage, reader, setClasses } = stageWith('a b c d e\nmoss');
    let dead = true;
    const read = reader.readTexts.bind(reader);
    reader.readTexts = (texts) => (dead ? Promise.reject(new Error('died')) : read(texts));
    stage.wake();
    await rest();
    expect(store.getState().classReading.cut).toEqual([]);
    dead = false;
    setClasses('a b c d e\nmoss\nfern');
    await rest();
    expect(store.getState().classReading.cut).toHaveLength(1);
  });
});
