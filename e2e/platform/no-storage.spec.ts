import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { App } from '../support/app';
import { samplePaths } from '../support/samples';
import { expect, test } from '../support/test';

// Fault: storage refused × app; storage refused × model; storage refused × captions
test('with all storage forbidden everything works, and the page says that nothing is kept', async ({
  baseURL,
  launchOptions,
}) => {
  const profile = mkdtempSync(join(tmpdir(), 'fernglass-profile-'));
  mkdirSync(join(profile, 'Default'));
  // Site data blocked, as in strict private windows: IndexedDB, Cache Storage and localStorage refuse, in workers too.
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }),
  );
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions,
    baseURL: baseURL!,
    locale: 'en-GB',
    viewport: { width: 1400, height: 900 },
  });
  try {
    const page = await context.newPage();
    const app = new App(page);
    await app.open();
    const refused = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const request = indexedDB.open('probe');
          request.onsuccess = () => resolve(false);
          request.onerror = () => resolve(true);
        }),
    );
    expect(refused, 'IndexedDB refuses').toBe(true);
    await app.addPhotos(samplePaths(2));
    await app.settledWith(2);
    for (const { captions } of (await app.exportJson()).photos) expect(captions.length).toBeGreaterThan(0);
    await expect(
      page
        .getByText(/stor(age|ed)|kept/i)
        .filter({ hasText: /not|refus|cannot|only/i })
        .first(),
    ).toBeVisible();
    await expect(app.status).not.toContainText(/works offline/i);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
});
