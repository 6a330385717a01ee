import { type Embeddings, FernglassError, type Result, toPlainError } from '../../../core';
import type {
  Backend,
  ByteProgress,
  EmbeddedPhoto,
  EncoderApi,
  EncoderInfo,
  ModelSource,
  NetworkChoice,
  Rung,
  TextRead,
} from '../../../workers/protocol';
import { describeRung, planRungs } from '../../../workers/protocol';
import { tell } from './network';
import { type Linked, Superseded, WorkerLink } from './worker-link';

/** What happens while a checkpoint loads. */
export interface LoadListener {
  onProgress(progress: ByteProgress): void;
  /** A rung was skipped; `reason` is for the user. */
  onSkipped(rung: Rung, reason: string): void;
}

/**
 * Owns the encoder worker. One failed session poisons a worker's whole realm, so every step down the ladder and every
 * change of model starts in a fresh one.
 */
export class EncoderClient {
  #link: WorkerLink<EncoderApi> | null = null;
  readonly #spoiled = new Set<Backend>();

  constructor(
    private readonly spawn: () => Worker,
    private readonly forced: Backend | null,
    private readonly network: () => NetworkChoice,
  ) {}

  /** Tells the worker, if one runs, what the user's choice of hosts is now. */
  networkChanged(): void {
    if (this.#link?.isRunning) tell(this.#link.api, this.network());
  }

  /**
   * Loads a checkpoint on the best rung that works.
   * @throws FernglassError of the last rung tried; Superseded when `dispose` or another `load` came in between.
   */
  async load(source: ModelSource, listener: LoadListener): Promise<EncoderInfo> {
    let link = this.#fresh();
    const capabilities = await link.api.capabilities();
    const rungs = planRungs(capabilities, this.forced).filter(
      ({ backend }) => backend === this.forced || !this.#spoiled.has(backend),
    );
    let failure = new FernglassError(
      'backend-unavailable',
      this.forced === 'webgpu'
        ? 'This browser offers no WebGPU adapter. Open the page without ?backend=webgpu to use WASM.'
        : 'This browser offers neither WebGPU nor WebAssembly. Use a current Chrome, Edge, Firefox or Safari.',
    );
    for (const rung of rungs) {
      if (link !== this.#link) throw new Superseded();
      try {
        return await link.api.load(source, rung, (progress) => listener.onProgress(progress));
      } catch (thrown) {
        if (thrown instanceof Superseded) throw thrown;
        const { code, message } = toPlainError(thrown);
        failure = new FernglassError(code, message);
      }
      if (link !== this.#link) throw new Superseded();
      if (STOPS_THE_LADDER.has(failure.code)) break;
      listener.onSkipped(rung, `${describeRung(rung)} was skipped: ${failure.message}`);
      link = this.#fresh();
    }
    this.dispose();
    throw failure;
  }

  /** One result per file; at most 8 files. */
  async embedPhotos(files: Blob[]): Promise<Result<EmbeddedPhoto>[]> {
    return this.#loaded().embedPhotos(files);
  }

  /** `[texts.length, d]`, normalised. */
  async embedTexts(texts: string[]): Promise<Embeddings> {
    return this.#loaded().embedTexts(texts);
  }

  /** What the model reads of each text. */
  async readTexts(texts: string[]): Promise<TextRead[]> {
    return this.#loaded().readTexts(texts);
  }

  /** Leaves a back end out of the next `load`: its device was lost while it worked. */
  spoil(backend: Backend): void {
    this.#spoiled.add(backend);
  }

  /** Ends the worker; calls under way reject as Superseded. */
  dispose(): void {
    this.#link?.stop(new Superseded());
    this.#link = null;
  }

  /** A worker that died is not started again here: the fresh one would hold no model. */
  #loaded(): Linked<EncoderApi> {
    if (this.#link === null) throw new Superseded();
    if (this.#link.death !== null) throw this.#link.death;
    return this.#link.api;
  }

  #fresh(): WorkerLink<EncoderApi> {
    this.dispose();
    this.#link = new WorkerLink<EncoderApi>(this.spawn, {
      stopped: 'The encoder stopped',
      remedy: 'Reload the page to start it again.',
      onStart: (api) => tell(api, this.network()),
    });
    return this.#link;
  }
}

/** Errors that no other back end would mend. */
const STOPS_THE_LADDER: ReadonlySet<string> = new Set([
  'model-not-found',
  'model-unreadable',
  'model-unsupported',
  'network-failed',
  'host-not-chosen',
]);
