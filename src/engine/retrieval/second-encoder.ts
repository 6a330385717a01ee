import * as Comlink from 'comlink';
import { FernglassError, row, unwrap } from '../../../core';
import type { VectorSpace } from '../../../index-shards/format';
import type { ByteProgress, ModelSource, SentenceEncoderApi } from '../../../workers/protocol';
import { PUBLIC_HUB } from '../state/models';

/** Errors after which the encoder may lie on another host. */
const ELSEWHERE = new Set(['model-not-found', 'network-failed', 'model-unreadable']);

interface Realm {
  readonly worker: Worker;
  readonly api: Comlink.Remote<SentenceEncoderApi>;
  /** Rejects when the worker dies. */
  readonly died: Promise<never>;
}

/** The client of the second text encoder's worker, which starts when it is first asked for; embeddings are kept. */
export class SecondEncoder {
  #realm: Realm | null = null;
  readonly #known = new Map<string, Float32Array>();

  constructor(private readonly spawn: () => Worker) {}

  /**
   * Loads an encoder from the first of the hosts that has it, in place of the one before.
   * @throws FernglassError of the last host
   */
  async load(
    hosts: readonly ModelSource[],
    encoder: VectorSpace['encoder'],
    onProgress: (progress: ByteProgress) => void,
  ): Promise<void> {
    let failure: FernglassError | null = null;
    for (const source of hosts) {
      try {
        const { api, died } = this.#fresh();
        unwrap(await Promise.race([api.load(source, encoder, Comlink.proxy(onProgress)), died]));
        return;
      } catch (thrown) {
        this.dispose();
        if (!(thrown instanceof FernglassError) || !ELSEWHERE.has(thrown.code)) throw thrown;
        failure = thrown;
      }
    }
    throw failure ?? new FernglassError('model-not-found', 'No host is known for the second text encoder.');
  }

  /** One embedding for each text, normalised. */
  async embedTexts(texts: readonly string[]): Promise<Float32Array[]> {
    const unknown = [...new Set(texts)].filter((text) => !this.#known.has(text));
    if (unknown.length > 0) {
      if (this.#realm === null)
        throw new FernglassError('worker-failed', 'The second text encoder is not loaded.');
      const { api, died } = this.#realm;
      const embeddings = unwrap(await Promise.race([api.embedTexts(unknown), died]));
      unknown.forEach((text, i) => {
        this.#known.set(text, row(embeddings, i).slice());
      });
    }
    return texts.map((text) => this.#known.get(text)!);
  }

  /** Ends the worker. */
  dispose(): void {
    this.#realm?.worker.terminate();
    this.#realm = null;
    this.#known.clear();
  }

  #fresh(): Realm {
    this.dispose();
    const worker = this.spawn();
    const died = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(
          new FernglassError(
            'worker-failed',
            `The second text encoder stopped: ${event.message || 'its program could not be loaded'}. Choose another way of finding captions, or reload the page.`,
          ),
        );
      });
    });
    died.catch(() => {});
    this.#realm = { worker, api: Comlink.wrap<SentenceEncoderApi>(worker), died };
    return this.#realm;
  }
}

/** Where a second encoder is looked for: where the model came from, and on the public hub if that is a plain folder. */
export function hostsOf(
  { id, revision }: Pick<VectorSpace['encoder'], 'id' | 'revision'>,
  model: ModelSource,
): ModelSource[] {
  const beside: ModelSource = { id, revision, host: model.host, layout: model.layout };
  const onHub: ModelSource = { id, revision, host: PUBLIC_HUB, layout: 'hub' };
  return model.layout === 'hub' ? [beside] : [beside, onHub];
}
