import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { methodById } from '../../core';
import { createEngine } from './engine';
import { initialParameters } from './state/request/parameters';

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  return () => vi.unstubAllGlobals();
});

/** An engine whose workers take their time: nothing of what is tested here waits for them. */
function engineWith(shared = new Map<string, string>()) {
  const kept = new Map<string, string>();
  const storageIn = (map: Map<string, string>) => ({
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  });
  const silent = () => {
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => port1.close());
    return Object.assign(port2, { terminate: () => port2.close() }) as unknown as Worker;
  };
  const engine = createEngine({
    base: 'https://here.example/',
    forcedBackend: null,
    storage: storageIn(kept),
    shared: storageIn(shared),
    spawnEncoder: silent,
    spawnRetrieval: silent,
    spawnSentences: silent,
    spawnScoring: silent,
    spawnLanguage: silent,
    offline: null,
  });
  return { engine, kept, shared };
}

const files = (count: number) => Array.from({ length: count }, (_, i) => new File(['x'], `${i}.jpg`));
const microtasks = () => new Promise((resolve) => setTimeout(resolve));

describe('photos of the engine', () => {
  it('come in one change, whatever their number, and are there at once', async () => {
    const { engine } = engineWith();
    await microtasks();
    let changes = 0;
    const heard: number[] = [];
    engine.subscribe(() => changes++);
    engine.subscribePhotos((changed) => heard.push(changed.size));
    engine.addPhotos(files(10_000));
    expect(engine.getState()).toMatchObject({ photoCounts: { total: 10_000, queued: 10_000 }, idle: false });
    expect(engine.getState().photoIds).toHaveLength(10_000);
    await microtasks();
    expect(heard).toEqual([10_000]);
    expect(changes).toBeLessThan(5);
    expect(engine.getState().queue).toEqual({ running: true, total: 10_000, done: 0 });
  });

  it('keep the list and each other as they are where one changes', async () => {
    const { engine } = engineWith();
    engine.addPhotos(files(3));
    await microtasks();
    const { photoIds } = engine.getState();
    const [first, second] = photoIds.map((id) => engine.photo(id)!);
    const heard: string[][] = [];
    engine.subscribePhotos((changed) => heard.push([...changed]));
    engine.acceptClass(first!.id, 'fern');
    engine.acceptClass(first!.id, 'moss');
    await microtasks();
    expect(heard).toEqual([[first!.id]]);
    expect(engine.photo(first!.id)).toMatchObject({ accepted: 'moss' });
    expect(engine.photo(second!.id)).toBe(second);
    expect(engine.getState().photoIds).toBe(photoIds);
  });

  it('are cancelled, queued again in their order, and removed', async () => {
    const { engine } = engineWith();
    engine.addPhotos(files(4));
    engine.cancel();
    await microtasks();
    expect(engine.getState().photoCounts).toMatchObject({ total: 4, cancelled: 4, queued: 0 });
    expect(engine.getState().queue.running).toBe(false);
    engine.resume();
    await microtasks();
    expect(engine.getState().photoCounts).toMatchObject({ queued: 4, cancelled: 0 });
    const [first, ...others] = engine.getState().photoIds;
    engine.removePhotos([first!]);
    expect(engine.getState().photoIds).toEqual(others);
    expect(engine.photo(first!)).toBeUndefined();
    engine.removePhotos(others);
    expect(engine.getState().photoCounts.total).toBe(0);
  });
});

describe('photos that were removed', () => {
  it('come back where they were, with their labels, and wait again if they waited', async () => {
    const { engine } = engineWith();
    engine.addPhotos(files(4));
    const { photoIds } = engine.getState();
    engine.acceptClass(photoIds[1]!, 'fern');
    const removed = engine.removePhotos([photoIds[2]!, photoIds[1]!, 'nobody']);
    expect(removed.ids).toEqual([photoIds[2], photoIds[1]]);
    expect(removed.bytes).toBeGreaterThan(0);
    engine.addPhotos(files(1));
    const later = engine.getState().photoIds.at(-1);
    removed.putBack();
    await microtasks();
    expect(engine.getState().photoIds).toEqual([...photoIds, later]);
    expect(engine.photo(photoIds[1]!)).toMatchObject({ accepted: 'fern', status: 'queued' });
    expect(engine.getState().photoCounts).toMatchObject({ total: 5, queued: 5 });
    expect(engine.getState().queue).toMatchObject({ total: 5, done: 0 });
    removed.putBack();
    expect(engine.getState().photoCounts.total).toBe(5);
  });
});

describe('setters of the engine', () => {
  it('write the request, and the state follows', () => {
    const { engine } = engineWith();
    engine.setClassesText('fern\nmoss');
    engine.setPrompts({ zeroShot: 'nothing to fill' });
    expect(engine.getState()).toMatchObject({
      request: { classesText: 'fern\nmoss', prompts: { zeroShot: 'nothing to fill' } },
      classes: [{ name: 'fern', status: 'waiting' }, { name: 'moss' }],
      promptProblems: { zeroShot: { code: 'prompt-invalid' }, retrieval: null },
    });
    engine.setMethod('nothing of this name');
    engine.setIndexRecall(Number.NaN);
    const { method, indexRecall } = engine.getState().request;
    engine.setMethod('x-more');
    engine.setParameters({ k: 4 });
    expect(engine.getState().request).toMatchObject({ indexRecall, parameters: { 'x-more': { k: 4 } } });
    engine.setMethod(method);
    engine.setParameters({ k: 5 }, 'x-more');
    expect(engine.getState().request).toMatchObject({ method, parameters: { 'x-more': { k: 5 } } });
    engine.setParameters(initialParameters(methodById('x-more')!, engine.getState().request.model), 'x-more');
    expect(engine.getState().request).toMatchObject({ method, parameters: {} });
  });

  it('have the request kept for the next visit', () => {
    const { engine, kept } = engineWith();
    engine.keepRequest();
    expect(kept.size).toBe(0);
    engine.setSearchMode('name');
    engine.keepRequest();
    expect(JSON.parse([...kept.values()][0]!)).toMatchObject({ version: 1, searchMode: 'name' });
  });
});

describe('closed', () => {
  it('is kept at once, for every tab, and holds on the next visit', () => {
    const { engine, kept, shared } = engineWith();
    expect(engine.getState().closed).toBe(false);
    engine.setClosed(true);
    expect(engine.getState().closed).toBe(true);
    expect(engineWith(shared).engine.getState().closed).toBe(true);
    // A tab's own copy would go on saying what once held.
    engine.keepRequest();
    expect([...kept.values()].join()).not.toContain('closed');
  });

  it('follows what another tab has set', () => {
    const { engine, shared } = engineWith();
    engineWith(shared).engine.setClosed(true);
    expect(engine.getState().closed).toBe(false);
    engine.closedElsewhere();
    expect(engine.getState().closed).toBe(true);
  });
});
