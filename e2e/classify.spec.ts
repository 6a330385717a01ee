import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { bestClasses } from './support/app';
import { sampleLabels } from './support/samples';
import { expect, test } from './support/test';

test.use({ keptClasses: null, visit: 'first' });

test.describe('the samples', () => {
  test('are classified, explained, exported and never leave the origin', async ({ app, page, baseURL }) => {
    const foreign: string[] = [];
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(baseURL!).origin) foreign.push(request.url());
    });
    const labels = sampleLabels();
    await app.open();
    await watchLayoutShifts(page);
    await app.button('Load samples').click();
    await app.settledWith(labels.size);

    expect((await layoutShifts(page)).filter(({ value }) => value > 0.0005)).toEqual([]);
    let exported = await app.exportJson();
    const best = bestClasses(exported);
    expect(new Set(Object.keys(best))).toEqual(new Set(labels.keys()));
    const right = [...labels].filter(([file, names]) => names.includes(best[file]!)).length;
    expect(right, 'samples whose best class is their label').toBeGreaterThan(labels.size / 2);
    expect(foreign).toEqual([]);

    await test.step('JSON: the ten best classes of every photo, or all of them', async () => {
      for (const { zeroShot, enriched } of exported.photos)
        expect([zeroShot.length, enriched.length]).toEqual([10, 10]);
      await page.getByRole('button', { name: /^Scores to export/ }).click();
      await page.getByRole('radio', { name: 'Of every class' }).check();
      await page.keyboard.press('Escape');
      exported = await app.exportJson();
      expect(bestClasses(exported)).toEqual(best);
    });

    await test.step('JSON: every class for every photo, best first, and the captions that counted', () => {
      expect(exported.version).toBe(8);
      for (const part of ['settings', 'model', 'index', 'backend'] as const)
        expect(exported[part]).toBeTruthy();
      for (const photo of exported.photos) {
        for (const ranking of [photo.zeroShot, photo.enriched]) {
          expect(new Set(ranking.map((scored) => scored.class)).size).toBe(exported.classes.length);
          const scores = ranking.map(({ score }) => score);
          expect(scores).toEqual([...scores].sort((a, b) => b - a));
        }
        const weights = photo.captions.map(({ weight }) => weight);
        expect(photo.captions).toHaveLength(Number(exported.settings.k));
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
        expect(photo.captions.every(({ text, similarity }) => text.length > 0 && similarity <= 1.001)).toBe(
          true,
        );
        expect(photo.error).toBeUndefined();
      }
    });

    await test.step('CSV: the same files and answers', async () => {
      const lines = (await app.exportCsv()).trim().split(/\r?\n/);
      for (const [file, answer] of Object.entries(best))
        expect(
          lines.some((line) => line.includes(file) && line.includes(answer!)),
          `a row with ${file} and ${answer}`,
        ).toBe(true);
    });

    await test.step('the menu of forms, by keys: first rows, then the file', async () => {
      await app.button('Export').press('ArrowDown');
      const menu = page.getByRole('menu', { name: 'Export', exact: true });
      await expect(menu.getByRole('menuitem')).toHaveText([
        'CSV',
        'JSON',
        'Darwin Core',
        'Camtrap DP',
        'MegaDetector JSON',
        'XMP sidecars',
        'iNaturalist CSV',
        'Sorted folders',
      ]);
      await expect(menu.getByRole('menuitem', { name: 'CSV', exact: true })).toBeFocused();
      await page.keyboard.press('m');
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Export as MegaDetector JSON', exact: true });
      await expect(dialog.getByRole('region', { name: 'recognitions.json' })).toContainText(
        '"format_version": "1.4"',
      );
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name: 'Save MegaDetector JSON' }).click(),
      ]);
      const { images } = JSON.parse(await readFile(await download.path(), 'utf8'));
      expect(images.map(({ file }: { file: string }) => file)).toEqual(
        exported.photos.map(({ file }) => file),
      );
      await expect(dialog).toBeHidden();
    });

    await test.step('a form that asks more of a folder says what, and is saved once that is told', async () => {
      await app.button('Export').click();
      await page.getByRole('menuitem', { name: 'Camtrap DP' }).click();
      const dialog = page.getByRole('dialog', { name: 'Export as Camtrap DP', exact: true });
      await expect(dialog).toContainText('lacks time zone, latitude, longitude, start, end');
      await expect(dialog.getByRole('button', { name: 'Save Camtrap DP' })).toBeDisabled();
      await dialog.getByLabel('Time zone of no folder').selectOption('+02:00');
      await dialog.getByLabel('Latitude of no folder').fill('46.5');
      await dialog.getByLabel('Longitude of no folder').fill('-7.25');
      await dialog.getByLabel('From of no folder').fill('2026-05-01T06:00:00');
      await dialog.getByLabel('To of no folder').fill('2026-06-01T06:00:00');
      // The samples say no time: all of them are left out, with the reason.
      await expect(dialog.getByRole('region', { name: 'left-out.csv' })).toContainText('when it was taken');
      await expect(dialog.getByRole('region', { name: 'datapackage.json' })).toContainText(
        'tabular-data-resource',
      );
      await dialog.getByRole('button', { name: 'Close export' }).click();
    });

    await test.step('why: captions of the photo and of the class, with similarity and weight', async () => {
      const [file] = [...labels.keys()];
      const photo = exported.photos.find((one) => one.file === file)!;
      await app.photo(file!).click();
      await expect(app.evidence).toContainText(photo.captions[0]!.text);
      await expect(app.evidence).toContainText(photo.enriched[0]!.class);
    });
  });
});

interface Shift {
  readonly value: number;
  readonly moved: readonly string[];
}

/** Notes layout shifts from now on, those included that follow an input. */
async function watchLayoutShifts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const shifts: Shift[] = [];
    Object.assign(window, { layoutShifts: shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as unknown as { value: number; sources: { node: Node | null }[] };
        const moved = sources.map(({ node }) =>
          node instanceof Element ? `${node.tagName}.${node.className}` : '',
        );
        shifts.push({ value, moved });
      }
    }).observe({ type: 'layout-shift' });
  });
}

const layoutShifts = (page: Page) =>
  page.evaluate(() => (window as unknown as { layoutShifts: Shift[] }).layoutShifts);
