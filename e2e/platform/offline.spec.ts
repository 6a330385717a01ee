import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CONTENT_SECURITY_POLICY } from '../../workers/offline/policy';
import { bestClasses } from '../support/app';
import { close } from '../support/close';
import { samplePaths } from '../support/samples';
import { BUILD } from '../support/site';
import { expect, test } from '../support/test';

const PHOTOS = 3;
const WEIGHTS = /^models\/.*vision_model_quantized\.onnx$/;
const WORKERS = /^assets\/worker-.*\.js$/;

// Fault: host gone × app; host gone × model; damaged in storage × app; damaged in storage × model
test('reloads and classifies alike with the network off and the server gone, and past damage in storage', async ({
  app,
  page,
  host,
}) => {
  // Seven loads of the page, most of them of what was damaged.
  test.setTimeout(360_000);
  let isBroken = false;
  const site = await host({
    alter: (path, file) => {
      if (!isBroken || file === null) return null;
      if (WORKERS.test(path)) return { status: 503, body: 'later' };
      return WEIGHTS.test(path) ? { body: file.subarray(0, file.length >> 1) } : null;
    },
  });
  await app.open(`${site.url}?backend=wasm`);
  await app.addPhotos(samplePaths(PHOTOS));
  await app.settledWith(PHOTOS);
  const online = await app.exportJson();
  await worksOffline(page);

  await test.step('what is damaged in storage is fetched anew before it is handed out', async () => {
    const damaged = await damage(page, `${WEIGHTS.source}|^assets/(index-.*\\.js|ort.*\\.wasm)$|^$`);
    expect(damaged).toHaveLength(4);
    const before = site.requests.length;
    await page.reload();
    await app.settled();
    const asked = site.requests.slice(before);
    for (const path of damaged) expect(asked).toContain(path || 'index.html');
    await expect.poll(() => keptAsBuilt(page, damaged)).toEqual(damaged);
  });

  await test.step('damage that the host cannot mend yet: once it can, trying again helps without a reload', async () => {
    const running = page.workers().flatMap((worker) => /worker-[^/]*\.js$/.exec(worker.url())?.[0] ?? []);
    expect(running.length).toBeGreaterThan(1);
    const damaged = await damage(page, `${WEIGHTS.source}|/(${running.join('|')})$`);
    isBroken = true;
    await page.reload();
    await expect(app.status).toHaveText(/Stopped: no model\s*$/);
    isBroken = false;
    // Of the model first, of the index where its worker failed too.
    const again = page.getByRole('alert').getByRole('button', { name: 'Try again', exact: true });
    await again.first().click();
    await expect(app.status).toHaveText(/Ready( with(out| some) captions)?\s*$/);
    if (await again.first().isVisible()) await again.first().click();
    await worksOffline(page);
    await expect.poll(() => keptAsBuilt(page, damaged)).toEqual(damaged);
  });
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
  // Not as they are kept: classified once more.
  await app.button('Remove all').click();
  await app.addPhotos(samplePaths(PHOTOS));
  await app.settledWith(PHOTOS);
  expect((await app.exportJson()).photos).toEqual(close(online.photos));

  await test.step('a week later an update is refused, and nothing is lost', async () => {
    const week = 7 * 24 * 3600 * 1000;
    await page.clock.setSystemTime(Date.now() + week);
    await page.reload();
    expect(await page.evaluate(() => Date.now())).toBeGreaterThan(Date.now() + week / 2);
    const update = await page.evaluate(async () => {
      const registration = (await navigator.serviceWorker.getRegistration())!;
      const { active } = registration;
      const answer = await registration.update().then(
        () => 'taken',
        () => 'refused',
      );
      return { answer, isSame: registration.active === active, waiting: registration.waiting };
    });
    expect(update).toEqual({ answer: 'refused', isSame: true, waiting: null });
    await app.settled();
    await expect(app.status).toContainText(/works offline/i);
  });

  await test.step('where neither storage nor the host has the app whole, a page of its own says so', async () => {
    await damage(page, '^assets/index-.*\\.js$');
    await page.reload();
    await expect(page.getByRole('heading', { name: /cannot be opened without a network/ })).toBeVisible();
    await expect(page.getByRole('link', { name: 'try again' })).toBeVisible();
  });
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
  for (const path of ['../', 'favicon.svg', 'service-worker.js'])
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
  await app.button('Remove all').click();
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

/** Damages what is stored of the app's files whose paths match; returns these. The page itself has the path ''. */
function damage(page: Page, pattern: string): Promise<string[]> {
  return page.evaluate(async (pattern) => {
    const cache = await caches.open('fernglass-build');
    const { href: scope } = new URL('../', location.href);
    const damaged: string[] = [];
    for (const { url } of await cache.keys()) {
      const path = url.slice(scope.length).replace(/[?#].*$/, '');
      if (!new RegExp(pattern).test(path)) continue;
      const response = (await cache.match(url))!;
      const { headers } = response;
      const bytes = new Uint8Array(await response.arrayBuffer());
      // Every second one is cut short, the others are changed in their middle.
      const hurt = damaged.length % 2 === 0 ? bytes : bytes.slice(0, bytes.length >> 1);
      hurt.fill(0x20, hurt.length >> 1, (hurt.length >> 1) + 64);
      await cache.put(url, new Response(hurt, { headers }));
      damaged.push(path);
    }
    return damaged;
  }, pattern);
}

/** Which of these paths are stored as the build has them. */
function keptAsBuilt(page: Page, paths: readonly string[]): Promise<string[]> {
  const built = paths.map((path) => {
    const bytes = readFileSync(join(BUILD, path || 'index.html'));
    return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  return page.evaluate(async (built) => {
    const cache = await caches.open('fernglass-build');
    const kept: string[] = [];
    for (const { path, sha256 } of built) {
      const response = await cache.match(new URL(path, new URL('../', location.href)), {
        ignoreSearch: true,
      });
      if (response === undefined) continue;
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer()));
      if (Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256)
        kept.push(path);
    }
    return kept;
  }, built);
}

/** Puts stored WebAssembly where version 0.1.0 stored it; returns its addresses. Runs in the page. */
async function storeAsBefore(): Promise<string[]> {
  const cache = await caches.open('fernglass-build');
  const { href: scope } = new URL('../', location.href);
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
