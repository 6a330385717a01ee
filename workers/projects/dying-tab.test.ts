import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { unwrap } from '../../core';
import type { ProjectChange } from '../protocol';
import type { KeptProjects } from './kept-projects';
import { captionOf, headOf, photoOf, workOf } from './testing/records';
import { allOf, files, newTab, picture, said, write } from './testing/tabs';

describe('a tab that dies', () => {
  /** Has everything fail from the database's `calls`th change on, as for a tab that is gone; returns how to end that. */
  function dieAfter(calls: number): { readonly happened: () => boolean; end(): void } {
    let left = calls;
    let isDead = false;
    const names = ['put', 'delete'] as const;
    const originals = names.map((name) => IDBObjectStore.prototype[name]);
    names.forEach((name, i) => {
      IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...args: never[]) {
        if (!isDead && left-- <= 0) isDead = true;
        if (isDead) {
          const { transaction } = this;
          // What was asked for in the same breath is cut off with it.
          queueMicrotask(() => {
            try {
              transaction.abort();
            } catch {
              // It is over already.
            }
          });
        }
        return (originals[i] as (...given: never[]) => IDBRequest).apply(this, args);
      } as never;
    });
    return {
      happened: () => isDead,
      end: () =>
        names.forEach((name, i) => {
          IDBObjectStore.prototype[name] = originals[i] as never;
        }),
    };
  }

  test('at any step leaves each change whole or not at all', async () => {
    const before: ProjectChange = {
      head: headOf('a'),
      photos: [photoOf(1), photoOf(2), photoOf(3)],
      work: [workOf(1), workOf(3)],
    };
    const change: ProjectChange = {
      head: headOf('a', { changedAt: 9, request: { classesText: 'moss' } }),
      photos: [photoOf(1, { label: said }), photoOf(2, { label: said }), photoOf(4)],
      work: [workOf(2), workOf(4)],
      thumbnails: [{ added: 4, picture: picture('small') }],
      captions: [captionOf(7), captionOf(8)],
      removed: [3],
    };
    const states: string[] = [];
    const reach = async (change: ProjectChange | null) => {
      globalThis.indexedDB = new IDBFactory();
      await write('a', before);
      if (change !== null) await write('a', change);
      return JSON.stringify(await allOf('a'));
    };
    states.push(await reach(null), await reach(change));
    let steps = 0;
    for (let isCut = true; isCut; steps++) {
      globalThis.indexedDB = new IDBFactory();
      await write('a', before);
      const death = dieAfter(steps);
      const result = await newTab().write('a', change);
      death.end();
      isCut = death.happened();
      expect(result.ok).toBe(!isCut);
      expect(states.indexOf(JSON.stringify(await allOf('a')))).toBe(isCut ? 0 : 1);
    }
    // Every row of the change is a step of its own, and each photo removed is one in every store of photos.
    expect(steps).toBeGreaterThan(12);
  });

  test('while it copies a picture, or a project, leaves the whole of it or nothing that is believed', async () => {
    const work: Record<string, (tab: KeptProjects) => Promise<{ ok: boolean }>> = {
      picture: (tab) => tab.keepPicture('a', 2, picture('second')),
      duplicate: (tab) => tab.duplicate('a', headOf('b')),
      remove: (tab) => tab.remove('a'),
    };
    for (const [name, run] of Object.entries(work))
      for (let steps = 0, isCut = true; isCut; steps++) {
        globalThis.indexedDB = new IDBFactory();
        await write('a', { head: headOf('a'), photos: [photoOf(1), photoOf(2)], work: [workOf(1)] });
        unwrap(await newTab().keepPicture('a', 1, picture('first')));
        const death = dieAfter(steps);
        const { ok } = await run(newTab());
        death.end();
        isCut = death.happened();
        expect(ok).toBe(!isCut);
        unwrap(await newTab().tidy([]));
        const ids = unwrap(await newTab().list()).map(({ id }) => id);
        const whole = name === 'picture' && !isCut ? ['first', 'second'] : ['first'];
        for (const id of ids) expect((await allOf(id)).pictures.map(({ text }) => text)).toEqual(whole);
        for (const id of ids) expect((await allOf(id)).photos).toHaveLength(2);
        // What is not believed is gone after `tidy`.
        expect(await files().names()).toHaveLength(ids.length * whole.length);
        if (name === 'duplicate' && !isCut) expect(ids.toSorted()).toEqual(['a', 'b']);
        if (name === 'remove' && !isCut) expect(ids).toEqual([]);
      }
  });
});
