import { foldName } from '../../classes/fold-name';

/** The words of a text, case folded: runs of letters, marks and digits, joined across an inner apostrophe. */
export function words(text: string): string[] {
  return foldName(text).match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}

/**
 * Counts captions that hold a name as whole words, case folded; a caption that holds it twice counts once. Captions are
 * added one by one, so that a corpus need not lie in memory; the cost of one does not depend on how many names there are.
 */
export class NameCounter {
  /** Names by their first word: the rest of their words, and where they are counted. */
  readonly #starts = new Map<string, { readonly rest: readonly string[]; readonly place: number }[]>();
  readonly #counts: number[];
  readonly #lastSeen: number[];
  #captions = 0;

  constructor(names: readonly string[]) {
    this.#counts = names.map(() => 0);
    this.#lastSeen = names.map(() => 0);
    names.forEach((name, place) => {
      const [first, ...rest] = words(name);
      if (first === undefined) return;
      const starts = this.#starts.get(first);
      if (starts) starts.push({ rest, place });
      else this.#starts.set(first, [{ rest, place }]);
    });
  }

  add(caption: string): void {
    this.#captions++;
    const text = words(caption);
    text.forEach((word, at) => {
      for (const { rest, place } of this.#starts.get(word) ?? []) {
        if (this.#lastSeen[place] === this.#captions) continue;
        if (!rest.every((next, i) => text[at + 1 + i] === next)) continue;
        this.#lastSeen[place] = this.#captions;
        this.#counts[place]!++;
      }
    });
  }

  /** Captions so far that hold each name, in the order of the names. */
  get counts(): readonly number[] {
    return this.#counts;
  }
}
