import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { comlink, EncoderPage } from '../../e2e/encoder/harness';
import { App } from '../../e2e/support/app';
import { openEmptyPage } from '../../e2e/support/empty-page';
import { findWorker } from '../../e2e/support/find-worker';
import { forgetPeaks, rendererPeak, watchRendererPeak } from '../../e2e/support/memory';
import { samplePaths } from '../../e2e/support/samples';
import { hostFiles } from '../../workers/encoder/checkpoint/files/host';
import { graphFile } from '../../workers/encoder/checkpoint/layout';
import { inspectCheckpoint } from '../../workers/encoder/inspect';
import { type Hub, startHub } from '../../workers/encoder/testing/hub';
import type { HubSource, Precision, PrecisionFacts, Rung } from '../../workers/protocol';
import { PRECISIONS } from '../../workers/protocol';
import { STORES } from '../../workers/storage/names';

/**
 * Checkpoints of full size through the built app, from a hub on this machine: a download that is cut off and goes on, both
 * towers, twenty photos, memory beside what was predicted, a visit without network, and both towers' embeddings beside
 * PyTorch's.
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MADE = join(ROOT, '.cache/full-size');
const CHECKPOINTS = (process.env.FULL_SIZE ?? 'siglip-base,siglip2-base,clip-b16').split(',');
const TRIED = (process.env.FULL_SIZE_PRECISIONS ?? 'q8,fp16,fp32').split(',') as Precision[];
const THREADS = Math.min(2, availableParallelism());
/** The least cosine to PyTorch's embedding; in 32-bit floats no component may be off by 1e-4. */
const LEAST_COSINE: Partial<Record<Precision, number>> = { q8: 0.99, fp16: 0.999 };
const FARTHEST = 1e-4;
/** Of the most that either visit held, how far the prediction may be off. */
const PREDICTED_WITHIN = 0.1;
/** Of the peak with the larger tower alone, how much both towers in turn may take. */
const TURNS_WITHIN = 1.15;
/** Photos that go before the rate is taken: kernels are laid out for them. */
const FIRST = 4;
const CLASSES = ['fern', 'moss', 'bridge rectifier', 'locomotive', 'lichen'];

interface Reference {
  readonly texts: string[];
  readonly textEmbeddings: number[][];
  readonly photoEmbeddings: number[][];
}

const table: string[] = [];
test.afterAll(() => {
  const head = [
    'checkpoint',
    'weights',
    'both towers',
    'first visit',
    'later visit',
    'predicted',
    'both / larger tower',
    'photos/s',
    'texts',
    'photos',
  ];
  console.log(
    [`| ${head.join(' | ')} |`, `| --- | --- ${'| ---: '.repeat(head.length - 2)}|`, ...table].join('\n'),
  );
});

for (const name of CHECKPOINTS)
  for (const precision of TRIED)
    test(`${name} ${precision}`, async ({ playwright, baseURL }) => {
      const folder = join(MADE, name);
      if (!existsSync(join(folder, 'reference.json')))
        throw new Error(`${name} is not there: npm run test:full-size makes it`);
      const id = `full-size/${name}`;
      // Of one precision alone, so that the app's ladder has no other to take.
      const hub = await startHub(folder, id, 0, {}, (file) => isOf(file, precision));
      const source: HubSource = { id, revision: 'main', host: hub.url, layout: 'hub' };
      const profile = mkdtempSync(join(tmpdir(), 'fernglass-full-size-'));
      const launch = test.info().project.use.launchOptions ?? {};
      const start = () =>
        playwright.chromium.launchPersistentContext(profile, {
          ...launch,
          ...(baseURL === undefined ? {} : { baseURL }),
          viewport: { width: 1400, height: 900 },
        });
      let context = await start();
      /** A page of a browser started anew: what earlier pages left in a process would count. */
      const alone = async () => {
        await context.close();
        context = await start();
        const page = await context.newPage();
        // The app's service worker would answer for the empty page.
        const session = await context.newCDPSession(page);
        const { origin } = new URL(baseURL!);
        await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'service_workers' });
        await session.detach();
        return page;
      };
      try {
        await context.addInitScript(visit, [source, CLASSES.join('\n')] as const);
        const facts = await predict(source, precision);
        const text = graphFile('text_model', precision);
        await test.step('the download goes on where an ended visit left it', () =>
          cutOff(context, hub, precision));
        // A page of its own: a visit is measured from its beginning.
        const app = new App(await context.newPage());
        const photos = readdirSync(join(MADE, 'photos')).sort();
        const paths = photos.map((photo) => join(MADE, 'photos', photo));
        const watched = watchRendererPeak();
        const seconds = await test.step('twenty photos', () => classify(app, paths));
        const peak = watched();
        // Told at once: a later step may fail, and the visit took minutes.
        console.log(`${name} ${precision}: first visit ${gigabytes(peak)}`);
        const resumed = hub.sent.some(({ name: file, from }) => file === text && from > 0);
        expect(resumed).toBe(true);
        await app.page.close();
        const later = await test.step('a visit without network', async () => {
          await hub.close();
          await context.setOffline(true);
          const watched = watchRendererPeak();
          const app = new App(await context.newPage());
          await app.page.goto('./?backend=wasm');
          await rested(app);
          await expect(app.status).toContainText(name);
          // The photos of the first visit are there again; one more wants the tower.
          await app.addPhotos(samplePaths(1));
          await app.settledWith(paths.length + 1);
          const answered = (await app.exportJson()).photos.map(({ zeroShot }) => zeroShot.length);
          expect(answered).toEqual(answered.map(() => CLASSES.length));
          const peak = watched();
          await app.page.reload();
          await rested(app);
          await expect(app.status).toContainText(name);
          await context.setOffline(false);
          await app.page.close();
          return peak;
        });
        const reference = JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8')) as Reference;
        const far = await test.step('embeddings beside PyTorch’s', async () => {
          const rung: Rung = { backend: 'wasm', precision, threads: THREADS };
          const commit = { ...source, revision: hub.commit };
          return compare(alone, commit, rung, reference, paths);
        });
        const { turns } = far;
        const figures = { facts, peak, later, turns, rate: (paths.length - FIRST) / seconds, far };
        table.push(row(name, precision, figures));
        console.log(table.at(-1));
        for (const { error, cosine } of [far.texts, far.photos])
          if (precision === 'fp32') expect.soft(error).toBeLessThan(FARTHEST);
          else expect.soft(cosine).toBeGreaterThan(LEAST_COSINE[precision]!);
        const most = Math.max(peak, later);
        expect.soft(Math.abs(facts.memory.wasm.peakBytes / most - 1)).toBeLessThan(PREDICTED_WITHIN);
        expect.soft(turns).toBeLessThan(TURNS_WITHIN);
      } finally {
        await context.close();
        await hub.close().catch(() => {});
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      }
    });

