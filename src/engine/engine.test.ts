import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ErrorCode, methodById } from '../../core';
import type { Label, ModelSource } from '../../workers/protocol';
import { initialParameters } from './state/request/parameters';
import { encoderApi } from './testing/encoder-api';
import { silentEngine } from './testing/silent-engine';
import { startWorker } from './workers/testing/start-worker';

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  return () => vi.unstubAllGlobals();
});

const files = (count: number) => Array.from({ length: count }, (_, i) => new File(['x'], `${i}.jpg`));
const microtasks = () => new Promise((resolve) => setTimeout(resolve));

describe('photos of the engine', () => {
  it('come in one change, whatever their number, and are there at once', async () => {
    const { engine } = silentEngine();
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
    const { engine } = silentEngine();
    engine.addPhotos(files(3));
    await microtasks();
    const { photoIds } = engine.getState();
    const [first, second] = photoIds.map((id) => engine.photo(id)!);
    const heard: string[][] = [];
    engine.subscribePhotos((changed) => heard.push([...changed]));
    engine.setLabels([[first!.id, saidOf('fern')]]);
    engine.setLabels([[first!.id, saidOf('moss')]]);
    await microtasks();
    expect(heard).toEqual([[first!.id]]);
    expect(engine.photo(first!.id)).toMatchObject({ label: { className: 'moss' } });
    expect(engine.photo(second!.id)).toBe(second);
    expect(engine.getState().photoIds).toBe(photoIds);
  });

  it('are cancelled, queued again in their order, and removed', async () => {
    const { engine } = silentEngine();
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

const saidOf = (className: string): Label => ({
  state: 'class',
  className,
  by: 'Ada',
  at: '2026-05-01T06:12:00.000Z',
});

describe('photos that were removed', () => {
  it('come back where they were, with their labels, and wait again if they waited', async () => {
    const { engine } = silentEngine();
    engine.addPhotos(files(4));
    const { photoIds } = engine.getState();
    engine.setLabels([[photoIds[1]!, saidOf('fern')]]);
    const removed = engine.removePhotos([photoIds[2]!, photoIds[1]!, 'nobody']);
    expect(removed.ids).toEqual([photoIds[2], photoIds[1]]);
    expect(removed.bytes).toBeGreaterThan(0);
    engine.addPhotos(files(1));
    const later = engine.getState().photoIds.at(-1);
    removed.putBack();
    await microtasks();
    expect(engine.getState().photoIds).toEqual([...photoIds, later]);
    expect(engine.photo(photoIds[1]!)).toMatchObject({ label: { className: 'fern' }, status: 'queued' });
    expect(engine.getState().photoCounts).toMatchObject({ total: 5, queued: 5 });
    expect(engine.getState().queue).toMatchObject({ total: 5, done: 0 });
    removed.putBack();
    expect(engine.getState().photoCounts.total).toBe(5);
  });
});

describe('setters of the engine', () => {
  it('write the request, and the state follows', () => {
    const { engine } = silentEngine();
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
    const { engine, kept } = silentEngine();
    engine.keepRequest();
    expect(kept.size).toBe(0);
    engine.setSearchMode('name');
    engine.keepRequest();
    expect(JSON.parse([...kept.values()][0]!)).toMatchObject({ version: 1, searchMode: 'name' });
  });
});

describe('closed', () => {
  it('is kept at once, for every tab, and holds on the next visit', () => {
    const { engine, kept, shared } = silentEngine();
    expect(engine.getState().closed).toBe(false);
    engine.setClosed(true);
    expect(engine.getState().closed).toBe(true);
    expect(silentEngine(shared).engine.getState().closed).toBe(true);
    // A tab's own copy would go on saying what once held.
    engine.keepRequest();
    expect([...kept.values()].join()).not.toContain('closed');
  });

  it('follows what another tab has set', () => {
    const { engine, shared } = silentEngine();
    silentEngine(shared).engine.setClosed(true);
    expect(engine.getState().closed).toBe(false);
    engine.closedElsewhere();
    expect(engine.getState().closed).toBe(true);
  });
});

describe('the download of a model', () => {
  const other = {
    layout: 'hub',
    id: 'someone/model',
    revision: 'main',
    host: 'https://hub.example/',
  } as const;

  it('is paused, which lets nothing wait for it, and goes on', async () => {
    const { engine } = silentEngine();
    engine.setModel(other);
    engine.addPhotos(files(2));
    await microtasks();
    expect(engine.getState()).toMatchObject({ model: { status: 'loading' }, queue: { running: true } });
    engine.pauseModel();
    await microtasks();
    expect(engine.getState()).toMatchObject({
      model: { status: 'paused', error: null },
      queue: { running: false },
      request: { model: other },
    });
    engine.retryModel();
    await microtasks();
    expect(engine.getState()).toMatchObject({ model: { status: 'loading' }, queue: { running: true } });
  });

  it('is cancelled: the model that ships with the app is taken where none was there before', async () => {
    const { engine } = silentEngine();
    engine.setModel(other);
    await microtasks();
    engine.cancelModel();
    await microtasks();
    const { model, request } = engine.getState();
    expect(request.model).toMatchObject({ id: 'pocket-siglip', layout: 'folder' });
    expect(model.status).toBe('loading');
  });

  it('lets the host of a model be asked that is only looked at, as long as that takes', async () => {
    const { engine } = silentEngine();
    await microtasks();
    const looked = engine.inspectModel(other);
    looked.catch(() => {});
    expect(engine.getState().considered).toBe(other);
    expect(engine.getState().request.model.id).toBe('pocket-siglip');
  });
});

describe('a model that cannot be loaded', () => {
  const other = {
    id: 'someone/else',
    revision: 'main',
    host: 'https://hub.example/',
    layout: 'hub',
  } as const;
  /** An engine whose own model loads, and any other fails so; the models that were asked for. */
  async function engineFailing(code: ErrorCode) {
    const asked: string[] = [];
    const spawnEncoder = () =>
      startWorker({
        ...encoderApi(),
        inspect: async ({ id }: ModelSource) => {
          asked.push(id);
          return id === other.id
            ? { ok: false, error: { code, message: 'It did not come.' } }
            : { ok: true, value: { id, revision: 'main', precisions: null, distrusts8Bit: false } };
        },
      }).worker;
    const { engine } = silentEngine(new Map(), { spawnEncoder });
    const status = () => engine.getState().model.status;
    await expect.poll(status).toBe('ready');
    engine.setModel(other);
    await expect.poll(status).toBe('failed');
    return { engine, asked, status };
  }

  it.each<ErrorCode>([
    'network-failed',
    'model-not-found',
    'model-unreadable',
    'model-unsupported',
    'model-too-large',
    'host-not-chosen',
    'backend-unavailable',
    'self-test-failed',
    'storage-full',
  ])('for %s gives way to the one before, which works', async (code) => {
    const { engine, status } = await engineFailing(code);
    expect(engine.getState().model.error).toMatchObject({ code, message: 'It did not come.' });
    engine.cancelModel();
    await expect.poll(status).toBe('ready');
    expect(engine.getState().model).toMatchObject({ error: null, info: { id: 'pocket-siglip' } });
    expect(engine.getState().request.model.id).toBe('pocket-siglip');
  });

  it('for want of a network is asked for again when there is one', async () => {
    const { engine, asked, status } = await engineFailing('network-failed');
    engine.networkBack();
    expect(status()).toBe('loading');
    await expect.poll(() => asked.filter((id) => id === other.id)).toHaveLength(2);
  });

  it('for a host that was sent on to is asked for again once that is allowed', async () => {
    const { engine, asked, status } = await engineFailing('host-not-chosen');
    const sentOn = { from: new URL(other.host).origin, to: 'https://store.example' };
    engine.allowSentOn(sentOn);
    expect(status()).toBe('loading');
    await expect.poll(() => asked.filter((id) => id === other.id)).toHaveLength(2);
    expect(engine.getState().request.sentOn).toEqual([sentOn]);
  });

  it('for another reason is left to the user', async () => {
    const { engine, status } = await engineFailing('model-unreadable');
    engine.networkBack();
    expect(status()).toBe('failed');
  });
});
