import { stat } from 'node:fs/promises';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { ensureBrowser } from '../../scripts/browser';
import { type Busy, installProbe } from './in-page';
import { type BenchSite, classList, startBenchSite } from './site';

/** One line of the table; a cell that a row has nothing for is null. */
export interface PhotosRow {
  readonly subject: string;
  readonly photos: number;
  readonly classes: number;
  /** What was done while the main thread was watched. */
  readonly phase: string;
  readonly seconds: number;
  /** Tasks over 50 ms. */
  readonly longTasks: number;
  readonly longestTask: number;
  readonly longTasksP99: number;
  readonly longTasksSum: number;
  /** Milliseconds that a message waited for the main thread. */
  readonly waitP99: number;
  /** Milliseconds of what the phase repeats: a move to its paint, a frame. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly max: number | null;
  /** Of a file that was written, or of the page's heap. */
  readonly bytes: number | null;
}

const SLIDER = 'α';

/** Drives the built page in Chromium with `n` generated photos. */
export function benchPhotosOnPage({ n = 10_000, classes = 100 } = {}): Promise<PhotosRow[]> {
  return onPage({ subject: 'photos-on-page', photos: n, classes, listed: classes }, photosAreMany);
}

/** Drives the built page in Chromium with a list of `n` classes, and as many photos as are in view. */
export function benchClassesOnPage({ n = 10_000, photos = 60 } = {}): Promise<PhotosRow[]> {
  return onPage({ subject: 'classes-on-page', photos, classes: n, listed: 20 }, classesAreMany);
}

/** What is driven: photos that are made, classes asked for, and classes in the list to begin with. */
interface Task extends Pick<PhotosRow, 'subject' | 'photos' | 'classes'> {
  readonly listed: number;
}

/** The opened page, and what measures it. */
interface Driver extends Task {
  readonly page: Page;
  /** Waits until nothing is under way. */
  settled(): Promise<unknown>;
  /** Does some work while the main thread is watched; its row is kept. */
  phase(name: string, work: () => Promise<Measured | undefined>): Promise<void>;
  /** Bytes that the page holds beyond what it held empty. */
  grown(): Promise<number>;
}

interface Measured {
  readonly times?: readonly number[];
  readonly bytes?: number;
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
      () => /Ready\s*$/.test(document.querySelector('[role=status]')?.textContent ?? ''),
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
      await page.evaluate(() => probe.watch());
      const { times, bytes } = (await measured()) ?? {};
      const { subject, photos, classes } = task;
      const row = rowOf(await page.evaluate(() => probe.watched()), times, bytes);
      rows.push({ subject, photos, classes, phase: name, ...row });
      console.error(line(rows.at(-1)!));
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
  const set = (text: string) => page.evaluate((text) => probe.setClasses(text), text);
  await phase('list till ready', async () => {
    const times = [await set(classList(classes))];
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
    const times = [await set(`${classList(classes)}\none more`)];
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
