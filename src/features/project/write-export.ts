import * as Comlink from 'comlink';
import { FernglassError, type Result, unwrap } from '../../../core';
import type {
  ExportApi,
  ExportFormat,
  ExportOptions,
  ExportPreview,
  ExportRequest,
  PhotoResult,
  ScoresExported,
  WrittenExport,
} from '../../../workers/protocol';
import { watchWorker } from '../../engine';
import { yieldToPage } from '../common/yield-to-page';
import { photoResults, type ResultSource, resultHead } from './results';

/** Milliseconds of reading results between two chances for the page to paint. */
const SLICE = 6;
/** Photos sent to the worker at once: their copying is part of the slice too. */
const MOST = 50;

/** An export that the user asks for. */
export interface ExportOrder {
  readonly format: ExportFormat;
  readonly scores: ScoresExported;
  readonly options: ExportOptions;
  /** Sidecars that lie beside the photos, by path; read for forms that add to them. */
  readonly sidecars?: ReadonlyMap<string, Blob>;
  /** The folder that its files are put into, where they are not to be one file. */
  readonly into?: NonNullable<ExportRequest['into']>;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** Forms that read the pictures' files, or pass them on. */
const READS_CONTENT: ReadonlySet<ExportFormat> = new Set(['darwin-core', 'folders']);

/** Starts the worker that writes exports. */
const spawnExport = () =>
  new Worker(new URL('../../../workers/export/worker.ts', import.meta.url), {
    type: 'module',
    name: 'export',
  });

/**
 * Writes all results as they are now to a file: they are read a few at a time beside the page, and a worker turns them
 * into text.
 * @returns null when it was cancelled
 * @throws FernglassError `worker-failed` when the worker dies or cannot write, `input-invalid` where the form asks for more
 */
export function writeExport(
  source: ResultSource,
  order: ExportOrder,
  spawn: () => Worker = spawnExport,
): Promise<WrittenExport | null> {
  return withWriter(source, order, spawn, Number.POSITIVE_INFINITY, (api) => api.finish());
}

/** Characters of each file that a preview shows at most. */
const PREVIEW_CHARACTERS = 6000;

/**
 * The beginnings of the files that an export of the first photos would have.
 * @param most so many photos
 * @returns null when it was given up
 * @throws as `writeExport`
 */
export function previewExport(
  source: ResultSource,
  order: ExportOrder,
  most: number,
  spawn: () => Worker = spawnExport,
): Promise<readonly ExportPreview[] | null> {
  return withWriter(source, order, spawn, most, (api) => api.preview(PREVIEW_CHARACTERS));
}

async function withWriter<T>(
  source: ResultSource,
  { format, scores, options, sidecars, into, signal, onProgress }: ExportOrder,
  spawn: () => Worker,
  most: number,
  end: (api: Comlink.Remote<ExportApi>) => PromiseLike<Result<T>>,
): Promise<T | null> {
  const worker = spawn();
  let over = () => {};
  try {
    const api = Comlink.wrap<ExportApi>(worker);
    const { died, unwatch } = deathOf(worker);
    over = unwatch;
    const within = async <V>(call: PromiseLike<Result<V>>): Promise<V> =>
      unwrap(await Promise.race([call, died]));
    const head = resultHead(source.getState(), scores);
    await within<void>(api.begin({ format, head, options, ...(into === undefined ? {} : { into }) }));
    const total = Math.min(most, source.getState().photoIds.length);
    let done = 0;
    // One call is under way while the next photos are read, and no more: the worker may be slower than the page.
    let sent: Promise<unknown> = Promise.resolve();
    const photos = photoResults(source, head, {
      content: READS_CONTENT.has(format),
      embeddings: format === 'csv' && options.table === 'parquet',
      sidecars: format === 'xmp' ? sidecars : undefined,
      sidecarName: options.sidecarName,
      most,
    });
    for await (const some of slices(photos)) {
      if (signal.aborted) return null;
      await sent;
      sent = within<void>(api.add(some));
      // Awaited one turn later, or by `finish`; until then a failure must not pass for an unhandled one.
      sent.catch(() => {});
      done += some.length;
      onProgress(done, total);
      await yieldToPage();
    }
    await sent;
    const made = await within<T>(end(api));
    return signal.aborted ? null : made;
  } finally {
    over();
    worker.terminate();
  }
}

/** The items a few at a time: as many as can be read in a slice. */
async function* slices(items: AsyncIterable<PhotoResult>): AsyncGenerator<PhotoResult[]> {
  let some: PhotoResult[] = [];
  let since = performance.now();
  for await (const item of items) {
    some.push(item);
    if (some.length < MOST && performance.now() - since < SLICE) continue;
    yield some;
    some = [];
    since = performance.now();
  }
  if (some.length > 0) yield some;
}

/** Rejects when the worker dies, until it is watched no longer. */
function deathOf(worker: Worker): { readonly died: Promise<never>; readonly unwatch: () => void } {
  let reject: (error: FernglassError) => void = () => {};
  const died = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  died.catch(() => {});
  const unwatch = watchWorker(
    worker,
    () => true,
    (what) =>
      reject(
        new FernglassError(
          'worker-failed',
          `Writing the export stopped: ${what}. Export again; if that fails too, reload the page.`,
        ),
      ),
  );
  return { died, unwatch };
}
