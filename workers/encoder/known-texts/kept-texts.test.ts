import { IDBFactory } from 'fake-indexeddb';
import { createStore, entries, get, set } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptTexts } from './kept-texts';

const vector = (value: number) => Float32Array.of(value, -value);

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => vi.unstubAllGlobals());

async function keep(space: string, texts: Record<string, number>, limits?: { texts: number; bytes: number }) {
  const kept = new KeptTexts(space, limits);
  for (const [text, value] of Object.entries(texts)) kept.add(text, vector(value));
  await kept.flush();
}

const read = async (space: string, texts: readonly string[]) =>
  Object.fromEntries(await new KeptTexts(space).read(texts));

const database = () => createStore('fernglass-texts', 'entries');

describe('kept text embeddings', () => {
  it('are there at the next visit', async () => {
    await keep('model#q8', { fern: 1, moss: 2 });
    expect(await read('model#q8', ['moss', 'lichen', 'fern'])).toEqual({ moss: vector(2), fern: vector(1) });
  });

  it('of another model or precision are not found', async () => {
    await keep('model#q8', { fern: 1 });
    await keep('model#fp32', { fern: 3 });
    expect(await read('model#fp16', ['fern'])).toEqual({});
    expect(await read('model#q8', ['fern'])).toEqual({ fern: vector(1) });
  });

  it('are written together once no more come for a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const kept = new KeptTexts('model');
      kept.add('fern', vector(1));
      vi.advanceTimersByTime(400);
      kept.add('moss', vector(2));
      vi.advanceTimersByTime(400);
      expect(await entries(database())).toEqual([]);
      vi.advanceTimersByTime(200);
      vi.useRealTimers();
      await vi.waitFor(async () => expect(await get(0, database())).toBeDefined());
      expect(await get(1, database())).toBeUndefined();
      expect(await read('model', ['fern', 'moss'])).toEqual({ fern: vector(1), moss: vector(2) });
    } finally {
      vi.useRealTimers();
    }
  });

  it('stay within a number of texts, the oldest gone, whichever model they are of', async () => {
    const limits = { texts: 3, bytes: 1e6 };
    await keep('old', { a: 1, b: 2 }, limits);
    await keep('new', { c: 3 }, limits);
    await keep('new', { d: 4 }, limits);
    expect(await read('old', ['a', 'b'])).toEqual({});
    expect(await read('new', ['c', 'd'])).toEqual({ c: vector(3), d: vector(4) });
    // Two embeddings, two batches and the ledger: nothing of the first batch is left behind.
    expect(await entries(database())).toHaveLength(5);
  });

  it('stay within a number of bytes', async () => {
    const limits = { texts: 100, bytes: 25 };
    await keep('model', { a: 1, b: 2 }, limits);
    expect(await read('model', ['a', 'b'])).toEqual({ a: vector(1), b: vector(2) });
    await keep('model', { c: 3 }, limits);
    expect(await read('model', ['a', 'b', 'c'])).toEqual({ c: vector(3) });
  });

  it('of an older version are dropped', async () => {
    await set('ledger', { version: 0 }, database());
    await set(['model', 'fern'], vector(9), database());
    expect(await read('model', ['fern'])).toEqual({});
    await keep('model', { moss: 2 });
    expect(await read('model', ['fern', 'moss'])).toEqual({ moss: vector(2) });
  });

  it('of a newer version are neither read nor touched', async () => {
    await set('ledger', { version: 2 }, database());
    await set(['model', 'fern'], vector(9), database());
    const before = await entries(database());
    await keep('model', { moss: 2 });
    expect(await read('model', ['fern', 'moss'])).toEqual({});
    expect(await entries(database())).toEqual(before);
  });

  it('of words that are to leave no trace go, also from the list of what is there, and none are written', async () => {
    await keep('model', { fern: 1, moss: 2 });
    await keep('model', { 'mycosis fungoides': 3 });
    const kept = new KeptTexts('model');
    await kept.read(['moss']);
    kept.add('Mrs Doe’s mole', vector(4));
    const writing = kept.flush();
    kept.add('not written yet', vector(5));
    await kept.setKept(false);
    await writing;
    kept.add('after that', vector(6));
    await kept.flush();
    expect(await read('model', ['fern', 'moss', 'mycosis fungoides', 'Mrs Doe’s mole'])).toEqual({
      fern: vector(1),
      'mycosis fungoides': vector(3),
    });
    const left = JSON.stringify(await entries(database()));
    expect(left).toContain('mycosis');
    expect(left).not.toMatch(/moss|Doe|written|after/);
    expect(await get('ledger', database())).toMatchObject({
      texts: 2,
      bytes: 2 * 8 + 2 * ('fern'.length + 17),
    });
    await kept.setKept(true);
    kept.add('lichen', vector(7));
    await kept.flush();
    expect(await read('model', ['lichen'])).toEqual({ lichen: vector(7) });
  });

  it('are done without where the browser refuses storage', async () => {
    const open = vi.fn(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    vi.stubGlobal('indexedDB', { open });
    const kept = new KeptTexts('model');
    expect((await kept.read(['fern'])).size).toBe(0);
    kept.add('fern', vector(1));
    await kept.flush();
    expect((await kept.read(['fern'])).size).toBe(0);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('are not waited for where storage never answers', async () => {
    vi.stubGlobal('indexedDB', { open: () => ({}) });
    expect((await new KeptTexts('model', undefined, 20).read(['fern'])).size).toBe(0);
  });
});
