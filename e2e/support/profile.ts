import { cp, mkdtemp, rm } from 'node:fs/promises';
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
 * The profile of somebody who was here before: the app is stored, compiled code is cached, and model and pocket index
 * are on the device. Settings are not in it: every test begins with those of a newcomer.
 */
export async function returningVisitor(chromium: BrowserType): Promise<Profile> {
  const profile = await emptyProfile();
  const context = await chromium.launchPersistentContext(profile.folder);
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
  await app.page.evaluate(() => localStorage.clear());
  await context.close();
  return profile;
}

/** A copy of a profile: what one test leaves, no other finds. */
export async function copyOf({ folder }: Profile): Promise<Profile> {
  const copy = await emptyProfile();
  await cp(folder, copy.folder, { recursive: true });
  return copy;
}

async function emptyProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'fernglass-profile-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
