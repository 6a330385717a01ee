import { samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

test('without WebGPU, ?backend=webgpu says so and loses nothing', async ({ app, page }) => {
  await page.goto('../?backend=webgpu');
  expect(
    await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null),
    'this browser has no adapter',
  ).toBeNull();
  await app.addPhotos(samplePaths(1));
  const alert = page
    .getByRole('alert')
    .filter({ hasText: /WebGPU/ })
    .first();
  await expect(alert).toBeVisible();
  await expect(alert).toContainText(/WASM/);
  await expect(app.items()).toHaveCount(1);
});

test('without WebGPU and without a wish, WASM takes over by itself', async ({ app }) => {
  await app.open('../');
  await expect(app.status).toContainText('WASM');
  await app.addPhotos(samplePaths(1));
  await app.settledWith(1);
  expect((await app.exportJson()).photos[0]!.enriched.length).toBeGreaterThan(1);
});
