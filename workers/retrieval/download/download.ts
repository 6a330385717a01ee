import { FernglassError, toFernglassError } from '../../../core';
import { type FileEntry, verifyBytes } from '../../../index-shards/format';
import type { FetchOptions } from '../../net';
import type { Lock, ShardStore } from '../../storage';
import { fetchVerified } from './fetch-index';

export interface DownloadOptions extends FetchOptions {
  /** The manifest's URL; files lie beside it. */
  readonly base: URL;
  readonly files: readonly FileEntry[];
  readonly signal: AbortSignal;
  readonly store: ShardStore;
  readonly lock: Lock;
  /** Takes a verified file; throws `FernglassError` where it cannot be used after all. */
  readonly onFile: (entry: FileEntry, bytes: Uint8Array<ArrayBuffer>) => void;
  /** Bytes of files under way, those that `onFile` has taken left out. */
  readonly onBytes: (loaded: number) => void;
  /** A file could not be stored; it has been taken by `onFile`. */
  readonly onNotKept: (error: unknown) => void;
}

export interface DownloadOutcome {
  /** Files that were asked for. */
  readonly files: number;
  readonly failures: readonly FernglassError[];
  /** Files that were not asked of the host, because those before them failed in a way that these would too. */
  readonly untried: number;
}

/** Files fetched at a time: enough to hide a host's delay, few enough that files come to an end one by one. */
const AT_ONCE = 3;
/**
 * After so many failures of the network in a row the rest is not tried, and after one of this program none is. A file that
 * is missing or damaged says little of the next; but where many in a row are, the host does not have this index.
 */
const GIVE_UP_AFTER = { network: 3, file: 8 };
/** Progress is told so many times for all files together, and not for fewer bytes than these. */
const PROGRESS_STEPS = 200;
const PROGRESS_BYTES = 64 * 1024;

/**
 * Fetches, verifies, hands over and stores files; a file that fails does not stop the others. When aborted it ends
 * early, without an error.
 */
export async function downloadMissing(options: DownloadOptions): Promise<DownloadOutcome> {
  const { files, signal, onBytes } = options;
  const waiting = [...files];
  const failures: FernglassError[] = [];
  const underWay = new Map<string, number>();
  const inARow = { network: 0, file: 0 };
  let isOver = false;
  let told = 0;
  const step = Math.max(PROGRESS_BYTES, files.reduce((sum, { bytes }) => sum + bytes, 0) / PROGRESS_STEPS);
  const tell = (force: boolean) => {
    let loaded = 0;
    for (const bytes of underWay.values()) loaded += bytes;
    if (!force && Math.abs(loaded - told) < step) return;
    told = loaded;
    onBytes(loaded);
  };

  async function work(): Promise<void> {
    for (;;) {
      if (signal.aborted || isOver) return;
      const entry = waiting.shift();
      if (entry === undefined) return;
      try {
        await one(entry, {
          ...options,
          onBytes: (loaded) => {
            underWay.set(entry.name, loaded);
            tell(false);
          },
          onFile: (_, bytes) => {
            options.onFile(entry, bytes);
            underWay.delete(entry.name);
            tell(true);
          },
        });
        inARow.network = 0;
        inARow.file = 0;
      } catch (error) {
        if (signal.aborted) return;
        const failure = toFernglassError(error);
        const { code } = failure;
        failures.push(failure);
        const kind = code === 'network-failed' ? 'network' : 'file';
        isOver ||= ++inARow[kind] >= GIVE_UP_AFTER[kind] || code === 'worker-failed';
      } finally {
        underWay.delete(entry.name);
      }
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { files: files.length, failures, untried: waiting.length };
}

/**
 * One error for all files that did not come: the first one's code and message, how many, and what there is now.
 * @param instead what is searched in their place, as a sentence; where absent, what came
 */
export function failureOf({ files, failures, untried }: DownloadOutcome, instead?: string): FernglassError {
  const first = failures[0]!;
  const loaded = files - failures.length - untried;
  const more = untried > 0 ? `, and ${untried} more were not tried` : '';
  const count = `${failures.length} of ${files} files of the caption index could not be loaded${more}.`;
  const now =
    loaded === 0
      ? 'What was loaded before stays.'
      : untried === 0
        ? 'The others are loaded and are searched.'
        : 'What was loaded stays and is searched.';
  const sentences = files === 1 ? [first.message, instead] : [count, first.message, instead ?? now];
  return new FernglassError(first.code, sentences.filter(Boolean).join(' '), {
    cause: first,
    sentOn: first.sentOn,
  });
}

async function one(entry: FileEntry, options: DownloadOptions): Promise<void> {
  const { base, lock, onFile, onNotKept, signal, store } = options;
  await lock(`fernglass ${entry.name}`, signal, async () => {
    // Another tab may have fetched it since.
    const kept = await fromStore(entry, store);
    if (kept !== undefined) return onFile(entry, kept);
    const bytes = await fetchVerified(new URL(entry.name, base), entry, options);
    signal.throwIfAborted();
    onFile(entry, bytes);
    await store.write(entry.name, bytes).catch(onNotKept);
  });
}

async function fromStore(entry: FileEntry, store: ShardStore): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const bytes = await store.read(entry.name);
    if (bytes !== undefined) await verifyBytes(bytes, entry);
    return bytes;
  } catch {
    return undefined;
  }
}
