import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CONTENT_SECURITY_POLICY } from '../workers/offline/policy';
import { bestClasses } from './support/app';
import { close } from './support/close';
import { samplePaths } from './support/samples';
import { BUILD } from './support/site';
import { expect, test } from './support/test';

const PHOTOS = 3;

// Fault: host gone × app; host gone × model
test('reloads and classifies alike with the network off and the server gone', async ({ app, page, host }) => {
  const site = await host();
  await app.open(`${site.url}?backend=wasm`);
  await app.addPhotos(samplePaths(PHOTOS));
  await app.settledWith(PHOTOS);
  const online = await app.exportJson();
  await worksOffline(page);
  const wasm = await page.evaluate(storeAsBefore);
  expect(wasm.length).toBeGreaterThan(1);

  await page.context().setOffline(true);
  await site.close();
  await page.reload();
  await app.settled();
  await expect(app.status).toContainText(/works offline/i);
  // What an earlier version stored is used, and stands where the browser keeps compiled code of it from now on.
  const stored = await page.evaluate(async () =>
    (await (await caches.open('fernglass-build')).keys()).map(({ url }) => url),
  );
  expect(stored).toEqual(expect.arrayContaining(wasm));
  await app.addPhotos(samplePaths(PHOTOS));
  await app.settledWith(PHOTOS);
  expect((await app.exportJson()).photos).toEqual(close(online.photos));
});

test('works from a sub-path on a host that sends no isolation headers, with threads and offline', async ({
  app,
  page,
  host,
}) => {
  const site = await host({ base: '/fern/glass/', isolated: false });
  let loads = 0;
  page.on('load', () => loads++);
  await app.open(`${site.url}?backend=wasm`);
  await worksOffline(page);
  await expect.poll(() => page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(loads, 'one load and one reload for isolation').toBe(2);
  // The host sends no policy either; the service worker does, with what it stored and with what it passes on.
  for (const path of ['./', 'favicon.svg', 'service-worker.js'])
    expect(await policyOf(page, path), path).toBe(CONTENT_SECURITY_POLICY);

  await app.settled();
  await app.addPhotos(samplePaths(PHOTOS));
  await app.settledWith(PHOTOS);
  const online = bestClasses(await app.exportJson());

  await page.context().setOffline(true);
  await site.close();
  await page.reload();
  await app.settled();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await app.addPhotos(samplePaths(PHOTOS));
  await app.settledWith(PHOTOS);
  expect(bestClasses(await app.exportJson())).toEqual(online);
});

// Fault: update × app
test('an update waits for consent, and the old version stays whole until then', async ({
  app,
  page,
  host,
}) => {
  const newer = mkdtempSync(join(tmpdir(), 'fernglass-newer-'));
  try {
    let directory = BUILD;
    const site = await host({ directory: () => directory });
    await app.open(`${site.url}?backend=wasm`);
    await worksOffline(page);

    makeNewerVersion(newer);
    directory = newer;
    await page.reload();
    await expect(page).toHaveTitle('Fernglass');
    const update = page.getByRole('button', { name: /update/i });
    await expect(update).toBeVisible();
    await app.settled();
    await expect(page).toHaveTitle('Fernglass');

    await update.click();
    await expect(page).toHaveTitle('Newer Fernglass');
    await app.settled();
    await expect(update).toBeHidden();
  } finally {
    rmSync(newer, { recursive: true, force: true });
  }
});

// Fault: damaged on the way × app
test('says so when a file of the app arrives damaged and it cannot be stored', async ({
  app,
  page,
  host,
}) => {
  const site = await host({
    alter: (path, file) => (path === 'favicon.svg' ? { body: `${Buffer.from(file!).toString()} ` } : null),
  });
  await app.open(`${site.url}?backend=wasm`);
  await expect(page.getByText(/could not be stored for offline use/)).toBeAttached();
  await expect(app.status).not.toContainText(/works offline/i);
});

/** The content security policy that a file of the app comes with. */
function policyOf(page: Page, path: string): Promise<string | null> {
  return page.evaluate(async (path) => (await fetch(path)).headers.get('content-security-policy'), path);
}

async function worksOffline(page: Page): Promise<void> {
  await expect(page.getByRole('status', { name: 'Status', exact: true })).toContainText(/works offline/i, {
    timeout: 120_000,
  });
}

/** Puts stored WebAssembly where version 0.1.0 stored it; returns its addresses. Runs in the page. */
async function storeAsBefore(): Promise<string[]> {
  const cache = await caches.open('fernglass-build');
  const { href: scope } = new URL('./', location.href);
  const moved: string[] = [];
  for (const { url } of await cache.keys()) {
    if (!url.startsWith(`${scope}assets/`) || !url.endsWith('.wasm')) continue;
    const response = (await cache.match(url))!;
    const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
    const former = new URL(url);
    former.searchParams.set('revision', btoa(String.fromCharCode(...new Uint8Array(digest))));
    await cache.put(former, response);
    await cache.delete(url);
    moved.push(url);
  }
  return moved;
}

/** A copy of the build whose page has another title. */
function makeNewerVersion(folder: string): void {
  cpSync(BUILD, folder, { recursive: true });
  const [page, worker] = [join(folder, 'index.html'), join(folder, 'service-worker.js')];
  const before = readFileSync(page, 'utf8');
  const after = before.replace('<title>Fernglass</title>', '<title>Newer Fernglass</title>');
  const hash = (text: string) => createHash('sha256').update(text).digest('base64');
  writeFileSync(page, after);
  writeFileSync(worker, readFileSync(worker, 'utf8').replace(hash(before), hash(after)));
}
