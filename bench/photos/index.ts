import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Site } from '../../e2e/support/site';
import type { Rung } from '../../workers/protocol';
import { benchPage, type ThroughPage, throughPage } from './in-chromium';
import {
  type BenchModel,
  benchModels,
  type PhotoSize,
  photoFiles,
  photoPaths,
  SIZES,
  sourceOf,
  startPhotoSite,
} from './site';

/** How photos of one size go through one model. All times in milliseconds a photo. */
export interface PhotosRow extends ThroughPage {
  readonly subject: 'photos';
  readonly model: string;
  readonly size: string;
  readonly threads: number;
  readonly photos: number;
  /** Medians of what is done before the tower, by stage, alone in one thread. */
  readonly stages: Readonly<Record<string, number>>;
  readonly tower: number;
  /** The larger of the tower alone and the processor time of all stages, shared by all cores. */
  readonly floor: number;
  /** Of transformers.js's pipeline; null where the model lies in two graphs only. */
  readonly pipeline: number | null;
}

const CLASSES = Array.from({ length: 32 }, (_, i) => `thing number ${i + 1}`);
const TOWER_PHOTOS = 100;
const PIPELINE_PHOTOS = 5;

/** Which part of the whole is measured; all where nothing is said. */
export interface PhotosPart {
  /** Of the photos of each size. */
  readonly share: number;
  /** A model's folder. */
  readonly model?: string | undefined;
  readonly size?: string | undefined;
  readonly threads?: number | undefined;
  /** Whether it is told what threads were busy with while the page worked; its own cost is in the times then. */
  readonly profile?: boolean | undefined;
}

/**
 * Photos from the drop to the answer on the built page in Chromium, with WASM, beside the tower alone and transformers.js's
 * zero-shot pipeline in the same browser.
 * @throws Error where no model or no size is of the name given
 */
export async function benchPhotos(part: PhotosPart): Promise<PhotosRow[]> {
  const { share } = part;
  const models = benchModels().filter(({ folder }) => (part.model ?? basename(folder)) === basename(folder));
  const sizes = SIZES.filter(({ short }) => (part.size ?? short) === short);
  if (models.length === 0) throw new Error(`There is no model ${part.model}: see --help.`);
  if (sizes.length === 0) throw new Error(`No photos are ${part.size}: small or large.`);
  const rows: PhotosRow[] = [];
  const threadCounts =
    part.threads !== undefined ? [part.threads] : availableParallelism() > 1 ? [1, 2] : [1];
  for (const threads of threadCounts) {
    const site = await startPhotoSite(threads > 1);
    try {
      for (const model of models)
        for (const size of sizes) {
          const photos = Math.max(8, Math.round(size.photos * share));
          rows.push(await measured(site, model, { ...size, photos }, threads, part.profile));
          console.error(photosLine(rows.at(-1)!));
        }
    } finally {
      await site.close();
    }
  }
  return rows;
}

async function measured(
  site: Site,
  model: BenchModel,
  size: PhotoSize,
  threads: number,
  profiled = false,
): Promise<PhotosRow> {
  const source = sourceOf(model, site);
  const rung: Rung = { backend: 'wasm', precision: model.precision, threads };
  const urls = photoPaths(size).map((path) => `${site.url}${path}`);
  const { times, tower, pipeline } = await benchPage(site, async (page) => ({
    times: await page.evaluate(([source, urls]) => startBench().stages(source, [...urls, ...urls]), [
      source,
      urls,
    ] as const),
    tower: await page.evaluate(([source, rung, photos]) => startBench().tower(source, rung, photos), [
      source,
      rung,
      TOWER_PHOTOS,
    ] as const),
    pipeline: model.combined
      ? await page.evaluate(
          ([source, rung, urls, classes]) => startBench().pipeline(source, rung, urls, classes),
          [source, rung, urls.slice(0, PIPELINE_PHOTOS), CLASSES] as const,
        )
      : null,
  }));
  const stages = Object.fromEntries(Object.entries(times).map(([stage, all]) => [stage, median(all)]));
  const request = { classesText: CLASSES.join('\n'), model: source };
  const { app, cpu, longTasks } = await throughPage(
    site,
    request,
    photoFiles(size),
    size.photos,
    profiled,
    threads,
  );
  const before = Object.values(stages).reduce((sum, ms) => sum + ms, 0);
  return {
    subject: 'photos',
    model: basename(model.folder),
    size: size.name,
    threads,
    photos: size.photos,
    stages,
    tower,
    app,
    cpu,
    floor: Math.max(tower, (before + tower * threads) / availableParallelism()),
    pipeline: pipeline && median(pipeline),
    longTasks,
  };
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const ms = (value: number) => `${value < 100 ? value.toFixed(1) : Math.round(value)} ms`;

function photosLine(row: PhotosRow): string {
  const { pipeline, longTasks } = row;
  return [
    `${row.model}, ${row.size}, WASM ${row.threads === 1 ? 'one thread' : `${row.threads} threads`}:`,
    `${ms(row.app)} a photo (${ms(row.cpu)} of the processor), floor ${ms(row.floor)} (× ${(row.app / row.floor).toFixed(2)}), tower ${ms(row.tower)},`,
    Object.entries(row.stages)
      .map(([stage, time]) => `${stage} ${ms(time)}`)
      .join(', '),
    pipeline === null
      ? '(no graph of both towers: transformers.js’s pipeline cannot run)'
      : `; pipeline with ${CLASSES.length} classes ${ms(pipeline)} (× ${(pipeline / row.app).toFixed(1)})`,
    `; ${longTasks.length} tasks over 50 ms${longTasks.length > 0 ? `, longest ${ms(Math.max(...longTasks))}` : ''}`,
  ].join(' ');
}

/** The rows as text. */
export const photosBenchTable = (rows: readonly PhotosRow[]): string => rows.map(photosLine).join('\n');
