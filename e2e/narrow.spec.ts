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

  await test.step('in a small window with notices nothing lies over the bar of sheets', async () => {
    await app.addPhotos([
      { name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') },
      { name: 'broken.zip', mimeType: 'application/zip', buffer: Buffer.from('no archive') },
    ]);
    await app.settledWith(3);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoOverhang(page);
    for (const name of ['Ask', 'Why']) {
      await app.button(name).click();
      await page.keyboard.press('Escape');
    }
    const rows = await page.evaluate(() =>
      ['.brand', '.header-export', '.header-page'].map((part) => {
        const { top, bottom } = document.querySelector(part)!.getBoundingClientRect();
        return Math.round((top + bottom) / 2 / 10);
      }),
    );
    expect(new Set(rows).size, 'the header has one row above the library').toBe(1);
  });

  for (const [zoom, width, height] of [
    ['200 %', 640, 512],
    ['400 %', 320, 256],
  ] as const)
    await test.step(`a window of 1280 × 1024 at ${zoom}`, async () => {
      await page.setViewportSize({ width, height });
      await expectNoOverhang(page);
      for (const words of [
        '.header-library .menu-button[data-compact="value"] .menu-value',
        '.summary-row p',
      ])
        expect(await isCut(page, words), words).toBe(false);
      // Nothing but the page scrolls, and no bar stays over it.
      for (const end of ['bottom', 'top'] as const) {
        const ends = await page.evaluate((where) => {
          const { scrollHeight } = document.documentElement;
          scrollTo(0, where === 'bottom' ? scrollHeight : 0);
          const box = (selector: string) => document.querySelector(selector)!.getBoundingClientRect();
          return {
            header: box('.header').top + scrollY,
            status: Math.abs(box('.status').bottom + scrollY - scrollHeight) < 1,
            bars: box('.sheet-bar').top + scrollY < box('.light-table').top + scrollY,
          };
        }, end);
        expect(ends).toEqual({ header: 0, status: true, bars: true });
      }
    });

  await test.step('a menu that is open while the window narrows stays within it', async () => {
    await page.setViewportSize({ width: 1280, height: 700 });
    await app.button('Export').click();
    const menu = page.getByRole('menu', { name: 'Export' });
    await expect(menu).toBeVisible();
    await page.setViewportSize({ width: 320, height: 640 });
    await expect
      .poll(async () => {
        const box = await menu.boundingBox();
        return box !== null && box.x >= 0 && box.x + box.width <= 320;
      })
      .toBe(true);
  });
});

/** Whether words do not fit into the room they have. */
const isCut = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => element.scrollWidth > element.clientWidth + 1);

async function expectNoOverhang(page: Page): Promise<void> {
  const { needed, width } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    width: innerWidth,
  }));
  expect(needed).toBeLessThanOrEqual(width);
}
