import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { build } from 'vite';
import { App } from '../../e2e/support/app';
import { samplePaths } from '../../e2e/support/samples';
import { BUILD, startSite } from '../../e2e/support/site';
import { START_MARK } from '../../workers/protocol';
import { cpuTime, withProfile } from '../profile';
import { readMarks, readShown, watchStart } from './in-page';

/** How one kind of visit went: medians over several, in milliseconds since the visit began. */
export interface StartRow {
  readonly subject: string;
  readonly visit: 'first' | 'later';
  readonly visits: number;
  /** By stage, `StartStage` and what the page shows; absent where no visit came to it. */
  readonly stages: Readonly<Record<string, number>>;
  /** Milliseconds of processor time of the whole browser, from the visit's beginning to its end. */
  readonly cpu: number;
}

type Visit = Omit<StartRow, 'subject' | 'visits'>;

const VISITS = 5;
/** Milliseconds between two looks at the page: looking takes time from it. */
const POLLING = 100;
/** In the order in which they are usually reached. */
const STAGES = [
  'shell',
  'encoder',
  'settings',
  'runtime',
  'tower',
  'self-test',
  'model',
  'index',
  'text-tower',
  'texts',
  'ready',
  'answer',
];

/**
 * Times the starts of the built page in Chromium, from the address to the first answer: first visits, each with a fresh
 * profile and one sample dropped as soon as there is where to drop it, and later visits with the profile of the first.
 */
export async function benchStart({ visits = VISITS } = {}): Promise<StartRow[]> {
  if (!existsSync(join(BUILD, 'service-worker.js'))) await build({ logLevel: 'warn' });
  const site = await startSite();
  const found: Visit[] = [];
  try {
    for (let i = 0; i < visits; i++)
      await withProfile(async (context) => {
        await context.addInitScript(watchStart);
        found.push(await visit(context, site.url, 'first'));
        found.push(await visit(context, site.url, 'later'));
      });
  } finally {
    await site.close();
  }
  return (['first', 'later'] as const).map((kind) => rowOf(found.filter(({ visit }) => visit === kind)));
}

/** One line a kind of visit, its stages in their order. */
export function startTable(rows: readonly StartRow[]): string {
  const present = STAGES.filter((stage) => rows.some(({ stages }) => stage in stages));
  return [
    `| visit | ${present.join(' | ')} | CPU |`,
    `| --- |${' --- |'.repeat(present.length + 1)}`,
    ...rows.map(
      ({ visit, stages, cpu }) =>
        `| ${visit} | ${present.map((stage) => (stage in stages ? seconds(stages[stage]!) : '–')).join(' | ')} | ${seconds(cpu)} |`,
    ),
    `median seconds of ${rows[0]!.visits} visits since the page was asked for; CPU: of the whole browser`,
  ].join('\n');
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);

async function visit(context: BrowserContext, url: string, kind: Visit['visit']): Promise<Visit> {
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  page.on('pageerror', (error) => console.error(error));
  const before = await cpuTime(context);
  await page.goto(`${url}?backend=wasm`, { waitUntil: 'commit' });
  if (kind === 'first') {
    await new App(page).addPhotos(samplePaths(1));
    await page.waitForFunction(() => shown.answer !== null, undefined, { polling: POLLING });
  }
  const ready = () => performance.getEntriesByName('fernglass ready').length > 0;
  await page.waitForFunction(ready, undefined, { polling: POLLING });
  const cpu = (await cpuTime(context)) - before;
  const stages = await stagesOf(page);
  if (kind === 'first')
    await expect(new App(page).status).toContainText('works offline', { timeout: 120_000 });
  await page.close();
  return { visit: kind, stages, cpu };
}

function rowOf(visits: readonly Visit[]): StartRow {
  const stages = STAGES.flatMap((stage) => {
    const times = visits.flatMap((visit) => visit.stages[stage] ?? []);
    return times.length > 0 ? [[stage, median(times)] as const] : [];
  });
  return {
    subject: 'start',
    visit: visits[0]!.visit,
    visits: visits.length,
    stages: Object.fromEntries(stages),
    cpu: median(visits.map(({ cpu }) => cpu)),
  };
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;

/** When each stage was reached, in milliseconds since the visit began. */
async function stagesOf(page: Page): Promise<Record<string, number>> {
  const { began, ...shown } = await page.evaluate(readShown);
  const marks = await page.evaluate(readMarks, START_MARK);
  // Threads of onnxruntime sleep without listening.
  const workers = page.workers().filter((worker) => !worker.url().includes('ort-wasm'));
  for (const worker of workers) Object.assign(marks, await worker.evaluate(readMarks, START_MARK));
  const stages = Object.entries(marks).map(([name, time]) => [name, time - began] as const);
  for (const [name, time] of Object.entries(shown)) if (time !== null) stages.push([name, time]);
  return Object.fromEntries(stages);
}
