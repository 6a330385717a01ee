import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { startHub } from '../../workers/encoder/testing/hub';
import { expectNothingSerious } from '../support/axe';
import { samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../workers/encoder/fixtures/${name}`, import.meta.url));

/** A ZIP archive of a fixture in a folder of its own, as text that passes into the page. */
function zipOf(name: string): string {
  const folder = fixture(name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const packed = zipSync(
    Object.fromEntries(files.map((file) => [name + file.slice(folder.length), readFileSync(file)])),
  );
  return Buffer.from(packed).toString('base64');
}

test('models from a folder, an archive and an address are opened, used, paused, deleted, and work offline', async ({
  app,
  page,
  context,
}) => {
  // A dozen models are started one after another, and each compiles its runtime anew.
  test.setTimeout(900_000);
  // The host of the models keeps large files on another one, as hosts do.
  let store = await startHub(fixture('tiny-siglip'), 'someone/tiny-siglip');
  const hub = await startHub(fixture('tiny-siglip'), 'someone/tiny-siglip');
  hub.storage = store.url;
  const elsewhere = await startHub(fixture('tiny-siglip'), 'someone/tiny-siglip');
  // As browsers say of a laptop with little memory.
  await page.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { value: 4 }));
  await app.open();
  await page.getByRole('button', { name: /^Model/ }).click();
  await page.getByRole('button', { name: 'All models…', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Models', exact: true });
  const installed = panel.getByRole('list', { name: 'In this browser', exact: true });
  const kept = (name: string) => installed.getByRole('listitem').filter({ hasText: name });

  await test.step('known models are listed with their terms', async () => {
    const known = panel.getByRole('table', { name: 'Known models', exact: true });
    await expect(known.getByRole('row', { name: /SigLIP base/ }).first()).toContainText('Apache-2.0');
    await expect(known.getByRole('row', { name: /MobileCLIP S0/ })).toContainText('research only');
    await expect(known.getByRole('row', { name: /DermLIP/ })).toContainText('non-commercial');
    await expect(known.getByRole('row', { name: /so400m/ })).toContainText(/fp32\s*too large here/);
    await expectNothingSerious(page, 'the models');
  });

  await test.step('what is typed and is none is told', async () => {
    await panel.getByRole('textbox', { name: 'Model address or id' }).fill('a fern');
    await panel.getByRole('button', { name: 'Add model', exact: true }).click();
    await expect(panel.getByRole('alert')).toContainText('owner/name');
  });

  await test.step('a folder is opened, used, and said to be ready offline', async () => {
    await panel.getByLabel('Open model folder', { exact: true }).setInputFiles(fixture('tiny-mobileclip'));
    await expect(kept('tiny-mobileclip')).toContainText('ready offline');
    await expect(kept('tiny-mobileclip')).toContainText(/opened from this device · \d+ \w+ 20\d\d/);
    await expect(kept('tiny-mobileclip').getByRole('button', { name: /is in use/ })).toBeVisible();
    await expect(app.status).toContainText('tiny-mobileclip');
  });

  await test.step('an address is looked at first; where its host sends on to another, that can be allowed', async () => {
    for (const suffix of ['', '_fp16', '_quantized'])
      store.faults.set(`onnx/vision_model${suffix}.onnx`, 'stalled');
    await panel.getByRole('textbox', { name: 'Model address or id' }).fill(`${hub.url}someone/tiny-siglip`);
    hub.moved.set('config.json', elsewhere.url);
    await panel.getByRole('button', { name: 'Add model', exact: true }).click();
    await panel.getByRole('button', { name: `Allow ${new URL(elsewhere.url).host}`, exact: true }).click();
    await panel.getByRole('button', { name: 'Download and use tiny-siglip', exact: true }).click();
    const { host } = new URL(store.url);
    await expect(panel.getByText(`sends on to ${host}`)).toBeVisible();
    await panel.getByRole('button', { name: `Allow ${host}`, exact: true }).click();
  });

  await test.step('its download can be paused and goes on, by itself where the network was lost', async () => {
    await expect(panel.getByRole('progressbar', { name: 'Model downloaded' })).toBeVisible();
    await panel.getByRole('button', { name: 'Pause download', exact: true }).click();
    await expect(panel.getByText('tiny-siglip is paused')).toBeVisible();
    await expect(kept('tiny-siglip')).toContainText('not complete');
    await expect(app.status).toContainText(/Paused/);
    await store.close();
    await panel.getByRole('button', { name: 'Resume download', exact: true }).click();
    await expect(panel.getByText(/could not be fetched/)).toBeVisible({ timeout: 180_000 });
    await expect(panel.getByRole('button', { name: 'Use the model before', exact: true })).toBeVisible();
    store = await startHub(fixture('tiny-siglip'), 'someone/tiny-siglip', Number(new URL(store.url).port));
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect(kept('tiny-siglip').getByRole('button', { name: /is in use/ })).toBeVisible();
    await expect(kept('tiny-siglip')).toContainText('ready offline');
  });

  await test.step('its 8-bit weights are checked on photos, and what was found is still there after a reload', async () => {
    const precision = panel.getByRole('region', { name: 'Precision', exact: true });
    await expect(precision.getByRole('button', { name: 'Check precision', exact: true })).toBeDisabled();
    await panel.getByRole('button', { name: 'Close the models', exact: true }).click();
    await app.addPhotos(samplePaths(2));
    await app.settledWith(2);
    await page.getByRole('button', { name: /^Model/ }).click();
    await page.getByRole('button', { name: 'All models…', exact: true }).click();
    await precision.getByRole('button', { name: 'Check precision', exact: true }).click();
    const found = precision.getByRole('table', { name: 'Precisions compared', exact: true });
    await expect(found.getByRole('row', { name: /8-bit integers \d+ ms/ })).toBeVisible();
    await expect(found.getByRole('row', { name: /(16|32)-bit floats \d+ ms/ })).toBeVisible();
    await expect(precision).toContainText(/on 2 photos the cosine is 0\.\d{4} on average/);
    await expect(precision).toContainText(/\d of 2 have the same first class/);
    await expectNothingSerious(page, 'the check of the precision');
    await page.reload();
    await app.settled();
    await page.getByRole('button', { name: /^Model/ }).click();
    await page.getByRole('button', { name: 'All models…', exact: true }).click();
    await expect(found.getByRole('row')).toHaveCount(3);
    await expect(kept('tiny-siglip').getByRole('button', { name: /is in use/ })).toBeVisible();
  });

  await test.step('a model is deleted once that is confirmed', async () => {
    await panel.getByRole('button', { name: 'Delete tiny-siglip', exact: true }).click();
    await panel
      .getByRole('group', { name: 'Delete tiny-siglip?' })
      .getByRole('button', { name: 'Delete it' })
      .click();
    await expect(kept('tiny-siglip')).toHaveCount(0);
    await Promise.all([hub.close(), store.close(), elsewhere.close()]);
  });

  await test.step('an archive dropped on the page is opened, and loads again without a network', async () => {
    await panel.getByRole('button', { name: 'Close the models', exact: true }).click();
    await page.evaluate((packed) => {
      const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'download.zip', { type: 'application/zip' }));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
    }, zipOf('tiny-clip'));
    await expect(kept('tiny-clip')).toContainText('ready offline');
    await expect(kept('tiny-clip').getByRole('button', { name: /is in use/ })).toBeVisible();
    // The photos of before the reload alone.
    await expect(app.items()).toHaveCount(2);
    await context.setOffline(true);
    await page.reload();
    await app.settled();
    await expect(app.status).toContainText('tiny-clip');
    await expect(app.status).not.toContainText('failed to load');
    await context.setOffline(false);
  });
});
