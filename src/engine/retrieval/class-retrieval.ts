import { type Embeddings, LIMITS, meanDirection, stack, toPlainError } from '../../../core';
import { usableSpace } from '../../../index-shards/format';
import type { SearchMode } from '../../../workers/protocol';
import type { ScoringStage } from '../scoring/scoring-stage';
import type { Parts } from '../state/parts';
import { type ClassRecord, classTexts } from '../state/records';
import type { RetrievalClient } from '../workers/clients';
import type { Searched } from './method-retrieval';
import { searchModesOf, servedMode } from './search-modes';
import type { SecondEncoder } from './second-encoder';
import type { VectorSpaces } from './vector-spaces';

/** Seeks the classes' captions in the mode that is asked for. */
export class ClassRetrieval {
  constructor(
    private readonly parts: Parts,
    private readonly scoring: ScoringStage,
    private readonly client: RetrievalClient,
    private readonly spaces: VectorSpaces,
    private readonly second: SecondEncoder,
  ) {}

  hasWork(searched: Searched): boolean {
    if (this.#wantsSecond(searched) && !this.spaces.isSettled('text', searched.info)) return true;
    return this.#stale(searched).length > 0;
  }

  /** Searches all classes that have no captions of today's; false when there are none. */
  async work(searched: Searched): Promise<boolean> {
    if (this.#wantsSecond(searched)) this.spaces.need('text', searched.info);
    const classes = this.#stale(searched);
    if (classes.length === 0) return false;
    const mode = this.#mode(searched);
    const key = this.#key(searched);
    const queries = classes.map(({ prototype }) => prototype!.value.query);
    const second = this.#asksSecond(searched) ? await this.#inSecond(classes) : null;
    // The second encoder has failed: the mode is another one now.
    if (second === null && mode === 'second') return true;
    const names = classes.map((record) => record.names.names.join(' '));
    const result = await this.client.searchTexts(
      { mode, meaning: stack(queries), second, names },
      LIMITS.k.max,
      searched.rules,
    );
    if (!searched.isCurrent(result)) return true;
    this.parts.captions.add(result);
    classes.forEach((record, i) => {
      if (record.prototype?.value.query === queries[i]) record.hits = { key, value: result.hits[i]! };
    });
    this.parts.store.setState(({ classRetrieval }) => ({
      classRetrieval: {
        ...classRetrieval,
        mode,
        searched: { captions: result.captionsSearched, total: result.captionsTotal },
      },
    }));
    this.scoring.classesChanged();
    return true;
  }

  #stale(searched: Searched): ClassRecord[] {
    const key = this.#key(searched);
    return this.parts.classes.filter(({ prototype, hits }) => prototype !== null && hits?.key !== key);
  }

  /** What classes' hits depend on beside the class. */
  #key(searched: Searched): string {
    return `${searched.key} ${this.#mode(searched)} ${this.#asksSecond(searched)}`;
  }

  /** The mode in which classes are to be searched now: until the second space is there, in the classifier's. */
  #mode(searched: Searched): SearchMode {
    const served = this.#served(searched);
    return served === 'second' && !this.#asksSecond(searched) ? 'meaning' : served;
  }

  /** The mode that is asked for, as far as the index serves it. */
  #served({ info }: Searched): SearchMode {
    return servedMode(this.parts.store.getState().request.searchMode, searchModesOf(info.manifest));
  }

  /** Whether the mode that is asked for is served in the second text encoder's space, there or not. */
  #wantsSecond(searched: Searched): boolean {
    const served = this.#served(searched);
    return (
      (served === 'second' || served === 'hybrid') &&
      usableSpace(searched.info.manifest, 'text') !== undefined
    );
  }

  #asksSecond(searched: Searched): boolean {
    return this.#wantsSecond(searched) && this.spaces.isReady('text', searched.info);
  }

  /** Retrieval prompts by the second text encoder, `[classes, its width]`; null where it failed. */
  async #inSecond(classes: readonly ClassRecord[]): Promise<Embeddings | null> {
    const texts = classes.map(({ names }) => classTexts(names, this.parts.prompts).retrieval);
    try {
      const vectors = await this.second.embedTexts(texts.flat());
      let next = 0;
      return stack(
        texts.map((its) => {
          next += its.length;
          return meanDirection(vectors.slice(next - its.length, next));
        }),
      );
    } catch (thrown) {
      this.spaces.fail('text', toPlainError(thrown));
      return null;
    }
  }
}
