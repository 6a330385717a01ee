import { dot, mixedNearness, RunningMoments } from '../../../core';
import { embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import type { PhotoRecord } from '../state/records';
import type { PhotoQuery, PhotoSearchState } from '../state/types';
import { nextTask } from '../state/work-loop';

/** Milliseconds of comparing between two chances for the page to paint. */
const SLICE = 6;

/** The mean over the photos is taken anew once there are so many times more of them. */
const GROWTH = 2;

/** One side of a query: its vector, and how near each photo is to that. */
interface Side {
  readonly vector: Float32Array;
  /** Cosine, by the photo's embedding: another embedding is another photo. */
  readonly cosines: WeakMap<Float32Array, number>;
  sums: RunningMoments;
}

/** The state before anything is sought. */
export const NO_SEARCH: PhotoSearchState = { query: null, status: 'none', revision: 0 };

/**
 * Ranks photos by words, by a photo or by both. All of them are compared in slices; one that comes later is compared when it
 * is asked for. A search follows the loaded model: in another space it begins anew by itself.
 */
export class SearchStage {
  #words: Side | null = null;
  #photo: Side | null = null;
  /** The space that the sides lie in. */
  #space: string | null = null;
  /** Rises with every pass over the photos. */
  #turn = 0;
  #isComparing = false;

  constructor(
    private readonly data: Pick<EngineData, 'store' | 'photos' | 'texts' | 'basis' | 'embeddingNeeded'>,
  ) {}

  /** Seeks by something else; null ends the search. */
  seek(query: PhotoQuery | null): void {
    const wanted = query !== null && (query.words !== null || query.photo !== null) ? query : null;
    const before = this.#state.query;
    if (wanted?.words !== before?.words) this.#words = null;
    if (wanted?.photo !== before?.photo) this.#photo = null;
    const isSame = wanted !== null && wanted.words === before?.words && wanted.photo === before.photo;
    this.#set({ query: wanted });
    // The slider between them moved: everything is compared already.
    if (isSame && this.#state.status === 'ready') this.#set({ revision: this.#state.revision + 1 });
    else {
      this.#turn++;
      this.#isComparing = false;
      this.#set({ status: wanted === null ? 'none' : 'waiting' });
      this.wake();
    }
  }

  /** Looks what of the query is embedded; cheap where nothing changed. */
  wake(): void {
    const { query, status } = this.#state;
    if (query === null) return;
    const { space } = this.data.basis();
    if (space === null) return;
    if (space !== this.#space) {
      this.#words = this.#photo = null;
      this.#space = space;
      this.#turn++;
      this.#isComparing = false;
      if (status === 'ready') this.#set({ status: 'waiting' });
    }
    this.#words ??= sideOf(query.words === null ? undefined : this.#textOf(query.words));
    this.#photo ??= sideOf(query.photo === null ? undefined : this.#photoOf(query.photo));
    const hasWords = query.words === null || this.#words !== null;
    const record = query.photo === null ? undefined : this.data.photos.get(query.photo);
    const isGone = query.photo !== null && this.#photo === null && isLost(record);
    if (isGone && query.words === null) this.#set({ status: 'gone' });
    else if (!hasWords || (query.photo !== null && this.#photo === null && !isGone))
      this.#set({ status: 'waiting' });
    else if (!this.#isComparing && (this.#state.status !== 'ready' || this.#hasGrown))
      void this.#compareAll();
  }

  /**
   * How near a photo is to what is sought: the higher, the nearer; comparable within one `revision`. Null while it cannot
   * be said.
   */
  near(id: string): number | null {
    const { query } = this.#state;
    const record = this.data.photos.get(id);
    if (query === null || record === undefined) return null;
    const own = embeddingOf(record, this.data.basis());
    if (own === null || this.#space !== this.data.basis().space) return null;
    const [words, photo] = [this.#words, this.#photo];
    if (words === null || photo === null) {
      const side = words ?? photo;
      return side === null ? null : cosine(side, own);
    }
    return mixedNearness(cosine(words, own), cosine(photo, own), query.share, {
      words: words.sums.moments,
      photo: photo.sums.moments,
    });
  }

  get #state(): PhotoSearchState {
    return this.data.store.getState().search;
  }

  #set(change: Partial<PhotoSearchState>): void {
    const search = { ...this.#state, ...change };
    const isSame = (Object.keys(change) as (keyof PhotoSearchState)[]).every(
      (name) => search[name] === this.#state[name],
    );
    if (!isSame) this.data.store.setState({ search });
  }

  #textOf(words: string): Float32Array | undefined {
    const embedding = this.data.texts.get(words);
    if (embedding === undefined && !this.data.texts.wanted.has(words)) {
      this.data.texts.want([words]);
      this.data.embeddingNeeded();
    }
    return embedding;
  }

  #photoOf(id: string): Float32Array | undefined {
    const record = this.data.photos.get(id);
    return (record && embeddingOf(record, this.data.basis())) ?? undefined;
  }

  /** Whether so many photos came that means of two sides no longer stand for all. */
  get #hasGrown(): boolean {
    const [words, photo] = [this.#words, this.#photo];
    if (words === null || photo === null) return false;
    return this.data.photos.count('done') >= GROWTH * Math.max(1, words.sums.count);
  }

  async #compareAll(): Promise<void> {
    const turn = ++this.#turn;
    const basis = this.data.basis();
    const sides = [this.#words, this.#photo].filter((side) => side !== null);
    const sums = sides.map(() => new RunningMoments());
    this.#isComparing = true;
    let end = performance.now() + SLICE;
    for (const record of [...this.data.photos.values()]) {
      const own = embeddingOf(record, basis);
      if (own === null) continue;
      sides.forEach((side, i) => {
        sums[i]!.add(cosine(side, own));
      });
      if (performance.now() < end) continue;
      await nextTask();
      if (turn !== this.#turn) return;
      end = performance.now() + SLICE;
    }
    sides.forEach((side, i) => {
      side.sums = sums[i]!;
    });
    this.#isComparing = false;
    this.#set({ status: 'ready', revision: this.#state.revision + 1 });
  }
}

function sideOf(vector: Float32Array | undefined): Side | null {
  return vector === undefined ? null : { vector, cosines: new WeakMap(), sums: new RunningMoments() };
}

/** Embeddings have length 1, so that the inner product is the cosine. */
function cosine({ vector, cosines }: Side, own: Float32Array): number {
  let value = cosines.get(own);
  if (value === undefined) {
    value = dot(vector, own);
    cosines.set(own, value);
  }
  return value;
}

/** Whether a photo will not be embedded by itself. */
const isLost = (record: PhotoRecord | undefined): boolean =>
  record === undefined || record.view.status === 'failed' || record.view.status === 'cancelled';
