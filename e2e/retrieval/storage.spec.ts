import type { BrowserContext, Page } from '@playwright/test';
import { expect, INDEX, PER_SHARD, test } from './harness';

const whole = {
  ok: true,
  value: { captionsPresent: INDEX.captions, storage: 'device', storageNotice: null },
};

// Fault: storage full × captions
test('quota refused in the middle: everything is searched, what fitted stays, and the user is told', async ({
  newTab,
  host,
  manifestUrl,
  index,
}) => {
  const tab = await newTab();
  await limitQuota(tab.page, 4 * index.manifest.shards[0]!.bytes);
  const info = await tab.fetchAll(manifestUrl);
  expect(info).toMatchObject({ ok: true, value: { captionsPresent: INDEX.captions, storage: 'memory' } });
  expect(info.ok && info.value.storageNotice).toMatch(
    /gives this page no more storage.*Free some disk space/,
  );
  expect((await tab.search()).texts).toEqual(index.texts);
  const kept = (await tab.stored()).complete;
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(INDEX.shards + 1);
  await tab.page.close();

  host.requests.length = 0;
  const later = await newTab();
  await limitQuota(later.page, null);
  expect(await later.fetchAll(manifestUrl)).toMatchObject(whole);
  expect(host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(
    INDEX.shards + 1 - kept.length,
  );
});

// Fault: cut off while writing × captions
test('a worker killed in the middle of its writes, again and again: nothing half is believed, what is complete stays', async ({
  newTab,
  host,
  manifestUrl,
  index,
}) => {
  let complete: string[] = [];
  // One shard comes each time, and the worker is killed ever later after it: before, within and after its writes.
  for (const after of [0, 1, 3, 6, 12]) {
    let answered = false;
    host.behave();
    for (const { name } of index.manifest.shards)
      host.misbehave(name, (_response, _bytes, next) => {
        if (!answered) next();
        answered = true;
      });
    const tab = await newTab();
    await tab.open(manifestUrl);
    await tab.killAfterShard(after);
    const now = (await tab.stored()).complete;
    expect(now).toEqual(expect.arrayContaining(complete));
    complete = now;
    await tab.page.close();
  }
  host.behave();
  host.requests.length = 0;
  const tab = await newTab();
  const opened = await tab.open(manifestUrl);
  const shardNames = index.manifest.shards.map(({ name }) => name);
  const shards = complete.filter((name) => shardNames.includes(name)).length;
  expect(opened).toMatchObject({ ok: true, value: { captionsPresent: shards * PER_SHARD } });
  await tab.download();
  expect(await tab.downloaded()).toMatchObject(whole);
  expect((await tab.search()).texts).toEqual(index.texts);
  const asked = host.requests.map(({ name }) => name);
  for (const name of complete) expect(asked).not.toContain(name);
});

// Fault: tab crashes × captions
test('a tab that crashes in the middle of a download: the next one goes on from what was complete', async ({
  newTab,
  host,
  manifestUrl,
  index,
}) => {
  const [router, first] = [index.manifest.router, index.manifest.shards[0]!];
  for (const { name } of index.manifest.shards.slice(1)) host.misbehave(name, () => {});
  const tab = await newTab();
  await tab.open(manifestUrl);
  await tab.download();
  await expect.poll(async () => (await tab.stored()).complete.length).toBe(2);
  await crash(tab.page);
  host.behave();
  host.requests.length = 0;
  const later = await newTab();
  expect(await later.fetchAll(manifestUrl)).toMatchObject(whole);
  const asked = host.requests.map(({ name }) => name);
  for (const { name } of [router, first]) expect(asked).not.toContain(name);
});

// Fault: storage cleared × captions
test('storage cleared behind our back, during a download and after it: searched all the same, said, and fetched again', async ({
  newTab,
  host,
  manifestUrl,
  index,
  context,
}) => {
  const held: (() => void)[] = [];
  for (const { name } of index.manifest.shards.slice(4))
    host.misbehave(name, (_response, _bytes, next) => held.push(next));
  const tab = await newTab();
  await tab.open(manifestUrl);
  await tab.download();
  await expect.poll(async () => (await tab.stored()).complete.length).toBe(5);
  await clearStorage(context, tab.page);
  for (const next of held.splice(0)) next();
  host.behave();
  const info = await tab.downloaded();
  expect(info).toMatchObject({ ok: true, value: { captionsPresent: INDEX.captions, storage: 'memory' } });
  expect(info.ok && info.value.storageNotice).toMatch(/have been cleared, .*fetched again after a reload/);
  expect((await tab.search()).texts).toEqual(index.texts);

  host.requests.length = 0;
  const later = await newTab();
  expect(await later.fetchAll(manifestUrl)).toMatchObject(whole);
  expect(host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(5);

  // What is in memory goes on as well, and the next tab begins anew.
  expect((await later.search()).texts).toEqual(index.texts);
  await clearStorage(context, later.page);
  expect((await later.search()).texts).toEqual(index.texts);
  expect(await (await newTab()).open(manifestUrl)).toMatchObject({ ok: true, value: { captionsPresent: 0 } });
});

test('storage cleared behind our back before anything was read from it: nothing is made up, and all is fetched again', async ({
  newTab,
  host,
  manifestUrl,
  index,
  context,
}) => {
  await (await newTab()).fetchAll(manifestUrl);
  const tab = await newTab();
  expect(await tab.open(manifestUrl)).toMatchObject(whole);
  await clearStorage(context, tab.page);
  const found = await tab.search();
  expect(found.captionsSearched).toBe(0);
  expect(found.texts.every((text) => text === null)).toBe(true);
  host.requests.length = 0;
  await tab.download();
  expect(await tab.downloaded()).toMatchObject({ ok: true, value: { captionsPresent: INDEX.captions } });
  expect(host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(INDEX.shards);
  expect((await tab.search()).texts).toEqual(index.texts);
});

// Fault: damaged in storage × captions
test('a stored file that changes on the device is never searched, and fetched again', async ({
  newTab,
  host,
  manifestUrl,
  index,
}) => {
  const [changed, cut, gone] = index.manifest.shards.map(({ name }) => name) as [string, string, string];
  const first = await newTab();
  await first.fetchAll(manifestUrl);
  await first.page.close();
  const tab = await newTab();
  await tab.change(changed, (bytes) => bytes.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)));
  await tab.change(cut, (bytes) => bytes.subarray(0, 5000));
  await tab.change(gone, () => null);
  expect(await tab.open(manifestUrl)).toMatchObject(whole);
  const found = await tab.search();
  expect(found.captionsSearched).toBe(INDEX.captions - 3 * PER_SHARD);
  found.texts.forEach((text, id) => {
    expect(text === null || text === index.texts[id]).toBe(true);
  });
  host.requests.length = 0;
  await tab.download();
  expect(await tab.downloaded()).toMatchObject(whole);
  const asked = host.requests.map(({ name }) => name).filter((name) => name.endsWith('.bin'));
  expect(asked.toSorted()).toEqual([changed, cut, gone].toSorted());
  expect((await tab.search()).texts).toEqual(index.texts);
});

// Fault: storage cleared × captions
test('the ledger cleared alone: what no row names is no file, and is written over', async ({
  newTab,
  host,
  manifestUrl,
  index,
  context,
}) => {
  const first = await newTab();
  await first.fetchAll(manifestUrl);
  await clearStorage(context, first.page, 'indexeddb');
  await first.page.close();
  const tab = await newTab();
  expect(await tab.open(manifestUrl)).toMatchObject({ ok: true, value: { captionsPresent: 0 } });
  host.requests.length = 0;
  await tab.download();
  expect(await tab.downloaded()).toMatchObject(whole);
  expect(host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(INDEX.shards + 1);
  expect((await tab.search()).texts).toEqual(index.texts);
});

/** Lets the page's origin store so many bytes in all; null for as many as the browser would. */
async function limitQuota(page: Page, bytes: number | null): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(bytes === null ? {} : { quotaSize: bytes }),
  });
}

async function clearStorage(
  context: BrowserContext,
  page: Page,
  storageTypes = 'indexeddb,file_systems',
): Promise<void> {
  const session = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
}

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => {});
  await crashed;
}
