import type { Page } from '@playwright/test';
import type { IndexFixture } from '../../workers/retrieval/testing/index-fixture';
import { captionsUsed, expect, indexForPocket, openIndex, storedFiles, test } from '../support/index-host';
import { samplePaths } from '../support/samples';

let index: IndexFixture;
test.beforeAll(async () => {
  // Shards of some hundred kilobytes: small ones would fit into what a quota leaves by rounding.
  index = await indexForPocket({ captions: 4800 });
});

const shardNames = () => index.manifest.shards.map(({ name }) => name);

// Fault: storage full × captions
test('storage that is refused in the middle of an index: all of it is searched, and the page says what is not kept', async ({
  app,
  indexHost,
}) => {
  const host = await indexHost(index);
  await app.open();
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  const usage = await app.page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const session = await app.page.context().newCDPSession(app.page);
  const { origin } = new URL(app.page.url());
  const quotaSize = usage + 3 * index.manifest.shards[0]!.bytes;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  await openIndex(app, `${host.url}manifest.json`);
  await expect(app.status).toContainText('4,800 of 4,800 captions');
  await expect(app.page.getByText(/gives this page no more storage/).first()).toBeVisible();
  await app.settled();
  const used = await captionsUsed(app);
  expect(used.length).toBeGreaterThan(0);
  for (const text of used) expect(index.texts).toContain(text);

  // With room again, a reload fetches what was not kept and nothing else.
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  const kept = (await storedFiles(app)).filter((name) => shardNames().includes(name));
  expect(kept.length).toBeLessThan(index.manifest.shards.length);
  host.requests.length = 0;
  await app.page.reload();
  await expect(app.status).toContainText('4,800 of 4,800 captions');
  await expect
    .poll(async () => (await storedFiles(app)).filter((name) => shardNames().includes(name)).length)
    .toBe(index.manifest.shards.length);
  const asked = host.requests.map(({ name }) => name).filter((name) => shardNames().includes(name));
  expect(asked.toSorted()).toEqual(
    shardNames()
      .filter((name) => !kept.includes(name))
      .toSorted(),
  );
  await expect(app.page.getByText(/gives this page no more storage/)).toHaveCount(0);
});

// Fault: storage cleared × captions; storage cleared × answers
test('storage that is cleared behind the page’s back: photos go on being enriched, and what is gone is fetched again', async ({
  app,
  indexHost,
}) => {
  const host = await indexHost(index);
  await app.open();
  await openIndex(app, `${host.url}manifest.json`);
  await expect(app.status).toContainText('4,800 of 4,800 captions');
  await expect
    .poll(async () => (await storedFiles(app)).length)
    .toBeGreaterThan(index.manifest.shards.length);
  // After a reload the captions lie in storage only: nothing has read them yet.
  await app.page.reload();
  await expect(app.status).toContainText('4,800 of 4,800 captions');
  host.requests.length = 0;
  await clearIndexes(app.page);
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  await expect
    .poll(async () => {
      await app.settled();
      const used = await captionsUsed(app);
      return used.length > 0 && used.every((text) => index.texts.includes(text));
    })
    .toBe(true);
  expect(host.requests.map(({ name }) => name)).toEqual(expect.arrayContaining(shardNames()));
  await expect(app.status).toContainText('4,800 of 4,800 captions');
});

/** What a browser does that is short of room, or a user who clears site data while the page is open. */
async function clearIndexes(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb,file_systems' });
}
