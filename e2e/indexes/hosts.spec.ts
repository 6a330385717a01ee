import { answers } from '../../workers/net/testing/misbehaviour';
import type { IndexFixture } from '../../workers/retrieval/testing/index-fixture';
import {
  captionsUsed,
  expect,
  indexForPocket,
  indexMenu,
  openIndex,
  storedFiles,
  test,
  visitIndex,
} from '../support/index-host';
import { rendererPeak } from '../support/memory';
import { samplePaths } from '../support/samples';

let index: IndexFixture;
test.beforeAll(async () => {
  index = await indexForPocket();
});

const named = ({ manifest }: IndexFixture) => [manifest.router, ...manifest.shards].map(({ name }) => name);

// Fault: changed on the host × index
test('an index on another origin is fetched, searched and kept; its next version shares files, and drops what it replaces', async ({
  app,
  indexHost,
}) => {
  const host = await indexHost(index);
  await visitIndex(app, host, index);
  const used = await captionsUsed(app);
  expect(used.length).toBeGreaterThan(0);
  for (const text of used) expect(index.texts).toContain(text);
  expect(await storedFiles(app)).toEqual(expect.arrayContaining(named(index)));

  const next = await indexForPocket({ title: 'Second version', reseedFrom: 4 });
  host.serve(next.files);
  host.requests.length = 0;
  await app.page.reload();
  await expect(app.page.getByRole('button', { name: /^Index.*Second version/ })).toBeVisible();
  await expect(app.status).toContainText('240 of 240 captions');
  await app.settled();
  const asked = host.requests.map(({ name }) => name).filter((name) => name.endsWith('.bin'));
  expect(asked.toSorted()).toEqual(
    named(next)
      .filter((name) => !index.files.has(name))
      .toSorted(),
  );
  // Photos of the project are searched for again, in the version that is there now.
  await app.settledWith(2);
  for (const text of await captionsUsed(app)) expect(next.texts).toContain(text);
  const stored = await storedFiles(app);
  expect(stored).toEqual(expect.arrayContaining(named(next)));
  for (const name of named(index).filter((name) => !next.files.has(name))) expect(stored).not.toContain(name);

  // Without its host it opens from storage, and is removed from there with all that is its own.
  await host.close();
  await app.page.reload();
  await expect(app.status).toContainText('240 of 240 captions');
  await app.settled();
  const menu = await indexMenu(app);
  await menu.getByRole('button', { name: 'Remove from this browser' }).click();
  await expect(menu.getByText('Removed from this browser.')).toBeVisible();
  const left = await storedFiles(app);
  for (const name of named(next)) expect(left).not.toContain(name);
});

