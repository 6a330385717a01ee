import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { preview } from 'vite';
import { App } from '../e2e/support/app';
import { sampleLabels } from '../e2e/support/samples';
import { ensureBrowser } from './browser';
import { freePort } from './free-port';

/** Takes the README's two pictures of the built page with the samples classified and one of them explained. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LARGEST_BYTES = 400_000;
const SIZE = { width: 1440, height: 900 };

const { path, sandbox } = ensureBrowser();
const server = await preview({ root: ROOT, preview: { port: await freePort(), strictPort: true } });
const browser = await chromium.launch({ executablePath: path, chromiumSandbox: sandbox });
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: SIZE, colorScheme, locale: 'en-GB' });
    await classifySamples(page, server.resolvedUrls!.local[0]!);
    await save(await page.screenshot(), join(ROOT, 'docs', `screenshot-${colorScheme}.png`));
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}

async function classifySamples(page: Page, url: string): Promise<void> {
  const app = new App(page);
  await app.open(url);
  await app.button('Load samples').click();
  // The list is virtual: not every sample has its tile.
  const words = new RegExp(`^${sampleLabels().size} photos`);
  await page.locator('.summary-row p').filter({ hasText: words }).waitFor({ timeout: 120_000 });
  await app.settled();
  const changed = (await app.exportJson()).photos.find(
    ({ zeroShot, enriched }) => zeroShot[0]?.class !== enriched[0]?.class,
  );
  await (changed ? app.photo(changed.file) : app.items().first()).getByRole('button').first().click();
  await page.mouse.move(0, 0);
}

async function save(picture: Buffer, file: string): Promise<void> {
  mkdirSync(join(file, '..'), { recursive: true });
  await sharp(picture).png({ palette: true, quality: 90, effort: 10 }).toFile(file);
  const { size } = statSync(file);
  console.log(`${file}: ${Math.round(size / 1000)} KB`);
  if (size > LARGEST_BYTES) throw new Error(`${file} is larger than ${LARGEST_BYTES / 1000} KB.`);
}
