import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserType, expect } from '@playwright/test';
import { App } from './app';
import { samplePaths } from './samples';

/** A browser profile on disk. */
export interface Profile {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * The profile of a returning visitor, made by whichever of Playwright's workers needs it first, for all of them; it lies in
 * the run's folder, which goes with the run.
 */
export async function returningVisitor(chromium: BrowserType): Promise<string> {
  const folder = process.env.FERNGLASS_E2E_FOLDER!;
  const [made, making] = ['returning', 'making'].map((name) => join(folder, name)) as [string, string];
  await mkdir(folder, { recursive: true });
  while (!existsSync(made)) {
    try {
      await mkdir(making);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
      // Another worker makes it.
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    // Another may have finished between the two looks.
    if (existsSync(made)) await rm(making, { recursive: true });
    else
      try {
        await visitAsNewcomer(chromium, making);
        await rename(making, made);
      } catch (thrown) {
        await rm(making, { recursive: true, force: true, maxRetries: 5 });
        throw thrown;
      }
  }
  return made;
}

/**
 * Makes a profile that of somebody who was here before: the app is stored, compiled code is cached, and model and pocket
 * index are on the device. Settings and projects are not in it: every test begins with those of a newcomer.
 */
async function visitAsNewcomer(chromium: BrowserType, profile: string): Promise<void> {
  const context = await chromium.launchPersistentContext(profile);
  const app = new App(await context.newPage());
  await app.open();
  await expect(app.status).toContainText(/works offline/i);
  // Visits that run what the first one stored: the browser keeps code of it once it has compiled what is used much.
  for (let visit = 0; visit < 2; visit++) {
    await app.open();
    await app.addPhotos(samplePaths(4));
    await app.settledWith(4);
  }
  // A file of the app's has its origin and none of its scripts, which would write the settings again on the way out.
  await app.page.goto('./favicon.svg');
  await app.page.evaluate(async () => {
    localStorage.clear();
    // Nor is the project that the photos made.
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('fernglass-projects');
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    await (await navigator.storage.getDirectory()).removeEntry('fernglass-pictures', { recursive: true });
  });
  await context.close();
}

/** A copy of a profile: what one test leaves, no other finds. */
export async function copyOf(profile: string): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'fernglass-profile-'));
  await cp(profile, folder, { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
