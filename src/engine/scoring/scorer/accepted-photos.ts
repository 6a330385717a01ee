import type { LabelledPhoto } from '../../../../core';

/** What the user accepted, put together only once a method reads it. */
export class AcceptedPhotos {
  #read: () => readonly LabelledPhoto[] = () => [];
  /** What that gave; null where it may give something else since. */
  #known: readonly LabelledPhoto[] | null = [];

  /** The same list until they change. */
  get all(): readonly LabelledPhoto[] {
    this.#known ??= this.#read();
    return this.#known;
  }

  /** They are others now, or may be. @param read gives them */
  change(read: () => readonly LabelledPhoto[]): void {
    this.#read = read;
    this.#known = null;
  }

  /** Whether it is known that there are none. */
  get areNone(): boolean {
    return this.#known?.length === 0;
  }
}
