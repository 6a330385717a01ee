import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { App } from '../../e2e/support/app';
import type { Site } from '../../e2e/support/site';
import type { HostSource } from '../../workers/protocol';
import { installProbe } from '../photos-on-page/in-page';
import { Profile } from '../photos-on-page/profile';
import { cpuTime, withProfile } from '../profile';

const OPTIONS = { viewport: { width: 1400, height: 900 }, bypassCSP: true };

/** Uses the bench's own page, in a Chromium of its own. */
export function benchPage<T>({ url }: Site, use: (page: Page) => Promise<T>): Promise<T> {
  return withProfile(async (context) => {
    const page = await newPage(context);
    await page.goto(`${url}bench/index.html`);
    await page.waitForFunction(() => typeof globalThis.startBench === 'function');
    return use(page);
  }, OPTIONS);
}

/** What photos cost the page. All times in milliseconds a photo. */
export interface ThroughPage {
  /** From the drop to the last answer. */
  readonly app: number;
  /** Of the processor, by all processes of the browser meanwhile. */
  readonly cpu: number;
  /** Milliseconds of the main thread's tasks over 50 ms. */
  readonly longTasks: readonly number[];
}

/** What the page is asked for before there are photos. */
interface Request {
  readonly classesText: string;
  readonly model: HostSource;
}

/**
 * Drops a folder of photos on the built page, as a user does, and waits for the last answer.
 * @param files of the photos, which are taken by turns until there are `count`
 * @param profiled whether it is told what threads were busy with
 * @param threads with one, no service worker is let in: it would give the page the headers by which it may use more
 */
export function throughPage(
  { url }: Site,
  request: Request,
  files: readonly string[],
  count: number,
  profiled: boolean,
  threads: number,
): Promise<ThroughPage> {
  const isStored = threads > 1;
  const options = { ...OPTIONS, serviceWorkers: isStored ? 'allow' : 'block' } as const;
  return withProfile(async (context) => {
    const storage = {
      'fernglass.request': JSON.stringify(request),
      'fernglass.page': JSON.stringify({ state: { started: true }, version: 1 }),
    };
    await context.addInitScript((kept) => Object.assign(localStorage, kept), storage);
    await context.addInitScript(installProbe);
    const page = await newPage(context);
    await page.goto(`${url}?backend=wasm`);
    await settled(page, 0, isStored);
    const folder = await folderOf(files, count);
    try {
      const profile = profiled
        ? await Profile.start(context.browser()!, await context.newCDPSession(page))
        : null;
      await page.evaluate(() => probe.watch({ waits: false }));
      const cpuBefore = await cpuTime(context);
      const began = performance.now();
      await new App(page).dropFolder(folder);
      await settled(page, count, isStored);
      const app = (performance.now() - began) / count;
      const cpu = ((await cpuTime(context)) - cpuBefore) / count;
      const { longTasks } = await page.evaluate(() => probe.watched());
      for (const words of (await profile?.end()) ?? []) console.error(words);
      return { app, cpu, longTasks };
    } finally {
      await rm(folder, { recursive: true });
    }
  }, options);
}

/** A folder of so many photos, each a file of its own: other bytes behind the picture's end. */
async function folderOf(files: readonly string[], count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fernglass-photos-'));
  const pictures = await Promise.all(files.map((file) => readFile(file)));
  for (let i = 0; i < count; i++) {
    const name = `IMG_${String(i + 1).padStart(5, '0')}.jpg`;
    const bytes = Buffer.concat([pictures[i % pictures.length]!, Buffer.from(name)]);
    await writeFile(join(folder, name), bytes);
  }
  return folder;
}

/** Waits until the page has answers for so many photos and nothing left to do, nor to store where it is stored at all. */
function settled(page: Page, photos: number, isStored: boolean) {
  return page.waitForFunction(
    ([photos, isStored]) => {
      const status = document.querySelector('[role=status][aria-label=Status]')?.textContent ?? '';
      if (photos > 0) {
        const summary = document.querySelector('.summary-row p')?.textContent ?? '';
        if (!summary.startsWith(`${photos} photo`)) return false;
      }
      // What the service worker stores at a first visit is no part of what photos cost.
      const isStoring = isStored && /The app (?:is still being|itself is not) stored/.test(status);
      return !isStoring && /(?:Ready|without captions)\s*$/.test(status);
    },
    [photos, isStored] as const,
    { polling: 50 },
  );
}

async function newPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => console.error(error));
  return page;
}
