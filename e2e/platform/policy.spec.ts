import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Worker } from '@playwright/test';
import { HEADERS } from '../../workers/offline/policy';
import { App } from '../support/app';
import { CORS, expect, indexForPocket, indexMenu, openIndex, test } from '../support/index-host';
import { samplePaths } from '../support/samples';
import { BUILD } from '../support/site';

const TITLE = 'Other captions';

test('the policy holds in page and workers, and nothing leaves for a host that was not chosen', async ({
  app,
  page,
  indexHost,
}) => {
  const index = await indexForPocket();
  const chosen = await indexHost(index);
  const stranger = await indexHost(index);
  const address = `${chosen.url}manifest.json`;
  const menu =
    await test.step('every file comes with the policy, from the host and from the service worker', async () => {
      const expected = Object.fromEntries(
        Object.entries(HEADERS).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const seen = new Map<string, Record<string, string>>();
      page.on('response', (response) => seen.set(new URL(response.url()).pathname, response.headers()));
      await app.open();
      expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
      const scripts = [...seen.keys()].filter((path) => /\/assets\/.*\.js$/.test(path));
      expect(scripts.length).toBeGreaterThan(2);
      for (const path of ['/', ...scripts]) expect(seen.get(path), path).toMatchObject(expected);
      const { headers } = await fetch(page.url());
      expect(Object.fromEntries(headers)).toMatchObject(expected);
      const written = readFileSync(join(BUILD, '_headers'), 'utf8');
      for (const [name, value] of Object.entries(HEADERS)) expect(written).toContain(`${name}: ${value}\n`);
      return indexMenu(app);
    });
  await app.page.keyboard.press('Escape');

  await test.step('no other site shows the page in a frame', async () => {
    const framed = await page.context().newPage();
    await framed.setContent(`<iframe src="${page.url()}"></iframe>`);
    await expect
      .poll(() => framed.frames().map((frame) => frame.url()))
      .toContain('chrome-error://chromewebdata/');
    await framed.close();
  });

  await test.step('a worker that tries to send a photo is stopped, and so is one that asks a stranger', async () => {
    await openIndex(app, address);
    await expect(menu.getByRole('heading', { name: TITLE })).toBeVisible();
    await app.settled();
    for (const worker of await workersOf(page, ['encoder', 'retrieval'])) {
      const tried = await worker.evaluate(
        async ([chosen, stranger]) => {
          const outcome = (asked: Promise<Response>) =>
            asked.then(
              (response) => response.headers.get('fernglass-refused') ?? response.status,
              () => 'failed',
            );
          return {
            post: await outcome(fetch(chosen!, { method: 'POST', body: 'a photo' })),
            home: await outcome(fetch(self.location.origin, { method: 'POST', body: 'a photo' })),
            stranger: await outcome(fetch(`${stranger}?photo=1`)),
            blind: await outcome(fetch(`${stranger}?photo=2`, { mode: 'no-cors' })),
            allowed: await outcome(fetch(`${chosen}manifest.json`)),
            script: await import(/* @vite-ignore */ `${stranger}x.js`).then(
              () => 'ran',
              () => 'failed',
            ),
            evaluated: (() => {
              try {
                return new Function('return "ran"')() as string;
              } catch {
                return 'failed';
              }
            })(),
          };
        },
        [chosen.url, stranger.url] as const,
      );
      const [to, from] = [chosen, stranger].map(({ url }) => new URL(url).origin);
      expect(tried).toEqual({
        post: `not-reading ${to}`,
        home: `not-reading ${new URL(page.url()).origin}`,
        stranger: `unchosen ${from}`,
        blind: `not-reading ${from}`,
        allowed: 200,
        script: 'failed',
        evaluated: 'failed',
      });
    }
    const fromPage = await page.evaluate(async (stranger) => {
      const asked = await fetch(`${stranger}?photo=3`).then(
        ({ status }) => status,
        () => 'failed',
      );
      navigator.sendBeacon(`${stranger}?photo=4`, 'a photo');
      new Image().src = `${stranger}?photo=5`;
      return asked;
    }, stranger.url);
    expect(fromPage).toBe('failed');
    expect(stranger.requests).toEqual([]);
    expect(chosen.requests.every(({ path }) => !path.includes('photo'))).toBe(true);
  });

  await test.step('an index whose host sends on to a stranger is refused by name', async () => {
    const { name } = index.manifest.shards[0]!;
    const redirecting = await indexHost(await indexForPocket({ seed: 9, title: 'Sent on' }), CORS);
    redirecting.misbehave(
      'manifest.json',
      (response) => void response.writeHead(302, { location: `${stranger.url}${name}` }).end(),
      5,
    );
    await openIndex(app, `${redirecting.url}manifest.json`);
    await expect(menu.getByText(/sends on to .*, which you have not chosen/)).toBeVisible();
    redirecting.behave();
  });

  await test.step('closed, nothing is asked but the own site; what is stored works, over reloads too', async () => {
    await openIndex(app, address);
    await expect(menu.getByRole('heading', { name: TITLE })).toBeVisible();
    await app.settled();
    await menu.getByRole('switch', { name: 'Closed' }).check();
    chosen.requests.length = 0;
    await page.reload();
    await app.settled();
    await expect(app.status).toContainText('closed');
    await app.addPhotos(samplePaths(1));
    await app.settledWith(1);
    expect((await app.exportJson()).settings).toMatchObject({
      indexTitle: TITLE,
      indexHost: new URL(chosen.url).host,
    });
    await app.items().first().click();
    await expect(
      app.evidence.getByText(`Captions from ${TITLE} (${new URL(chosen.url).host})`),
    ).toBeVisible();
    await openIndex(app, `${stranger.url}manifest.json`);
    await expect(menu.getByText(/is closed and asks no host but its own/)).toBeVisible();
    const [retrieval] = await workersOf(page, ['retrieval']);
    const refused = await retrieval!.evaluate(
      async (url) => (await fetch(url)).headers.get('fernglass-refused'),
      address,
    );
    expect(refused).toBe(`closed ${new URL(address).origin}`);
    expect(chosen.requests).toEqual([]);
    expect(stranger.requests.filter(({ name }) => name === 'manifest.json')).toEqual([]);
  });

  await test.step('another tab is closed too; opened there, what failed here is fetched', async () => {
    const other = await page.context().newPage();
    await other.goto(page.url());
    const switches = (await indexMenu(new App(other))).getByRole('switch', { name: 'Closed' });
    await expect(switches).toBeChecked();
    await switches.uncheck();
    await expect(app.status).not.toContainText('closed');
    await expect.poll(() => stranger.requests.length).toBeGreaterThan(0);
  });
});

/** Workers by the names that the page gives them. */
async function workersOf(page: Page, names: readonly string[]): Promise<Worker[]> {
  // onnxruntime's threads are workers too, and wait in a way that answers nobody.
  const workers = page.workers().filter((worker) => /\/worker-[^/]*\.js$/.test(worker.url()));
  const known = await Promise.all(workers.map((worker) => worker.evaluate(() => self.name)));
  return names.map((name) => {
    const found = workers[known.indexOf(name)];
    if (!found) throw new Error(`no worker ${name} among ${known}`);
    return found;
  });
}
