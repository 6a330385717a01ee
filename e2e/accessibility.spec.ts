import type { Page } from '@playwright/test';
import { expectNothingSerious } from './support/axe';
import { samplePaths } from './support/samples';
import { expect, test } from './support/test';

test('axe finds nothing serious in light and dark colours: empty, with results, with an error, narrow', async ({
  app,
  page,
}) => {
  await app.open();
  await expectNothingSerious(page, 'empty');
  await app.addPhotos([...samplePaths(3)]);
  await app.settledWith(3);
  await app.items().first().click();
  await expect(app.evidence).toBeVisible();
  await expectNothingSerious(page, 'with results');
  await app.addPhotos([{ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('notes') }]);
  await app.settledWith(4);
  await app.classes.fill('one class only');
  await app.settled();
  await expectNothingSerious(page, 'with problems');
  for (const [width, height, where] of [
    [360, 740, 'narrow'],
    [640, 512, 'at 200 %'],
    [320, 256, 'at 400 %'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expectNothingSerious(page, where);
  }
});

test('everything can be reached and done with the keyboard', async ({ app, page }) => {
  await app.open();
  await focusByTab(page, 'Load samples');
  await page.keyboard.press('Enter');
  await expect(app.items().first()).toBeVisible();
  await app.settled();

  for (const name of [
    'Classes',
    'Zero-shot prompt',
    'Retrieval prompt',
    'α',
    'β',
    'τ image→text',
    'τ text→text',
    'k',
  ])
    await focusByTab(page, name);
  await focusByTab(page, 'Export JSON');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  await download;
});

/** Presses Tab until the element of this accessible name has the focus, once around the page at most. */
async function focusByTab(page: Page, name: string): Promise<void> {
  const target = page
    .getByRole('button', { name, exact: true })
    .or(page.getByRole('textbox', { name, exact: true }))
    .or(page.getByRole('slider', { name, exact: true }))
    .or(page.getByRole('menuitem', { name, exact: true }))
    .first();
  for (let presses = 0; presses < 150; presses++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach "${name}".`);
}
