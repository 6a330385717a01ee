import type { ByteProgress, ModelSource } from '../../protocol';
import { sourceKey } from '../../protocol';
import { STORES } from '../../storage/names';
import { type Inspected, inspectCheckpoint } from '../inspect';
import { threadsHere } from '../runtime';
import { type HostFiles, hostFiles } from './files/host';
import { NO_STORE, openModelStore } from './files/model-store';
import { readAhead } from './files/read-ahead';
import { pinRevision } from './files/revision';
import { SHAPE_FILES } from './settings';

/** A checkpoint that was looked at, its small files at hand. */
export interface OpenedCheckpoint {
  readonly files: HostFiles;
  readonly inspected: Promise<Inspected>;
  /** Hears of the bytes on their way, once somebody wants to know. */
  onProgress: ((progress: ByteProgress) => void) | null;
}

/** Checkpoints that were looked at; the last one stays at hand. */
export class OpenedCheckpoints {
  #last: { readonly source: ModelSource; readonly checkpoint: Promise<OpenedCheckpoint> } | null = null;

  /** Opens a checkpoint and begins to look at it. @throws FernglassError where its files cannot be had */
  open(source: ModelSource): Promise<OpenedCheckpoint> {
    if (this.#last === null || sourceKey(this.#last.source) !== sourceKey(source))
      this.#last = { source, checkpoint: openCheckpoint(source) };
    const { checkpoint } = this.#last;
    // What failed is not kept: the next call asks anew.
    const forget = () => {
      this.#last = null;
    };
    checkpoint.then(({ inspected }) => inspected.catch(forget), forget);
    return checkpoint;
  }
}

/** Opens a checkpoint, of the commit that its revision names now, and begins to look at it. */
async function openCheckpoint(source: ModelSource): Promise<OpenedCheckpoint> {
  const own = isOwn(source);
  const store = own ? NO_STORE : await openModelStore(STORES.models);
  const host = hostFiles(await pinRevision(source, store), {
    store,
    useListing: !own,
    onProgress: (progress) => opened.onProgress?.(progress),
  });
  const files = readAhead(host, SHAPE_FILES);
  const opened: OpenedCheckpoint = {
    files,
    inspected: inspectCheckpoint(files, threadsHere()),
    onProgress: null,
  };
  // Whoever waits for it meets its error.
  opened.inspected.catch(() => {});
  return opened;
}

/** Files beside the app are kept by its service worker, and change with it. */
function isOwn(source: ModelSource): boolean {
  return source.layout === 'folder' && new URL(source.host).origin === self.location.origin;
}
