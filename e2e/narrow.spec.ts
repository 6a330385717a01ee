import type { Page } from '@playwright/test';
import { samplePaths } from './support/samples';
import { expect, test } from './support/test';

test.use({ viewport: { width: 360, height: 740 } });

test('at 360 px everything is within reach and nothing hangs over the edge', async ({ app, page }) => {
  await app.open();
  await expectNoOverhang(page);
  await app.addPhotos(samplePaths(2));
  await app.settledWith(2);
  await expectNoOverhang(page);

  await test.step('classes and settings', async () => {
    await app.button('Ask').click();
    await app.classes.fill('H-bridge\nvoltage divider');
    await app.slider('α').focus();
    await app.slider('α').press('End');
    await expect(app.numberField('α')).toHaveValue('1');
    await expectNoOverhang(page);
    await page.keyboard.press('Escape');
  });

  await test.step('why', async () => {
    await app.items().first().getByRole('button').first().click();
    await expect(app.evidence).toBeVisible();
    await expectNoOverhang(page);
    await page.keyboard.press('Escape');
  });

  await test.step('export', async () => {
    await app.settled();
    const { settings, classes } = await app.exportJson();
    expect(settings.alpha).toBe(1);
    expect(classes).toEqual(['H-bridge', 'voltage divider']);
  });
});

async function expectNoOverhang(page: Page): Promise<void> {
  const { needed, width } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    width: innerWidth,
  }));
  expect(needed).toBeLessThanOrEqual(width);
}
