import type { Page, Worker } from '@playwright/test';
import { type App, bestClasses } from '../support/app';
import { holdRuntime } from '../support/runtime';
import { samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

/** How a worker ends, told to it while it is free: without a word, or for want of memory. */
const ENDS = {
  'closes itself': () => {
    (globalThis as unknown as { close(): void }).close();
  },
  'runs out of memory': () => {
    setTimeout(() => {
      const held: ArrayBuffer[] = [];
      for (;;) held.push(new ArrayBuffer(2 ** 32));
    });
  },
} as const;

/** The running worker of a name; one that is ending answers nothing any more. */
function workerNamed(page: Page, name: string): Promise<Worker> {
  return Promise.any(
    page.workers().map(async (worker) => {
      if ((await worker.evaluate(() => Reflect.get(globalThis, 'name') as string)) !== name)
        throw new Error('another worker');
      return worker;
    }),
  );
}

/** Ends a worker, and waits until the browser says that it is gone. */
async function end(page: Page, name: string, how: keyof typeof ENDS): Promise<void> {
  const worker = await workerNamed(page, name);
  const gone = new Promise((resolve) => worker.once('close', resolve));
  await worker.evaluate(ENDS[how]).catch(() => {});
  await gone;
}

async function choose(page: Page, app: App, title: string): Promise<void> {
  await page.getByRole('button', { name: /^Method/ }).click();
  await app.button(`Use ${title}`).click();
  await app.settled();
}

// Fault: worker dies × photos; worker dies × answers; worker dies × captions; out of memory × photos; out of memory × captions
test('whichever worker dies, at work or at rest, what it had in hand is given to a fresh one', async ({
  app,
  page,
}) => {
  const paths = samplePaths(11);
  await app.open();
  await app.addPhotos(paths.slice(0, 2));
  await app.settledWith(2);
  await holdRuntime(page);
  const before = bestClasses(await app.exportJson());

  for (const [name, how] of [
    ['encoder', 'closes itself'],
    ['encoder', 'runs out of memory'],
    ['retrieval', 'runs out of memory'],
  ] as const)
    await test.step(`the ${name} worker ${how} at rest`, async () => {
      await end(page, name, how);
      const count = await app.items().count();
      await app.addPhotos(paths[count]!);
      await app.settledWith(count + 1);
    });

  for (const name of ['encoder', 'retrieval'])
    await test.step(`the ${name} worker closes itself amid its work`, async () => {
      const count = await app.items().count();
      await app.addPhotos(paths.slice(count, count + 2));
      await end(page, name, 'closes itself');
      await app.settledWith(count + 2);
    });

  for (const [name, title] of [
    ['scoring', 'ZLaP'],
    ['language', 'CaSED'],
  ] as const)
    await test.step(`the ${name} worker closes itself`, async () => {
      await choose(page, app, title);
      await end(page, name, 'closes itself');
      const count = await app.items().count();
      await app.addPhotos(paths[count]!);
      await app.settledWith(count + 1);
      const { photos } = await app.exportJson();
      expect(photos.every(({ enriched }) => enriched.length > 0)).toBe(true);
    });

  await choose(page, app, 'CoRE');
  const exported = await app.exportJson();
  expect(exported.photos.map(({ error }) => error ?? null)).toEqual(paths.map(() => null));
  expect(exported.photos.every(({ captions }) => captions.length > 0)).toBe(true);
  expect(bestClasses(exported)).toMatchObject(before);
});
