import type { Result } from '../../core';

/**
 * Something that this browser keeps for the page and that can be removed by itself. `app`: the app's own files, with pocket
 * model and index as they came. `model`: one revision of a model from a hub. `index`: a caption index. `texts`: embeddings
 * of texts. `unfinished`: files that no stored index names. `unknown`: what another version of the program keeps.
 */
export interface StoredItem {
  readonly kind: 'app' | 'model' | 'index' | 'texts' | 'unfinished' | 'unknown';
  /** What it is removed by; the address of its manifest for an index. */
  readonly id: string;
  readonly title: string;
  /** Where it came from; null where that says nothing. */
  readonly host: string | null;
  /** Bytes of its content; null where the browser does not say. */
  readonly bytes: number | null;
  /** When the last of it was kept, in milliseconds since 1970; null where that was not noted. */
  readonly keptAt: number | null;
}

/** The worker that lists what is kept, and removes it piece by piece. */
export interface StoredApi {
  list(): Promise<Result<StoredItem[]>>;
  /** Removes one thing; nothing happens where it is gone already. An index that is open is its own worker's to remove. */
  remove(item: Pick<StoredItem, 'kind' | 'id'>): Promise<Result<void>>;
}
