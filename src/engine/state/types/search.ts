/** What photos are sought by: words, a photo, or both. */
export interface PhotoQuery {
  /** Without space around them, not empty. */
  readonly words: string | null;
  /** Id of a photo. */
  readonly photo: string | null;
  /** How much the words count beside the photo, 0–1; without a say where there is only one of them. */
  readonly share: number;
}

/** The search for photos by what they show. */
export interface PhotoSearchState {
  /** Null while nothing is sought. */
  readonly query: PhotoQuery | null;
  /**
   * `waiting`: the words, or the photo, are not embedded yet. `gone`: what is left of the query is a photo that is not
   * there any more, or could not be read.
   */
  readonly status: 'none' | 'waiting' | 'ready' | 'gone';
  /** Another number whenever every photo's nearness may be another; of single photos `Engine.subscribePhotos` tells. */
  readonly revision: number;
}
