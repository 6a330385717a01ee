import { errorOf, type PlainError, toPlainError } from '../../../../core';
import type { Manifest } from '../../../../index-shards/format';
import { usableSpace } from '../../../../index-shards/format';
import type { EncoderWeight, IndexInfo, SpaceKind } from '../../../../workers/protocol';
import type { EngineData } from '../../state/engine-data';
import type { SpaceState } from '../../state/types';
import { settled } from '../../state/until';
import type { RetrievalClient } from '../../workers/clients';
import { hostsOf, type SecondEncoder } from './second-encoder';

export const UNUSED_SPACE: SpaceState = { status: 'unused', progress: null, error: null };

/** Fetches an index's further vectors when something needs them, once for each index that is opened. */
export class VectorSpaces {
  readonly #openings = new Map<SpaceKind, number>();

  /**
   * @param client of the first index
   * @param second what asks in the second text encoder's space
   * @param onChanged called when vectors are there, or will not come
   */
  constructor(
    private readonly data: EngineData,
    private readonly client: () => RetrievalClient,
    private readonly second: SecondEncoder,
    private readonly onChanged: () => void,
  ) {}

  /** Begins to fetch vectors; `onChanged` tells how it went. */
  fetch(kind: SpaceKind, info: IndexInfo): void {
    void this.#fetch(kind, info);
  }

  /**
   * Settles once vectors are here, and the encoder with them; what failed is tried again.
   * @throws FernglassError why they did not come; the signal's reason when aborted
   */
  async bring(kind: SpaceKind, signal: AbortSignal): Promise<void> {
    const { info } = this.data.store.getState().index;
    if (this.#status(kind) === 'failed') this.#reset(kind);
    if (this.#status(kind) === 'unused' && info !== null) this.fetch(kind, info);
    await settled(
      this.data.store,
      ({ spaces }) => spaces[kind].status === 'ready' || spaces[kind].status === 'failed',
      signal,
    );
    const { error } = this.data.store.getState().spaces[kind];
    if (error !== null) throw errorOf(error);
  }

  /** How large the second text encoder of the first index is, and how much of it is stored; null where nobody says. */
  async weighEncoder(): Promise<EncoderWeight | null> {
    const { index, request } = this.data.store.getState();
    const encoder = index.info && usableSpace(index.info.manifest, 'text')?.encoder;
    return encoder ? this.second.weigh(hostsOf(encoder, request.model), encoder.id) : null;
  }

  /** Marks the vectors as unusable. */
  fail(kind: SpaceKind, error: PlainError): void {
    this.#set(kind, { status: 'failed', progress: null, error });
  }

  /** Tries again what failed, when it is next needed. */
  retry(): void {
    for (const kind of ['text', 'image'] as const) if (this.#status(kind) === 'failed') this.#reset(kind);
  }

  /** Another index: its vectors are others. */
  forget(): void {
    for (const kind of ['text', 'image'] as const) this.#reset(kind);
  }

  #status(kind: SpaceKind): SpaceState['status'] {
    return this.data.store.getState().spaces[kind].status;
  }

  #reset(kind: SpaceKind): void {
    // An encoder under way is for an index that is left; what it still had to fetch may be hundreds of megabytes.
    if (kind === 'text' && this.#status(kind) === 'loading') this.second.dispose();
    this.#openings.delete(kind);
    this.#set(kind, UNUSED_SPACE);
  }

  async #fetch(kind: SpaceKind, { opening, manifest }: IndexInfo): Promise<void> {
    this.#openings.set(kind, opening);
    const isCurrent = () => this.#openings.get(kind) === opening;
    this.#set(kind, { status: 'loading', progress: null, error: null });
    const tell = (loaded: number, total: number) => {
      if (isCurrent()) this.#set(kind, { progress: { loaded, total } });
    };
    try {
      if (kind === 'text') await this.#loadEncoder(manifest, tell);
      if (!isCurrent()) return;
      await this.client().fetchSpace(kind, ({ bytesLoaded, bytesTotal }) => tell(bytesLoaded, bytesTotal));
      if (isCurrent()) this.#set(kind, { status: 'ready', progress: null });
    } catch (thrown) {
      if (isCurrent()) this.#set(kind, { status: 'failed', progress: null, error: toPlainError(thrown) });
    }
    this.onChanged();
  }

  async #loadEncoder(manifest: Manifest, tell: (loaded: number, total: number) => void): Promise<void> {
    const { encoder } = usableSpace(manifest, 'text')!;
    const { model } = this.data.store.getState().request;
    await this.second.load(hostsOf(encoder, model), encoder, ({ loaded, total }) => tell(loaded, total));
  }

  #set(kind: SpaceKind, change: Partial<SpaceState>): void {
    this.data.store.setState(({ spaces }) => ({
      spaces: { ...spaces, [kind]: { ...spaces[kind], ...change } },
    }));
  }
}
