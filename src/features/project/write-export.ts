import * as Comlink from 'comlink';
import { FernglassError, type Result, unwrap } from '../../../core';
import type {
  CsvStart,
  ExportApi,
  ExportFormat,
  PhotoResult,
  ScoresExported,
} from '../../../workers/protocol';
import { watchWorker } from '../../engine';
import { yieldToPage } from '../common/yield-to-page';
import { photoResults, type ResultSource, resultHead } from './results';

/** Milliseconds of reading results between two chances for the page to paint. */
const SLICE = 6;
/** Photos sent to the worker at once: their copying is part of the slice too. */
const MOST = 50;

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly scores: ScoresExported;
  readonly csvStart: CsvStart;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** Starts the worker that writes exports. */
export const spawnExport = () =>
  new Worker(new URL('../../../workers/export/worker.ts', import.meta.url), {
    type: 'module',
    name: 'export',
  });

/**
 * Writes all results as they are now to a file: they are read a few at a time beside the page, and a worker turns them
 * into text.
 * @returns null when it was cancelled
 * @throws FernglassError `worker-failed` when the worker dies or cannot write
 */
export async function writeExport(
  source: ResultSource,
  { format, scores, csvStart, signal, onProgress }: ExportOptions,
  spawn: () => Worker = spawnExport,
): Promise<Blob | null> {
  const worker = spawn();
  let over = () => {};
  try {
    const api = Comlink.wrap<ExportApi>(worker);
    const { died, unwatch } = deathOf(worker);
    over = unwatch;
    const within = async <T>(call: PromiseLike<Result<T>>): Promise<T> =>
      unwrap(await Promise.race([call, died]));
    const head = resultHead(source.getState(), scores);
    await within<void>(api.begin(format, head, csvStart));
    const total = source.getState().photoIds.length;
    let done = 0;
    // One call is under way while the next photos are read, and no more: the worker may be slower than the page.
    let sent: Promise<unknown> = Promise.resolve();
    for (const some of slices(photoResults(source, head))) {
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
    const file = await within<Blob>(api.finish());
    return signal.aborted ? null : file;
  } finally {
    over();
    worker.terminate();
  }
}

/** The items a few at a time: as many as can be read in a slice. */
function* slices(items: Iterable<PhotoResult>): Generator<PhotoResult[]> {
  let some: PhotoResult[] = [];
  let since = performance.now();
  for (const item of items) {
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
