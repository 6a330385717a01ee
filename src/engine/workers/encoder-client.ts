import * as Comlink from 'comlink';
import { type Embeddings, FernglassError, type Result, unwrap } from '../../../core';
import type {
  Backend,
  ByteProgress,
  Capabilities,
  EmbeddedPhoto,
  EncoderApi,
  EncoderInfo,
  ModelSource,
  Rung,
} from '../../../workers/protocol';
import { describeRung, planRungs } from '../../../workers/protocol';

/** What happens while a checkpoint loads. */
export interface LoadListener {
  onCapabilities(capabilities: Capabilities): void;
  onProgress(progress: ByteProgress): void;
  /** A rung was skipped; `reason` is for the user. */
  onSkipped(rung: Rung, reason: string): void;
}

interface Realm {
  readonly worker: Worker;
  readonly api: Comlink.Remote<EncoderApi>;
  /** Rejects when the worker dies or is thrown away: a call into it would otherwise wait for ever. */
  readonly died: Promise<never>;
  readonly kill: (reason: unknown) => void;
}

/** Thrown where a newer request made the work pointless; never shown. */
export class Superseded extends Error {
  override readonly name = 'AbortError';
}

/**
 * Owns the encoder worker. One failed session poisons a worker's whole realm, so every step down the ladder and every
 * change of model starts in a fresh one.
 */
export class EncoderClient {
  #realm: Realm | null = null;
  readonly #spoiled = new Set<Backend>();

  constructor(
    private readonly spawn: () => Worker,
    private readonly forced: Backend | null,
  ) {}

  /**
   * Loads a checkpoint on the best rung that works.
   * @throws FernglassError of the last rung tried; Superseded when `dispose` or another `load` came in between.
   */
  async load(source: ModelSource, listener: LoadListener): Promise<EncoderInfo> {
    let realm = this.#fresh();
    const capabilities = await this.#within(realm, realm.api.capabilities());
    listener.onCapabilities(capabilities);
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
      if (realm !== this.#realm) throw new Superseded();
      const result = await this.#within(
        realm,
        realm.api.load(
          source,
          rung,
          Comlink.proxy((progress) => listener.onProgress(progress)),
        ),
      ).catch((thrown: unknown): Result<EncoderInfo> => {
        if (thrown instanceof Superseded) throw thrown;
        return {
          ok: false,
          error: {
            code: 'worker-failed',
            message: thrown instanceof Error ? thrown.message : String(thrown),
          },
        };
      });
      if (result.ok) return result.value;
      failure = new FernglassError(result.error.code, result.error.message);
      if (STOPS_THE_LADDER.has(failure.code)) break;
      listener.onSkipped(rung, `${describeRung(rung)} was skipped: ${failure.message}`);
      realm = this.#fresh();
    }
    this.dispose();
    throw failure;
  }

  /** One result per file; at most 8 files. */
  embedPhotos(files: Blob[]): Promise<Result<EmbeddedPhoto>[]> {
    const realm = this.#loaded();
    return this.#within(realm, realm.api.embedPhotos(files));
  }

  /** `[texts.length, d]`, normalised. */
  async embedTexts(texts: string[]): Promise<Embeddings> {
    const realm = this.#loaded();
    return unwrap(await this.#within(realm, realm.api.embedTexts(texts)));
  }

  /** Leaves a back end out of the next `load`: its device was lost while it worked. */
  spoil(backend: Backend): void {
    this.#spoiled.add(backend);
  }

  /** Ends the worker; calls under way reject as Superseded. */
  dispose(): void {
    this.#realm?.kill(new Superseded());
    this.#realm = null;
  }

  #loaded(): Realm {
    if (this.#realm === null) throw new Superseded();
    return this.#realm;
  }

  #fresh(): Realm {
    this.dispose();
    const worker = this.spawn();
    let kill: (reason: unknown) => void = () => {};
    const died = new Promise<never>((_, reject) => {
      kill = (reason) => {
        worker.terminate();
        reject(reason);
      };
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        kill(
          new FernglassError(
            'worker-failed',
            `The encoder stopped: ${event.message || 'its program could not be loaded'}. Reload the page to start it again.`,
          ),
        );
      });
    });
    died.catch(() => {});
    this.#realm = { worker, api: Comlink.wrap<EncoderApi>(worker), died, kill };
    return this.#realm;
  }

  #within<T>(realm: Realm, call: T): Promise<Awaited<T>> {
    return Promise.race([call, realm.died]);
  }
}

/** Errors that no other back end would mend. */
const STOPS_THE_LADDER: ReadonlySet<string> = new Set([
  'model-not-found',
  'model-unreadable',
  'model-unsupported',
  'network-failed',
]);
