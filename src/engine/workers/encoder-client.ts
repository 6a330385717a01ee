import { type Embeddings, FernglassError, type Result, toFernglassError } from '../../../core';
import type {
  Backend,
  ByteProgress,
  EmbeddedPhoto,
  EncoderApi,
  EncoderInfo,
  Inspection,
  LoadPlan,
  MeasuredPrecision,
  ModelSource,
  NetworkChoice,
  PhotoSource,
  PhotosAhead,
  Rung,
  TextRead,
} from '../../../workers/protocol';
import { describeRung, planLoad } from '../../../workers/protocol';
import { tell } from './network';
import { passedOver, reasonsOf, tooLargeFor } from './room';
import { type Linked, Superseded, WorkerLink } from './worker-link';

/** A checkpoint, and what this machine makes of it. */
export interface ModelInspection extends Inspection {
  readonly plan: LoadPlan;
  /** Why each precision that its memory rules out is left out, as sentences. */
  readonly leftOut: readonly string[];
}

/** How a checkpoint is loaded beside the one in use. */
export interface BesideOptions {
  /** That will be asked for first. */
  readonly texts: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ByteProgress) => void;
}

/** What happens while a checkpoint loads. */
export interface LoadListener {
  /** A rung begins; `bytes` of files are read for it, null where nobody knows. */
  onExpected(bytes: number | null): void;
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
  #inspection: ModelInspection | null = null;
  readonly #spoiled = new Set<Backend>();
  #keepsTexts = true;

  constructor(
    private readonly spawn: () => Worker,
    private readonly forced: Backend | null,
    private readonly network: () => NetworkChoice,
    /** Bytes that this page may hold. */
    private readonly memoryBytes: number,
    /** What was measured of a checkpoint's precisions on this device. */
    private readonly measured: (checkpoint: Inspection) => readonly MeasuredPrecision[] = () => [],
  ) {}

  /** Of the checkpoint that was loaded last; null where none was. */
  get inspection(): ModelInspection | null {
    return this.#inspection;
  }

  /** Tells the worker, if one runs, what the user's choice of hosts is now. */
  networkChanged(): void {
    if (this.#link?.isRunning) tell(this.#link.api, this.network());
  }

  get keepsTexts(): boolean {
    return this.#keepsTexts;
  }

  /** Says whether embeddings of texts are kept between visits; a worker that died says so at the next call. */
  keepTexts(isKept: boolean): void {
    if (isKept === this.#keepsTexts) return;
    this.#keepsTexts = isKept;
    if (this.#link?.isRunning) this.#link.api.keepTexts(isKept).catch(() => {});
  }

  /**
   * Tells what a checkpoint is, and on which rungs it would be tried here; loads nothing, and leaves what is loaded alone.
   * @throws FernglassError `model-not-found`, `model-unreadable`, `model-unsupported`, `network-failed`
   */
  async inspect(source: ModelSource): Promise<ModelInspection> {
    const link = this.#newLink();
    try {
      return await this.#inspect(link.api, source);
    } finally {
      link.stop(new Superseded());
    }
  }

  async #inspect(api: Linked<EncoderApi>, source: ModelSource): Promise<ModelInspection> {
    const [capabilities, inspection] = await Promise.all([api.capabilities(), api.inspect(source)]);
    const { rungs, tooLarge } = planLoad(capabilities, this.memoryBytes, inspection, {
      forced: this.forced,
      measured: this.measured(inspection),
    });
    const isLeft = ({ backend }: Rung) => backend === this.forced || !this.#spoiled.has(backend);
    const plan = { rungs: rungs.filter(isLeft), tooLarge: tooLarge.filter(isLeft) };
    return { ...inspection, plan, leftOut: reasonsOf(plan, inspection, this.memoryBytes) };
  }

  /**
   * Loads a checkpoint on the best rung that works and that its memory fits.
   * @param texts that will be asked for first
   * @throws FernglassError `model-too-large` where it fits none, before any weight is fetched; of the last rung tried;
   * Superseded when `dispose` or another `load` came in between.
   */
  async load(
    source: ModelSource,
    listener: LoadListener,
    texts: readonly string[] = [],
  ): Promise<EncoderInfo> {
    let link = this.#fresh();
    const inspection = await this.#inspect(link.api, source).catch((thrown) => {
      if (link === this.#link) this.dispose();
      throw thrown;
    });
    const { rungs, tooLarge } = inspection.plan;
    if (rungs.length === 0 && tooLarge.length > 0) {
      this.dispose();
      throw tooLargeFor(inspection, tooLarge, this.memoryBytes);
    }
    for (const rung of tooLarge) listener.onSkipped(rung, passedOver(rung, inspection, this.memoryBytes));
    let failure = new FernglassError(
      'backend-unavailable',
      this.forced === 'webgpu'
        ? 'This browser offers no WebGPU adapter. Open the page without ?backend=webgpu to use WASM.'
        : 'This browser offers neither WebGPU nor WebAssembly. Use a current Chrome, Edge, Firefox or Safari.',
    );
    for (const rung of rungs) {
      if (link !== this.#link) throw new Superseded();
      listener.onExpected(bytesOf(rung, inspection));
      try {
        const info = await link.api.load(source, rung, (progress) => listener.onProgress(progress), texts);
        this.#inspection = inspection;
        return info;
      } catch (thrown) {
        if (thrown instanceof Superseded) throw thrown;
        failure = toFernglassError(thrown);
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
  async embedPhotos(files: PhotoSource[], ahead: PhotosAhead): Promise<Result<EmbeddedPhoto>[]> {
    return this.#loaded().embedPhotos(files, ahead);
  }

  /** `[texts.length, d]`, normalised. */
  async embedTexts(texts: string[]): Promise<Embeddings> {
    return this.#loaded().embedTexts(texts);
  }

  /** What the model reads of each text. */
  async readTexts(texts: string[]): Promise<TextRead[]> {
    return this.#loaded().readTexts(texts);
  }

  /**
   * Loads a checkpoint on one rung into a worker of its own, beside the one that is loaded, for as long as `work` takes.
   * @throws FernglassError as `load`, and what `work` throws; the signal's reason when aborted
   */
  async beside<T>(
    source: ModelSource,
    rung: Rung,
    { texts, signal, onProgress }: BesideOptions,
    work: (encoder: Pick<EncoderClient, 'embedPhotos' | 'embedTexts'>) => Promise<T>,
  ): Promise<T> {
    const link = this.#newLink();
    try {
      const api = link.until(signal);
      await api.load(source, rung, onProgress, texts);
      return await work(api);
    } finally {
      link.stop(new Superseded());
    }
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
    this.#link = this.#newLink();
    return this.#link;
  }

  #newLink(): WorkerLink<EncoderApi> {
    return new WorkerLink<EncoderApi>(this.spawn, {
      stopped: 'The encoder stopped',
      remedy: 'Reload the page to start it again.',
      onStart: (api) => {
        tell(api, this.network());
        if (!this.#keepsTexts) api.keepTexts(false).catch(() => {});
      },
    });
  }
}

/** Bytes of both towers on a rung. */
function bytesOf({ precision }: Rung, { precisions }: Inspection): number | null {
  const facts = precisions?.find((one) => one.precision === precision);
  return facts === undefined ? null : facts.visionBytes + facts.textBytes;
}

/** Errors that no other back end would mend. */
const STOPS_THE_LADDER: ReadonlySet<string> = new Set([
  'model-not-found',
  'model-unreadable',
  'model-unsupported',
  'network-failed',
  'host-not-chosen',
]);
