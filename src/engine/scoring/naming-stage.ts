import { fillPrompt, type PlainError, reads, toPlainError } from '../../../core';
import { chosenMethod, parametersOf } from '../state/parameters';
import type { Parts } from '../state/parts';
import type { PhotoRecord } from '../state/records';
import { WorkLoop } from '../state/work-loop';
import type { LanguageClient } from '../workers/language-client';
import type { ScoringStage } from './scoring-stage';

const PHOTOS_AT_ONCE = 16;

/** Finds names in the captions of photos, and has them embedded, for methods that classify without a class list. */
export class NamingStage {
  readonly #loop: WorkLoop;
  #error: PlainError | null = null;

  constructor(
    private readonly parts: Parts,
    private readonly scoring: ScoringStage,
    private readonly client: LanguageClient,
  ) {
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => parts.changed(),
    );
  }

  get hasWork(): boolean {
    return this.#loop.busy || (this.#error === null && this.#isWanted && this.#unnamed().length > 0);
  }

  /** Why no names are found; null while they are. */
  get error(): PlainError | null {
    return this.#isWanted ? this.#error : null;
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Tries again after a failure: another method was chosen, or the same one anew. */
  methodChanged(): void {
    this.#error = null;
    this.parts.texts.wantNothing();
    this.wake();
  }

  get #isWanted(): boolean {
    return reads(chosenMethod(this.parts.store.getState().request), 'candidate names');
  }

  /** What the names of a photo depend on; null while it has no captions. */
  #nameKey({ hits }: PhotoRecord): string | null {
    const { k } = parametersOf(this.parts.store.getState().request);
    return hits === null ? null : `${hits.key} ${k}`;
  }

  #unnamed(): PhotoRecord[] {
    return [...this.parts.photos.values()].filter((record) => {
      const key = this.#nameKey(record);
      return key !== null && record.names?.key !== key;
    });
  }

  async #work(): Promise<boolean> {
    if (!this.#isWanted || this.#error !== null) return false;
    this.#takeEmbedded();
    const records = this.#unnamed().slice(0, PHOTOS_AT_ONCE);
    if (records.length === 0) return false;
    const k = Number(parametersOf(this.parts.store.getState().request).k);
    const keys = records.map((record) => this.#nameKey(record)!);
    const hits = records.map((record) => record.hits!);
    try {
      const found = await this.client.candidateNames(
        hits.map(({ value }) => value.slice(0, k).map(({ text }) => text)),
      );
      records.forEach((record, i) => {
        if (record.hits === hits[i]) record.names = { key: keys[i]!, value: found[i]! };
      });
      this.#takeEmbedded();
    } catch (thrown) {
      this.#error = toPlainError(thrown);
    }
    this.parts.changed();
    return true;
  }

  /** Gives the scorer the names whose prompts are embedded, and asks for the embeddings of the others. */
  #takeEmbedded(): void {
    const { parts } = this;
    const wantedBefore = parts.texts.wanted.size;
    for (const record of parts.photos.values()) {
      if (record.names === null || record.names.key !== this.#nameKey(record)) continue;
      const key = `${record.names.key} ${parts.prompts.zeroShot} ${record.embedding?.key}`;
      if (record.candidates?.key === key) continue;
      const prompts = record.names.value.map((name) => fillPrompt(parts.prompts.zeroShot, name));
      const embeddings = parts.texts.all(prompts);
      if (embeddings === null) {
        parts.texts.want(prompts);
        continue;
      }
      record.candidates = { key, value: { names: record.names.value, embeddings } };
      this.scoring.photoChanged(record);
    }
    if (parts.texts.wanted.size > wantedBefore) parts.embeddingNeeded();
  }
}
