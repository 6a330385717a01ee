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
      expect(exported.version).toBe(3);
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
