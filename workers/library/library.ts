import { attempt, FernglassError, type Result } from '../../core';
import { openModelStore } from '../encoder/checkpoint/files/model-store';
import { Archive, type ArchiveLimits } from '../intake/archive';
import type { LibraryApi, OpenedModel, OpeningProgress, PickedFile } from '../protocol';
import { STORES } from '../storage/names';
import { type Installing, install } from './install';
import { isPart, rootOf } from './root';

/** WebAssembly addresses 4 GB: no file of a model that runs is longer. Weights pack badly, and zeros are no weights. */
const LIMITS: ArchiveLimits = { entry: 2 ** 32, total: 3 * 2 ** 32, ratio: 200, harmless: 64e6 };

/** Takes models from this device into the browser's store, one at a time. */
export class Library implements LibraryApi {
  #giveUp = new AbortController();

  constructor(
    private readonly parts: Partial<Pick<Installing, 'store' | 'freeBytes' | 'pieceBytes'>> = {},
    private readonly limits = LIMITS,
  ) {}

  openFolder: LibraryApi['openFolder'] = (files, name, onProgress) =>
    this.#one((signal) => this.#install(files, name, onProgress, signal));

  openArchive: LibraryApi['openArchive'] = (blob, name, onProgress) =>
    this.#one(async (signal) => {
      const archive = await Archive.open(blob, this.limits);
      signal.addEventListener('abort', () => archive.giveUp());
      const paths = archive.entries.map(({ path }) => path);
      const root = rootOf(paths);
      const wanted = [...archive.entries.entries()].filter(([, { path, problem }]) =>
        // A path that leads out of the archive is never within the folder, and spoils the whole.
        problem === null ? path.startsWith(root) && isPart(path.slice(root.length)) : true,
      );
      const bad = wanted.find(([, { problem }]) => problem !== null)?.[1];
      if (bad !== undefined) throw new FernglassError('input-invalid', `${bad.path}: ${bad.problem}`);
      const total = wanted.reduce((sum, [, { bytes }]) => sum + bytes, 0);
      const files: PickedFile[] = [];
      let loaded = 0;
      for (const [at, { path, bytes }] of wanted) {
        signal.throwIfAborted();
        files.push({ path, content: (await archive.unpack(at)).content });
        loaded += bytes;
        onProgress({ step: 'unpacking', loaded, total });
      }
      return this.#install(files, name, onProgress, signal);
    });

  holdsModel: LibraryApi['holdsModel'] = (blob) =>
    attempt(async () => {
      const { entries } = await Archive.open(blob, this.limits);
      const has = (pattern: RegExp) => entries.some(({ path }) => pattern.test(path));
      return has(/(^|\/)(open_clip_)?config\.json$/) && has(/\.(onnx|safetensors)$/);
    });

  giveUp: LibraryApi['giveUp'] = async () =>
    this.#giveUp.abort(new DOMException('The opening of a model was given up.', 'AbortError'));

  /** Gives up what is being opened: whoever opens another has changed their mind. */
  #one(work: (signal: AbortSignal) => Promise<OpenedModel>): Promise<Result<OpenedModel>> {
    void this.giveUp();
    this.#giveUp = new AbortController();
    const { signal } = this.#giveUp;
    return attempt(() => work(signal), 'model-unreadable');
  }

  async #install(
    files: readonly PickedFile[],
    name: string,
    onProgress: (progress: OpeningProgress) => void,
    signal: AbortSignal,
  ): Promise<OpenedModel> {
    const store = this.parts.store ?? (await openModelStore(STORES.models));
    return install(files, name, { freeBytes, ...this.parts, store, onProgress, signal });
  }
}

async function freeBytes(): Promise<number | null> {
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  return estimate?.quota === undefined ? null : estimate.quota - (estimate.usage ?? 0);
}
