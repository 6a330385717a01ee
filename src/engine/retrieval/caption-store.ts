import type { FoundBy } from '../../../core';
import { row } from '../../../core';
import type { FoundHit, Hit, SearchResult } from '../../../workers/protocol';

/** A caption that some query retrieved, kept once however many queries retrieved it. */
interface StoredCaption {
  readonly text: string;
  /** `[d]`, normalised, as the index stores it. */
  readonly embedding: Float32Array;
}

/** What a photo retrieved, best first, as numbers: thousands of photos share their captions' texts and vectors. */
export interface RetrievedCaptions {
  readonly ids: Int32Array;
  /** `[ids.length]`, cosine of each caption to the query. */
  readonly similarities: Float64Array;
}

/** Hits as numbers. */
export function retrievedCaptions(hits: readonly Hit[]): RetrievedCaptions {
  return {
    ids: Int32Array.from(hits, ({ id }) => id),
    similarities: Float64Array.from(hits, ({ similarity }) => similarity),
  };
}

/** What a class retrieved, likewise. */
export interface CaptionsOfClass extends RetrievedCaptions {
  /** By which searches each was found, `[ids.length]`; of the few answers there are, each is one object. */
  readonly foundBy: readonly (readonly FoundBy[])[];
}

/** Hits for a text as numbers. */
export function captionsForClass(hits: readonly FoundHit[]): CaptionsOfClass {
  return { ...retrievedCaptions(hits), foundBy: hits.map(({ foundBy }) => shared(foundBy)) };
}

const foundBySets = new Map<string, readonly FoundBy[]>();

/** Ten thousand classes have hundreds of thousands of hits, and each came with an array of its own. */
function shared(foundBy: readonly FoundBy[]): readonly FoundBy[] {
  const key = foundBy.join();
  const known = foundBySets.get(key) ?? foundBy;
  foundBySets.set(key, known);
  return known;
}

/** Captions retrieved so far from one index. Photos of one domain share most of their captions. */
export class CaptionStore {
  readonly #captions = new Map<number, StoredCaption>();
  #generation = 0;

  /** Another number after each `clear`: ids mean nothing beyond it. */
  get generation(): number {
    return this.#generation;
  }

  /** Takes what a search found. */
  add(result: Pick<SearchResult, 'hits' | 'vectors'>): void {
    const { ids, embeddings } = result.vectors;
    const rows = new Map<number, number>();
    ids.forEach((id, i) => {
      if (!this.#captions.has(id)) rows.set(id, i);
    });
    for (const hits of result.hits)
      for (const { id, text } of hits) {
        const place = rows.get(id);
        // A copy: a view would keep the vectors of the whole search in memory for one new caption.
        if (place !== undefined) this.#captions.set(id, { text, embedding: row(embeddings, place).slice() });
        rows.delete(id);
      }
  }

  /** Text of a caption that an earlier `add` brought. */
  text(id: number): string {
    return this.#captions.get(id)!.text;
  }

  /** Vector of a caption that an earlier `add` brought, `[d]`; the same object every time. */
  embedding(id: number): Float32Array {
    return this.#captions.get(id)!.embedding;
  }

  clear(): void {
    this.#captions.clear();
    this.#generation++;
  }
}
