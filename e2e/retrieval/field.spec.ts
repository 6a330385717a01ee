import { readFile } from 'node:fs/promises';
import { App } from '../support/app';
import { captionsUsed, expect, indexForPocket, indexMenu, openIndex, test } from '../support/index-host';
import { samplePaths } from '../support/samples';

const WEEK = 8 * 24 * 3600 * 1000;

test('what classes and photos need is fetched for the field, and proven without a network', async ({
  app,
  browser,
  indexHost,
}) => {
  const index = await indexForPocket({ title: 'Field captions' });
  const host = await indexHost(index);
  const { shards } = index.manifest;
  // Nothing of it is here yet.
  for (const { name } of shards) host.misbehave(name, (response) => response.writeHead(404).end(), 99);
  await app.open();
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  const indexes = app.page.getByRole('region', { name: 'Indexes' });

  await test.step('what is needed is said before it is fetched', async () => {
    await openIndex(app, `${host.url}manifest.json`);
    await expect(
      (await indexMenu(app)).getByText(/files of the caption index could not be loaded/),
    ).toBeVisible();
    host.behave();
    await indexes.getByRole('button', { name: 'Prepare for the field' }).click();
    await expect(indexes).toContainText(/For 6 classes and 2 photos: about .* of 240 captions/);
    const further = indexes.getByRole('list', { name: 'Needed beside captions' });
    await expect(further).toContainText(/Fernglass itself, .* MB: here/);
    await expect(further).toContainText(/Decoders of HEIC and TIFF photos, .* to be fetched/);
  });

  await test.step('it is fetched, and fresh workers without a network give the same answers', async () => {
    await indexes.getByRole('button', { name: /^Fetch .* for the field$/ }).click();
    const said = indexes.getByRole('status').filter({ hasText: 'Prepared for 6 classes' });
    await expect(said).toContainText('2 of 2 sample photos got the same answer.');
    await expect(indexes.getByRole('list', { name: 'Needed beside captions' })).toBeHidden();
    const asked = host.requests.length;
    await indexes.getByRole('button', { name: 'Prepare for the field' }).click();
    await expect(said).toContainText('2 of 2 sample photos got the same answer.');
    expect(host.requests.length).toBe(asked);
    await expect(app.status).toContainText('works offline');
  });

  await test.step('a field pack gives an empty browser that cannot reach the host the same answers', async () => {
    const [download] = await Promise.all([
      app.page.waitForEvent('download'),
      indexes.getByRole('button', { name: 'Export field pack' }).click(),
    ]);
    const pack = await readFile(await download.path());
    await app.page.keyboard.press('Escape');
    await host.close();
    const context = await browser.newContext();
    const other = new App(await context.newPage());
    await other.page.goto('./?backend=wasm');
    const input = (await indexMenu(other)).getByLabel('Import field pack', { exact: true }).last();
    const zip = { name: 'pack.zip', mimeType: 'application/zip' };
    await input.setInputFiles({ ...zip, buffer: pack.subarray(0, pack.length >> 1) });
    const theirs = other.page.getByRole('region', { name: 'Indexes' });
    await expect(theirs.getByRole('alert')).toContainText('Nothing was changed.');
    await input.setInputFiles({ ...zip, buffer: pack });
    await expect(theirs.getByRole('status').filter({ hasText: 'Field pack of' })).toBeVisible();
    await expect(theirs.getByRole('checkbox', { name: 'Use Field captions' })).toBeChecked();
    await other.page.keyboard.press('Escape');
    await other.addPhotos(samplePaths(2));
    await other.settledWith(2);
    expect(await captionsUsed(other)).toEqual(await captionsUsed(app));
    await context.close();
  });

  await test.step('a week later, without a network, nothing is lost', async () => {
    const { page } = app;
    const used = await captionsUsed(app);
    await page.context().setOffline(true);
    await page.clock.setSystemTime(Date.now() + WEEK);
    await page.reload();
    expect(await page.evaluate(() => Date.now())).toBeGreaterThan(Date.now() + WEEK / 2);
    await expect(app.status).toContainText('works offline');
    await app.addPhotos(samplePaths(2));
    await app.settledWith(2);
    expect(await captionsUsed(app)).toEqual(used);
    await expect(app.page.getByRole('button', { name: /^Index.*Field captions/ })).toBeVisible();
  });
});
