import { row } from '../../../core';
import type { Hit, SearchResult } from '../../../workers/protocol';

/** A caption that some query retrieved, kept once however many queries retrieved it. */
export interface StoredCaption {
  readonly text: string;
  /** `[d]`, normalised, as the index stores it. */
  readonly embedding: Float32Array;
}

/** Captions retrieved so far from one index. Photos of one domain share most of their captions. */
export class CaptionStore {
  readonly #captions = new Map<number, StoredCaption>();

  /** Takes what a search found. */
  add(result: SearchResult): void {
    const embeddings = new Map<number, Float32Array>();
    result.vectors.ids.forEach((id, i) => {
      embeddings.set(id, row(result.vectors.embeddings, i));
    });
    for (const hit of result.hits.flat())
      if (!this.#captions.has(hit.id))
        this.#captions.set(hit.id, { text: hit.text, embedding: embeddings.get(hit.id)! });
  }

  /** The caption behind a hit of an earlier `add`. */
  get(hit: Pick<Hit, 'id'>): StoredCaption {
    return this.#captions.get(hit.id)!;
  }

  clear(): void {
    this.#captions.clear();
  }
}
