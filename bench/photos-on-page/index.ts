import { stat } from 'node:fs/promises';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { ensureBrowser } from '../../scripts/browser';
import type { Driver, PhotosRow, Task } from './driver';
import { type Busy, installProbe } from './in-page';
import { Profile } from './profile';
import { projectIsKept } from './project';
import { type BenchSite, classList, startBenchSite } from './site';

const SLIDER = 'α';

interface Wanted {
  readonly n?: number;
  /** Have it said below each phase what its longest tasks were busy with. Sampling makes them longer. */
  readonly profile?: boolean;
}

/** Drives the built page in Chromium with `n` generated photos. */
export function benchPhotosOnPage({
  n = 10_000,
  classes = 100,
  profile = false,
}: Wanted & { readonly classes?: number } = {}): Promise<PhotosRow[]> {
  return onPage({ subject: 'photos-on-page', photos: n, classes, listed: classes, profile }, photosAreMany);
}

/** Drives the built page in Chromium with a list of `n` classes, and as many photos as are in view. */
export function benchClassesOnPage({ n = 10_000, profile = false }: Wanted = {}): Promise<PhotosRow[]> {
  return onPage({ subject: 'classes-on-page', photos: 60, classes: n, listed: 20, profile }, classesAreMany);
}

/** Drives the built page in Chromium with a project of `n` generated photos: kept, labelled, searched by words, reopened. */
export function benchProject({ n = 10_000, profile = false }: Wanted = {}): Promise<PhotosRow[]> {
  return onPage({ subject: 'project', photos: n, classes: 100, listed: 100, profile }, projectIsKept);
}

async function onPage(task: Task, work: (driver: Driver) => Promise<void>): Promise<PhotosRow[]> {
  const site = await startBenchSite(task.listed);
  const { path, sandbox } = ensureBrowser();
  const browser = await chromium.launch({ executablePath: path, chromiumSandbox: sandbox });
  try {
    return await run(browser, site, task, work);
  } finally {
    await browser.close();
    await site.close();
  }
}