/** Whether a file belongs to a checkpoint of which only one precision is published. */
function isOf(file: string, precision: Precision): boolean {
  if (!/\.onnx(_data(_\d+)?)?$/.test(file)) return file !== 'reference.json';
  const own = (one: Precision) =>
    ['vision_model', 'text_model'].some((tower) => file.startsWith(graphFile(tower as 'vision_model', one)));
  return PRECISIONS.filter(own).includes(precision);
}

/** Runs in the page before its own code: a visitor who has chosen the model and has a list of classes. */
function visit([model, classesText]: readonly [HubSource, string]): void {
  localStorage['fernglass.page'] ??= JSON.stringify({ state: { started: true }, version: 1 });
  localStorage['fernglass.request'] ??= JSON.stringify({ version: 1, model, classesText });
}

/** What the app would say of a checkpoint's precision before it fetches it. */
async function predict(source: HubSource, precision: Precision): Promise<PrecisionFacts> {
  const { inspection } = await inspectCheckpoint(hostFiles(source), THREADS);
  return inspection.precisions!.find((one) => one.precision === precision)!;
}

/** Visits, has the host fall silent within the first tower's weights, and leaves once all that came is kept. */
async function cutOff(context: BrowserContext, hub: Hub, precision: Precision): Promise<void> {
  const first = graphFile('text_model', precision);
  hub.faults.set(first, 'stalled');
  const page = await context.newPage();
  await page.goto('./?backend=wasm');
  const kept = () =>
    page.evaluate(async (store) => {
      const keys = await (await caches.open(store)).keys();
      return keys.filter(({ url }) => url.includes('&piece=')).length;
    }, STORES.models);
  await expect.poll(() => hub.sent.some(({ name }) => name === first), { timeout: 120_000 }).toBe(true);
  // Three fifths of any tower of full size are many pieces.
  await expect.poll(kept, { timeout: 120_000 }).toBeGreaterThan(8);
  await page.close();
  hub.faults.clear();
}

/** Waits until the page rests: a large tower on a busy machine takes its time, and the test has its own end. */
async function rested(app: App): Promise<void> {
  await expect(app.status).toHaveText(/(Ready|captions|no model)\s*$/, { timeout: 0 });
  await app.settled();
}

/** Has the photos classified. @returns seconds for those after the first few */
async function classify(app: App, paths: readonly string[]): Promise<number> {
  await app.page.goto('./?backend=wasm');
  await rested(app);
  await app.addPhotos(paths.slice(0, FIRST));
  await app.settledWith(FIRST);
  const began = performance.now();
  await app.addPhotos(paths.slice(FIRST));
  await app.settledWith(paths.length);
  const seconds = (performance.now() - began) / 1000;
  const { photos } = await app.exportJson();
  expect(photos.map(({ zeroShot }) => zeroShot.length)).toEqual(paths.map(() => CLASSES.length));
  return seconds;
}

