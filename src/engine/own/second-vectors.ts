import type { Embeddings } from '../../../core';
import type { VectorSpace } from '../../../index-shards/format';
import type { ModelSource, NetworkChoice, OwnIndex } from '../../../workers/protocol';
import { hostsOf, SecondEncoder } from '../retrieval/spaces/second-encoder';

/** Texts that are embedded at once: what else waits for the worker waits no longer. */
const AT_ONCE = 64;

type Encoder = VectorSpace['encoder'];

/** Embeds captions that are added to an index in its further text spaces too, by the encoders that those are of. */
export class SecondVectors {
  readonly #second: SecondEncoder;
  #loaded: Encoder | null = null;

  /** @param model where the model came from: its second encoder may lie beside it */
  constructor(
    spawn: () => Worker,
    network: () => NetworkChoice,
    private readonly model: () => ModelSource,
  ) {
    this.#second = new SecondEncoder(spawn, network);
  }

  /** Tells the worker, if one runs, what the user's choice of hosts is now. */
  networkChanged(): void {
    this.#second.networkChanged();
  }

  /** Loads the encoders of an index's text spaces, so that what keeps them away is known before anything is added. @throws FernglassError */
  async prepare({ spaces }: Pick<OwnIndex, 'spaces'>): Promise<void> {
    for (const { encoder, kind } of spaces) if (isText({ encoder, kind })) await this.#load(encoder);
  }

  /**
   * Embeds captions for every space of an index.
   * @returns by the number of the space, `[texts.length, its width]`; null for spaces of pictures
   * @throws FernglassError where an encoder cannot be had
   */
  async of({ spaces }: Pick<OwnIndex, 'spaces'>, texts: readonly string[]): Promise<(Embeddings | null)[]> {
    const vectors: (Embeddings | null)[] = [];
    for (const space of spaces) vectors.push(isText(space) ? await this.#embed(space.encoder, texts) : null);
    return vectors;
  }

  async #embed(encoder: Encoder, texts: readonly string[]): Promise<Embeddings> {
    await this.#load(encoder);
    const data = new Float32Array(texts.length * encoder.width);
    for (let start = 0; start < texts.length; start += AT_ONCE) {
      const some = await this.#second.embedCaptions(texts.slice(start, start + AT_ONCE));
      data.set(some.data, start * encoder.width);
    }
    return { count: texts.length, width: encoder.width, data };
  }

  async #load(encoder: Encoder): Promise<void> {
    const is = (one: Encoder | null) => one?.id === encoder.id && one.revision === encoder.revision;
    if (is(this.#loaded)) return;
    this.#loaded = null;
    await this.#second.load(hostsOf(encoder, this.model()), encoder, () => {});
    this.#loaded = encoder;
  }
}

/** Whether captions can be embedded for a space: it is an encoder's that is recognised by its fingerprint. */
export const isText = ({ encoder, kind }: OwnIndex['spaces'][number]): boolean =>
  kind === 'text' && encoder.fingerprint !== null;