// Fault: host refuses other pages × index; page in its place × index; claims too much × index; claims too much × captions
test('hosts that do not do as they should: said in the index menu, looks alone decide or what came is searched, and there is a way back', async ({
  app,
  indexHost,
}) => {
  const violations: string[] = [];
  app.page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) violations.push(message.text());
  });
  await app.open();
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);

  await test.step('an address over http elsewhere: it is said that https is needed; one over https the page’s policy lets through', async () => {
    await openIndex(app, 'http://index.invalid/manifest.json');
    const menu = await indexMenu(app);
    await expect(menu.getByText(/only fetch from other hosts over https/)).toBeVisible();
    violations.length = 0;
    // Nobody answers there, but the page may ask.
    await openIndex(app, 'https://index.invalid/manifest.json');
    await expect(menu.getByText(/Check the connection, the address/)).toBeVisible();
    expect(violations).toEqual([]);
  });

  await test.step('a host that other pages may not read: what is missing is said, looks alone decide, and there is a way back', async () => {
    const host = await indexHost(index, {});
    await openIndex(app, `${host.url}manifest.json`);
    const menu = await indexMenu(app);
    await expect(
      menu.getByText(/lets other pages read its files \(Access-Control-Allow-Origin\)/),
    ).toBeVisible();
    await expect(app.status).toContainText('no captions: the index failed');
    expect(await captionsUsed(app)).toEqual([]);
    await (await indexMenu(app)).getByRole('button', { name: 'Use the pocket index' }).click();
    await app.settled();
    await expect.poll(async () => (await captionsUsed(app)).length).toBeGreaterThan(0);
  });

  await test.step('a host that sends a page in the manifest’s place: said, and a retry mends it', async () => {
    const host = await indexHost(index);
    host.misbehave('manifest.json', answers.htmlPage, 99);
    await openIndex(app, `${host.url}manifest.json`);
    const menu = await indexMenu(app);
    await expect(menu.getByText(/a web page came instead/)).toBeVisible();
    host.behave();
    await (await indexMenu(app)).getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(app.status).toContainText('240 of 240 captions');
  });

  for (const [name, misbehave, seed] of [
    ['sends a page in a shard’s place', answers.htmlPage, 11],
    ['cuts a shard off', answers.cutShort, 12],
    ['resets the connection within a shard', answers.reset, 13],
  ] as const)
    await test.step(`a host that ${name}: the rest is searched, and a retry mends it once the host is well`, async () => {
      // Files of its own: those that an index before left in this browser would not be asked for.
      const title = `Captions ${seed}`;
      const own = await indexForPocket({ seed, title });
      const host = await indexHost(own);
      const broken = own.manifest.shards[2]!;
      host.misbehave(broken.name, misbehave, 99);
      await openIndex(app, `${host.url}manifest.json`);
      const menu = await indexMenu(app);
      await expect(menu.getByRole('heading', { name: title })).toBeVisible();
      await expect(menu.getByText(/1 of 7 files of the caption index could not be loaded/)).toBeVisible();
      await expect(menu.getByText(/The others are loaded and are searched/)).toBeVisible();
      await expect(menu.getByText('200 of 240 captions on this device')).toBeVisible();
      await app.settled();
      const partial = await captionsUsed(app);
      expect(partial.length).toBeGreaterThan(0);
      for (const text of partial) {
        expect(own.texts).toContain(text);
        expect(text).not.toContain('of shard 2');
      }
      expect(await storedFiles(app)).not.toContain(broken.name);

      host.behave();
      host.requests.length = 0;
      await (await indexMenu(app)).getByRole('button', { name: 'Try again', exact: true }).click();
      await expect(app.status).toContainText('240 of 240 captions');
      await app.settled();
      expect(host.requests.map(({ name }) => name)).toEqual(['manifest.json', broken.name]);
      for (const text of await captionsUsed(app)) expect(own.texts).toContain(text);
    });

  await test.step('counts beyond every bound are refused by name before anything is fetched, and zero-shot goes on', async () => {
    const { manifest } = index;
    const wild = { ...manifest, captions: 2 ** 40, shards: [{ ...manifest.shards[0]!, captions: 2 ** 40 }] };
    const host = await indexHost(index);
    host.misbehave('manifest.json', answers.text(JSON.stringify(wild)), 99);
    await openIndex(app, `${host.url}manifest.json`);
    await expect((await indexMenu(app)).getByText(/manifest.*captions/).first()).toBeVisible();
    await app.settled();
    for (const photo of (await app.exportJson()).photos) {
      expect(photo.zeroShot.length).toBeGreaterThan(1);
      expect(photo.warning).toContain('Computed without captions');
    }
    expect(host.requests.every(({ name }) => name === 'manifest.json')).toBe(true);
  });

  await test.step('captions of twelve megabytes each are cut, and memory stays bounded', async () => {
    const huge = { captions: 4, lists: 4, shards: 4, padding: 12_000_000, title: 'Huge captions' };
    const host = await indexHost(await indexForPocket(huge));
    const before = rendererPeak();
    await openIndex(app, `${host.url}manifest.json`);
    await expect(app.status).toContainText('4 of 4 captions');
    await app.settled();
    await expect((await indexMenu(app)).getByText(/4 captions read so far are too long/)).toBeVisible();
    const used = await captionsUsed(app);
    expect(used.length).toBeGreaterThan(0);
    for (const text of used) expect(text.length).toBeLessThan(5000);
    expect(rendererPeak() - before).toBeLessThan(300e6);
  });
});
