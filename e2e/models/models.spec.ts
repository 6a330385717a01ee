import { fileURLToPath } from 'node:url';
import { type Hub, startHub } from '../../workers/encoder/testing/hub';
import { close } from '../support/close';
import { samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

const CHECKPOINT = fileURLToPath(new URL('../../workers/encoder/fixtures/tiny-siglip', import.meta.url));

let hub: Hub;
test.beforeAll(async () => {
  hub = await startHub(CHECKPOINT, 'Xenova/siglip-base-patch16-224');
});
test.afterAll(() => hub.close());

test('a model from a hub: photos are embedded again, the index is said not to fit, and back again', async ({
  app,
  page,
}) => {
  await app.open();
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  const pocket = await app.exportJson();

  await page.getByRole('button', { name: /^Model/ }).click();
  const menu = page.getByRole('dialog', { name: 'Model' });
  await menu.getByRole('textbox', { name: 'Model hub address' }).fill(hub.url);
  await menu.getByRole('button', { name: 'Set', exact: true }).click();
  await menu.getByRole('button', { name: 'Use SigLIP base', exact: true }).click();
  await expect(app.status).toContainText('SigLIP base');
  await app.settled();

  await expect(page.getByText(/made with pocket-siglip/).first()).toBeVisible();
  await expect(app.status).toContainText(/unfit/);
  const other = await app.exportJson();
  expect(other.model).not.toEqual(pocket.model);
  for (const [i, photo] of other.photos.entries()) {
    expect(photo.captions).toEqual([]);
    expect(photo.enriched).toEqual(close(photo.zeroShot));
    expect(photo.zeroShot).not.toEqual(pocket.photos[i]!.zeroShot);
  }
  expect(hub.requests.filter((path) => path.endsWith('.onnx')).length).toBeGreaterThan(0);

  await page.getByRole('button', { name: /^Model/ }).click();
  await menu.getByRole('button', { name: 'Use Pocket SigLIP', exact: true }).click();
  await expect(app.status).toContainText('Pocket SigLIP');
  await app.settled();
  await expect(app.status).not.toContainText(/unfit/);
  expect((await app.exportJson()).photos).toEqual(close(pocket.photos));
});

test('a hub that cannot be reached is said in the menu, and the pocket model comes back', async ({
  app,
  page,
}) => {
  await app.open();
  await app.addPhotos(samplePaths(1));
  await app.settledWith(1);
  const pocket = await app.exportJson();
  await page.getByRole('button', { name: /^Model/ }).click();
  const menu = page.getByRole('dialog', { name: 'Model' });
  // A port where nothing listens.
  await menu.getByRole('textbox', { name: 'Model hub address' }).fill('http://127.0.0.1:9/');
  await menu.getByRole('button', { name: 'Set', exact: true }).click();
  await menu.getByRole('button', { name: 'Use SigLIP base', exact: true }).click();
  await expect(
    menu.getByText(/127\.0\.0\.1:9.* could not be fetched .*Check the connection, the address/),
  ).toBeVisible();
  await expect(app.items()).toHaveCount(1);
  await menu.getByRole('button', { name: 'Use Pocket SigLIP', exact: true }).click();
  await app.settled();
  await expect.poll(async () => (await app.exportJson()).photos).toEqual(close(pocket.photos));
});