async function encoderOn(page: Page): Promise<EncoderPage> {
  await openEmptyPage(page);
  await page.addScriptTag({ path: comlink });
  return new EncoderPage(page, findWorker(join(ROOT, 'dist'), 'No model is loaded. Choose one first.'));
}

/**
 * On empty pages, without network: how far texts and photos are from PyTorch's, and the memory's peak with both towers in turn
 * against that with the larger one alone, in the order of the two that takes more: photos, then texts, as where classes are
 * added; texts, then photos, as on a visit.
 */
async function compare(
  newPage: () => Promise<Page>,
  source: HubSource,
  rung: Rung,
  reference: Reference,
  paths: readonly string[],
) {
  const photosFirst = await fresh(newPage);
  await load(photosFirst, source, rung);
  const embeddings = await embedPhotos(photosFirst, paths);
  const vision = rendererPeak();
  const texts = await photosFirst.embedTexts(reference.texts);
  if (!texts.ok) throw new Error(texts.error.message);
  const thenTexts = rendererPeak();
  await photosFirst.page.close();

  const textsFirst = await fresh(newPage);
  const text = peakBeforeReading(textsFirst, graphFile('vision_model', rung.precision));
  // Others than before, which are known by now.
  await load(
    textsFirst,
    source,
    rung,
    reference.texts.map((text) => `${text}, again`),
  );
  await embedPhotos(textsFirst, paths);
  const thenPhotos = rendererPeak();
  await textsFirst.page.close();

  const [larger, both] = [Math.max(vision, await text), Math.max(thenTexts, thenPhotos)];
  console.log(
    `vision ${gigabytes(vision)}, then texts ${gigabytes(thenTexts)}; texts ${gigabytes(await text)}, then vision ${gigabytes(thenPhotos)}`,
  );
  return {
    texts: distance(texts.value, reference.textEmbeddings),
    photos: distance(embeddings, reference.photoEmbeddings),
    turns: both / larger,
  };
}

/** An encoder on an empty page, the memory's peak counted from now on. */
async function fresh(newPage: () => Promise<Page>): Promise<EncoderPage> {
  const encoder = await encoderOn(await newPage());
  forgetPeaks();
  return encoder;
}

async function load(encoder: EncoderPage, source: HubSource, rung: Rung, texts: readonly string[] = []) {
  const loaded = await encoder.load(source, rung, '', texts);
  if (!loaded.ok) throw new Error(loaded.error.message);
}

async function embedPhotos(encoder: EncoderPage, paths: readonly string[]): Promise<number[][]> {
  const photos = await encoder.embedPhotos(paths, 4);
  return photos.map((photo, i) => {
    if (!photo.ok) throw new Error(`${basename(paths[i]!)}: ${photo.error.message}`);
    return photo.value.embedding;
  });
}

/** The memory's peak up to the reading of a file, which the encoder tells once it has begun to load. */
async function peakBeforeReading({ page }: EncoderPage, file: string): Promise<number> {
  for (let peak = 0; ; ) {
    const isRead = page.evaluate(
      (file) => (globalThis.progress ?? []).some((step) => step.file === file),
      file,
    );
    if (await isRead) return peak;
    peak = Math.max(peak, rendererPeak());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The largest error of a component, and the least cosine, of normalised rows. */
function distance(found: readonly number[][], expected: readonly number[][]) {
  expect(found.length).toBe(expected.length);
  const errors = expected.flatMap((row, i) => row.map((value, j) => Math.abs(value - found[i]![j]!)));
  const cosines = expected.map((row, i) => row.reduce((sum, value, j) => sum + value * found[i]![j]!, 0));
  return { error: Math.max(...errors), cosine: Math.min(...cosines) };
}

interface Figures {
  readonly facts: PrecisionFacts;
  readonly peak: number;
  readonly later: number;
  readonly turns: number;
  /** Photos a second. */
  readonly rate: number;
  readonly far: Awaited<ReturnType<typeof compare>>;
}

/** A line of the table; texts and photos by their error in 32-bit floats, else by their cosine. */
function row(name: string, precision: Precision, { facts, peak, later, turns, rate, far }: Figures): string {
  const cells = [
    name,
    precision,
    `${Math.round((facts.visionBytes + facts.textBytes) / 1e6)} MB`,
    gigabytes(peak),
    gigabytes(later),
    gigabytes(facts.memory.wasm.peakBytes),
    `× ${turns.toFixed(2)}`,
    rate.toFixed(2),
    ...[far.texts, far.photos].map(({ error, cosine }) =>
      precision === 'fp32' ? error.toExponential(1) : cosine.toFixed(5),
    ),
  ];
  return `| ${cells.join(' | ')} |`;
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
