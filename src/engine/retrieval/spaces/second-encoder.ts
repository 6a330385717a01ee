import { type Embeddings, FernglassError, row } from '../../../../core';
import type { VectorSpace } from '../../../../index-shards/format';
import type {
  ByteProgress,
  EncoderWeight,
  ModelSource,
  NetworkChoice,
  SentenceEncoderApi,
} from '../../../../workers/protocol';
import { PUBLIC_HUB } from '../../state/request/models';
import { Deaths } from '../../workers/deaths';
import { tell } from '../../workers/network';
import { Superseded, WorkerLink } from '../../workers/worker-link';

/** Errors after which the encoder may lie on another host. */
const ELSEWHERE = new Set(['model-not-found', 'network-failed', 'host-not-chosen', 'model-unreadable']);

/** Milliseconds without a text to embed after which the worker ends: its weights may be hundreds of megabytes. */
const REST_AFTER = 30_000;

/**
 * The second text encoder. Its worker starts when it is first asked for, ends when nothing is asked for a while, and starts
 * again for a text that is not known; embeddings are kept.
 */
export class SecondEncoder {
  readonly #link: WorkerLink<SentenceEncoderApi>;
  readonly #known = new Map<string, Float32Array>();
  /** Loads the encoder that was loaded last into a fresh worker. */
  #again: (() => Promise<unknown>) | null = null;
  /** Where the encoder came from that was loaded last. */
  #source: ModelSource | null = null;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly spawn: () => Worker,
    private readonly network: () => NetworkChoice,
  ) {
    this.#link = this.#newLink();
  }

  #newLink(): WorkerLink<SentenceEncoderApi> {
    return new WorkerLink(this.spawn, {
      onStart: (api) => tell(api, this.network()),
      stopped: 'The second text encoder stopped',
      remedy: 'Choose another way of finding captions, or reload the page.',
    });
  }

  /** Tells the worker, if one runs, what the user's choice of hosts is now. */
  networkChanged(): void {
    if (this.#link.isRunning) tell(this.#link.api, this.network());
  }

  /**
   * Loads an encoder in place of the one before: from this device, where the user opened it, else from the first of the
   * hosts that has it.
   * @throws FernglassError of the last host; Superseded when `dispose` or another `load` came in between
   */
  async load(
    hosts: readonly ModelSource[],
    encoder: VectorSpace['encoder'],
    onProgress: (progress: ByteProgress) => void,
  ): Promise<void> {
    let failure: FernglassError | null = null;
    this.dispose();
    const kept = await this.#link.api.kept(encoder.id);
    for (const source of [...kept, ...hosts]) {
      try {
        await this.#link.api.load(source, encoder, onProgress);
        this.#source = source;
        this.#again = () => this.#link.api.load(source, encoder, () => {});
        this.#restSoon();
        return;
      } catch (thrown) {
        // The worker of the newer request must not go.
        if (thrown instanceof Superseded) throw thrown;
        this.dispose();
        // Of what lies here, another one may be the right one.
        const goesOn = source.layout === 'device' || ELSEWHERE.has((thrown as FernglassError).code);
        if (!(thrown instanceof FernglassError) || !goesOn) throw thrown;
        failure = thrown;
      }
    }
    throw failure ?? new FernglassError('model-not-found', 'No host is known for the second text encoder.');
  }

  /**
   * One embedding for each text, normalised.
   * @throws FernglassError `worker-failed` where the encoder is not loaded, or its worker dies again and again
   */
  async embedTexts(texts: readonly string[]): Promise<Float32Array[]> {
    const unknown = [...new Set(texts)].filter((text) => !this.#known.has(text));
    if (unknown.length > 0) {
      const embeddings = await this.#embed(unknown, 'embedTexts');
      unknown.forEach((text, i) => {
        this.#known.set(text, row(embeddings, i).slice());
      });
    }
    return texts.map((text) => this.#known.get(text)!);
  }

  /**
   * How large an encoder is, and how much of it is stored: of the one that is loaded, else where it would be looked for first.
   * Null where nobody says. Asked of a worker of its own: in the other one an encoder may be loading, or be about to.
   */
  async weigh(hosts: readonly ModelSource[], id: string): Promise<EncoderWeight | null> {
    const link = this.#newLink();
    try {
      const sources = this.#source === null ? [...(await link.api.kept(id)), ...hosts] : [this.#source];
      for (const source of sources) {
        // A host that does not answer says no more than one that has no list.
        const weight = await link.api.weigh(source).catch(() => null);
        if (weight !== null) return weight;
      }
      return null;
    } finally {
      link.stop(new Superseded());
    }
  }

  /**
   * Captions, `[texts.length, its width]`, normalised; they are not kept here.
   * @throws FernglassError as `embedTexts`
   */
  embedCaptions(texts: readonly string[]): Promise<Embeddings> {
    return this.#embed([...texts], 'embedCaptions');
  }

  async #embed(texts: string[], by: 'embedTexts' | 'embedCaptions'): Promise<Embeddings> {
    clearTimeout(this.#resting);
    for (const deaths = new Deaths(); ; ) {
      try {
        if (!this.#link.isRunning) await this.#again?.();
        const embeddings = await this.#link.api[by](texts);
        this.#restSoon();
        return embeddings;
      } catch (thrown) {
        if (this.#link.death === null || !deaths.forgives(thrown)) throw thrown;
      }
    }
  }

  #restSoon(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#link.stop(new Superseded()), REST_AFTER);
  }

  /** Ends the worker; calls under way reject as Superseded. */
  dispose(): void {
    clearTimeout(this.#resting);
    this.#again = null;
    this.#source = null;
    this.#link.stop(new Superseded());
    this.#known.clear();
  }
}

/** Where a second encoder is looked for: where the model came from, and on the public hub if that is a plain folder. */
export function hostsOf(
  { id, revision }: Pick<VectorSpace['encoder'], 'id' | 'revision'>,
  model: ModelSource,
): ModelSource[] {
  const onHub: ModelSource = { id, revision, host: PUBLIC_HUB, layout: 'hub' };
  if (model.layout === 'device') return [onHub];
  const beside: ModelSource = { id, revision, host: model.host, layout: model.layout };
  return model.layout === 'hub' ? [beside] : [beside, onHub];
}
