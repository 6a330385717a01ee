import { type Embeddings, row } from '../../../../core';

/** Embedded texts of the loaded model, and those beyond the class list that are to be. */
export class TextStore {
  readonly #embedded = new Map<string, Float32Array>();
  readonly #wanted = new Set<string>();
  #generation = 0;

  /** Another number after each `clear`. */
  get generation(): number {
    return this.#generation;
  }

  get(text: string): Float32Array | undefined {
    return this.#embedded.get(text);
  }

  /** The embeddings of all texts, or null while one is missing. */
  all(texts: readonly string[]): Float32Array[] | null {
    const found = texts.map((text) => this.#embedded.get(text));
    return found.includes(undefined) ? null : (found as Float32Array[]);
  }

  /** Asks for texts; the encoder takes them after those of the class list. */
  want(texts: readonly string[]): void {
    for (const text of texts) if (!this.#embedded.has(text)) this.#wanted.add(text);
  }

  get wanted(): ReadonlySet<string> {
    return this.#wanted;
  }

  /** @param embeddings `[texts.length, d]` */
  add(texts: readonly string[], embeddings: Embeddings): void {
    texts.forEach((text, i) => {
      this.#embedded.set(text, row(embeddings, i).slice());
      this.#wanted.delete(text);
    });
  }

  /** Drops embeddings that nobody will ask for again. */
  forget(texts: readonly string[]): void {
    for (const text of texts) this.#embedded.delete(text);
  }

  /** Another method or another photo set: what is not embedded yet may never be needed. */
  wantNothing(): void {
    this.#wanted.clear();
  }

  clear(): void {
    this.#embedded.clear();
    this.#wanted.clear();
    this.#generation++;
  }
}
