import { type Embeddings, LIMITS, meanDirection, stack, toPlainError } from '../../../core';
import type { ScoringStage } from '../scoring/scoring-stage';
import { prototypeOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import type { RetrievalJob } from '../state/plan';
import { type ClassRecord, classTexts } from '../state/records';
import type { RetrievalClient } from '../workers/clients';
import type { Searched } from './method-retrieval';
import type { SecondEncoder } from './second-encoder';
import type { VectorSpaces } from './vector-spaces';

type ClassJob = Extract<RetrievalJob, { kind: 'search classes' }>;

/** Seeks the classes' captions in the mode that is asked for. */
export class ClassRetrieval {
  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    private readonly client: RetrievalClient,
    private readonly spaces: VectorSpaces,
    private readonly second: SecondEncoder,
  ) {}

  async search({ classes, key, mode, withSecond }: ClassJob, searched: Searched): Promise<void> {
    const queries = classes.map((record) => prototypeOf(record, searched.basis)!.query);
    const second = withSecond ? await this.#inSecond(classes) : null;
    // The second encoder has failed: the mode is another one now.
    if (second === null && mode === 'second') return;
    const names = classes.map((record) => record.names.names.join(' '));
    const result = await this.client.searchTexts(
      { mode, meaning: stack(queries), second, names },
      LIMITS.k.max,
      searched.rules,
    );
    if (!searched.isCurrent(result)) return;
    const { captions } = searched.basis;
    this.data.captions.add(result);
    classes.forEach((record, i) => {
      record.hits = { key, query: queries[i]!, captions, value: result.hits[i]! };
    });
    this.data.store.setState(({ classRetrieval }) => ({
      classRetrieval: {
        ...classRetrieval,
        mode,
        searched: { captions: result.captionsSearched, total: result.captionsTotal },
      },
    }));
    this.scoring.classesChanged();
  }

  /** Retrieval prompts by the second text encoder, `[classes, its width]`; null where it failed. */
  async #inSecond(classes: readonly ClassRecord[]): Promise<Embeddings | null> {
    const texts = classes.map(({ names }) => classTexts(names, this.data.prompts).retrieval);
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
