import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { ensureBrowser } from '../scripts/browser';

type Options = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

/**
 * Uses a Chromium that keeps what pages store on disk, as a user's does, with nothing stored yet. Without a profile, as in
 * private windows, a page's files are in memory, and every read and write of them goes through the browser's process.
 */
export async function withProfile<T>(
  use: (context: BrowserContext) => Promise<T>,
  options: Options = {},
): Promise<T> {
  const { path, sandbox } = ensureBrowser();
  const profile = await mkdtemp(join(tmpdir(), 'fernglass-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: path,
    chromiumSandbox: sandbox,
    locale: 'en-GB',
    ...options,
  });
  try {
    // tsx has esbuild name functions by a helper that is not there in the page.
    await context.addInitScript('globalThis.__name = (f) => f;');
    return await use(context);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Milliseconds of processor time that all processes of the browser have taken so far. */
export async function cpuTime(context: BrowserContext): Promise<number> {
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}
