import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import type { Remote } from 'comlink';
import type { ProjectsApi } from '../../workers/protocol';
import { openEmptyPage } from '../support/empty-page';
import { findWorker } from '../support/find-worker';

const comlink = join(createRequire(import.meta.url).resolve('comlink'), '../comlink.js');
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** Kills of the worker in one tab, before the tab itself crashes. */
const KILLS = 9;
const CRASHES = 10;

declare global {
  /** The number of the last change that the store said is written. */
  var told: number;
}

/** Kills the store's worker at random moments while it writes, and returns what a fresh one finds wrong each time. */
async function killAgainAndAgain(page: Page, worker: string, kills: number, told: number): Promise<string[]> {
  return page.evaluate(
    async ({ path, kills, before }) => {
      globalThis.told = before;
      const wrong: string[] = [];
      const Link = (globalThis as unknown as { Comlink: typeof import('comlink') }).Comlink;
      const given = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
        if (!result.ok) throw new Error(JSON.stringify(result.error));
        return result.value;
      };
      const start = () => {
        const process = new Worker(path, { type: 'module' });
        return { process, api: Link.wrap<ProjectsApi>(process) };
      };
      /** Change n is told by all it holds: head, photos, labels, embeddings, and a photo of its own with a copy. */
      const write = async (api: Remote<ProjectsApi>, n: number) => {
        const photo = (added: number) => ({
          ...{ added, file: `${added}.jpg`, bytes: 9, type: 'image/jpeg', modified: 0, width: 4, height: 3 },
          ...{ error: null, warnings: [], facts: null, truth: null },
          note: '',
          group: null,
          boxes: null,
          boxLabels: [],
          label: { state: 'class', className: String(n), by: 'person', at: n } as never,
        });
        const added = [0, 1, 2, 3, 100 + n];
        const head = {
          ...{ id: 'it', name: 'It', notes: String(n), pictures: 'copies' as const, request: null },
          ...{ copiesUpTo: null, isNamed: true },
          ...{ createdAt: 0, changedAt: n, deletedAt: null },
        };
        given(
          await api.write('it', {
            head,
            photos: added.map(photo),
            work: added.map((one) => ({
              added: one,
              embedding: { key: 'space', value: new Float32Array(768).fill(n) },
              hits: null,
            })),
          }),
        );
        globalThis.told = n;
        given(await api.keepPicture('it', 100 + n, new Blob([new Uint8Array(50_000).fill(n % 251)])));
      };
      const look = async (api: Remote<ProjectsApi>): Promise<number> => {
        const head = given(await api.head('it'));
        const n = Number(head?.notes ?? 0);
        if (n < globalThis.told) wrong.push(`change ${globalThis.told} was told as written; ${n} is there`);
        if (head === null) return n;
        const photos = given(await api.photos('it', -1, 9999));
        if (photos.length !== 4 + n) wrong.push(`${photos.length} photos after change ${n}`);
        for (const { added, label } of photos) {
          const expected = added < 100 ? n : added - 100;
          if ((label as { className?: string } | null)?.className !== String(expected))
            wrong.push(`photo ${added} is of another change than ${expected}`);
        }
        const work = given(await api.work('it', -1, 9999));
        for (const { added, embedding } of work)
          if (!embedding.value.every((value) => value === (added < 100 ? n : added - 100)))
            wrong.push(`embedding ${added} is of another change`);
        for (const added of given(await api.picturesKept('it')).slice(-3)) {
          const bytes = new Uint8Array((await given(await api.picture('it', added))?.arrayBuffer()) ?? []);
          if (bytes.length !== 50_000 || bytes.some((byte) => byte !== (added - 100) % 251))
            wrong.push(`copy ${added} is not whole`);
        }
        return n;
      };
      for (let kill = 0; ; kill++) {
        const { process, api } = start();
        let n = await look(api);
        if (kill === kills) {
          // Goes on writing until the tab is gone.
          void (async () => {
            for (;;) await write(api, ++n);
          })();
          return wrong;
        }
        void (async () => {
          for (;;) await write(api, ++n);
        })().catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
        process.terminate();
      }
    },
    { path: worker, kills, before: told },
  );
}

// Fault: cut off while writing × projects; tab crashes × projects
test('a project’s store killed at a hundred random moments, tabs crashing among them: each change is whole or not there, and what was told as saved stays', async ({
  context,
}) => {
  const worker = findWorker(dist, 'This browser gives the page no more room.');
  let told = 0;
  for (let crash = 0; crash <= CRASHES; crash++) {
    const page = await context.newPage();
    await openEmptyPage(page);
    await page.addScriptTag({ path: comlink });
    expect(await killAgainAndAgain(page, worker, crash === CRASHES ? 0 : KILLS, told)).toEqual([]);
    told = await page.evaluate(() => globalThis.told);
    if (crash === CRASHES) break;
    const session = await context.newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    session.send('Page.crash').catch(() => {});
    await crashed;
    await page.close();
  }
  expect(told).toBeGreaterThan(CRASHES);
});