async function run(
  browser: Browser,
  { url, storage }: Pick<BenchSite, 'url' | 'storage'>,
  task: Task,
  work: (driver: Driver) => Promise<void>,
): Promise<PhotosRow[]> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    locale: 'en-GB',
    // The probe's own worker comes from no file.
    bypassCSP: true,
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
  // tsx has esbuild name functions by a helper that is not there in the page.
  await context.addInitScript('globalThis.__name = (f) => f;');
  await context.addInitScript((kept) => Object.assign(localStorage, kept), storage);
  await context.addInitScript(installProbe);
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${url}?backend=wasm`);
  const settled = () =>
    page.waitForFunction(
      () => /Ready\s*$/.test(document.querySelector('[role=status][aria-label=Status]')?.textContent ?? ''),
      undefined,
      { polling: 250 },
    );
  await settled();
  await page.evaluate((count) => probe.makePhotos(count), task.photos);

  const rows: PhotosRow[] = [];
  const session = await context.newCDPSession(page);
  const emptyHeap = await heap(session);
  await work({
    ...task,
    page,
    settled,
    grown: async () => (await heap(session)) - emptyHeap,
    async phase(name, measured) {
      const profile = task.profile ? await Profile.start(browser, session) : null;
      await page.evaluate(() => probe.watch());
      const { times, bytes } = (await measured()) ?? {};
      const { subject, photos, classes } = task;
      const busy = await page.evaluate(() => probe.watched());
      rows.push({ subject, photos, classes, phase: name, ...rowOf(busy, times, bytes) });
      console.error(line(rows.at(-1)!));
      for (const words of (await profile?.end()) ?? []) console.error(words);
    },
  });
  await context.close();
  return rows;
}

async function photosAreMany({ page, photos, phase, settled, grown }: Driver): Promise<void> {
  await phase('adding', async () => {
    await page.evaluate(() => probe.dropPhotos());
    const words = new RegExp(`^${photos.toLocaleString('en')} photos`);
    await page.waitForFunction(
      (source) => new RegExp(source).test(document.querySelector('.summary-row p')?.textContent ?? ''),
      words.source,
      { polling: 50 },
    );
    return undefined;
  });
  await phase('classifying', async () => {
    await settled();
    return undefined;
  });
  await page.waitForTimeout(1000);
  await phase('slider to paint', async () => ({
    times: await page.evaluate((label) => probe.moveSlider(label, 60), SLIDER),
  }));
  await phase('slider until all', async () => {
    const times: number[] = [];
    for (let move = 0; move < 5; move++) {
      await page.waitForTimeout(500);
      times.push(await page.evaluate((label) => probe.moveUntilAll(label), SLIDER));
    }
    return { times };
  });
  await phase('scrolling', async () => ({ times: await page.evaluate(() => probe.scroll(160, 180)) }));
  await phase('order and search', async () => {
    const times: number[] = [];
    for (const value of ['margin', 'name', 'class', 'added']) {
      times.push(await page.evaluate((value) => probe.set('[aria-label=Order]', value), value));
      await page.waitForTimeout(300);
    }
    for (const value of ['f', 'fe', 'fern', 'DSC_0001', '']) {
      times.push(await page.evaluate((value) => probe.set('#find', value), value));
      await page.waitForTimeout(300);
    }
    return { times };
  });
  for (const format of ['JSON', 'CSV'])
    await phase(`export ${format}`, async () => ({ bytes: await exported(page, format) }));
  await phase('heap', async () => ({ bytes: await grown() }));
}

async function classesAreMany({ page, classes, phase, settled, grown }: Driver): Promise<void> {
  const paste = async (text: string, where: 'Control+A' | 'Control+End') => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await page.getByRole('textbox', { name: 'Classes', exact: true }).focus();
    await page.keyboard.press(where);
    const painted = page.evaluate(() => probe.pastePainted());
    await page.keyboard.press('Control+V');
    return painted;
  };
  await phase('list till ready', async () => {
    const times = [await paste(classList(classes), 'Control+A')];
    await page.getByText(/ read$/).waitFor();
    await settled();
    return { times };
  });
  await phase('classifying', async () => {
    await page.evaluate(() => probe.dropPhotos());
    await page.waitForSelector('.tile');
    await settled();
    return undefined;
  });
  await page.waitForTimeout(1000);
  for (const slider of [SLIDER, 'k']) {
    await phase(`${slider} to paint`, async () => ({
      times: await page.evaluate((label) => probe.moveSlider(label, 40), slider),
    }));
    await phase(`${slider} until shown`, async () => {
      const times: number[] = [];
      for (let move = 0; move < 10; move++) {
        await page.waitForTimeout(500);
        times.push(await page.evaluate((label) => probe.moveUntilShown(label), slider));
      }
      return { times };
    });
  }
  await phase('other photos', async () => {
    for (let photo = 0; photo < 8; photo++) {
      await page.getByRole('button', { name: 'Photo after' }).click();
      await page.waitForTimeout(300);
    }
    return undefined;
  });
  await phase('one more class', async () => {
    const times = [await paste('\none more', 'Control+End')];
    await page.waitForTimeout(500);
    await settled();
    return { times };
  });
  await phase('heap', async () => ({ bytes: await grown() }));
}

/** Bytes of the file that an export writes. */
async function exported(page: Page, format: string): Promise<number> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Export ${format}`, exact: true }).click(),
  ]);
  return (await stat(await download.path())).size;
}

/** Bytes that the page's main thread holds after collecting garbage: objects, and array buffers beside them. */
async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    readonly usedSize: number;
    readonly embedderHeapUsedSize?: number;
    readonly backingStorageSize?: number;
  };
  return usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
}

function rowOf({ longTasks, waits, seconds }: Busy, times?: readonly number[], bytes?: number) {
  return {
    seconds,
    longTasks: longTasks.length,
    longestTask: Math.max(0, ...longTasks),
    longTasksP99: quantile(longTasks, 0.99),
    longTasksSum: longTasks.reduce((sum, ms) => sum + ms, 0),
    waitP99: quantile(waits, 0.99),
    p50: times === undefined ? null : quantile(times, 0.5),
    p95: times === undefined ? null : quantile(times, 0.95),
    max: times === undefined ? null : Math.max(...times),
    bytes: bytes ?? null,
  };
}

function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? 0;
}

const ms = (value: number) => `${Math.round(value)} ms`;

function line(row: PhotosRow): string {
  const cells = [
    `${row.photos} photos × ${row.classes} classes`,
    row.phase.padEnd(16),
    `${row.seconds.toFixed(1)} s`,
    `${row.longTasks} tasks over 50 ms: longest ${ms(row.longestTask)}, p99 ${ms(row.longTasksP99)}, sum ${ms(row.longTasksSum)}`,
    `wait p99 ${ms(row.waitP99)}`,
    row.p95 !== null && `p50 ${ms(row.p50!)}, p95 ${ms(row.p95)}, max ${ms(row.max!)}`,
    row.bytes !== null && `${(row.bytes / 1e6).toFixed(1)} MB`,
  ];
  return cells.filter((cell) => cell !== false).join('  ');
}

/** The rows as text. */
export const photosTable = (rows: readonly PhotosRow[]): string => rows.map(line).join('\n');
