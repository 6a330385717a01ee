import { type Embeddings, LIMITS, meanDirection, stack, toPlainError } from '../../../../core';
import type { ScoringStage } from '../../scoring/scoring-stage';
import { prototypeOf } from '../../state/basis';
import type { EngineData } from '../../state/engine-data';
import type { RetrievalJob } from '../../state/plan/retrieval';
import { type ClassRecord, classTexts } from '../../state/records';
import type { ClassRetrievalState } from '../../state/types';
import type { RetrievalClient } from '../../workers/clients';
import { captionsForClass } from '../caption-store';
import type { Searched } from '../method-retrieval';
import type { SecondEncoder } from '../second-encoder';
import type { VectorSpaces } from '../vector-spaces';

type ClassJob = Extract<RetrievalJob, { kind: 'search classes' }>;

/** Seeks the classes' captions in the mode that is asked for. */
export class ClassRetrieval {
  /** What was found by the last searches and is not in force yet. */
  #waiting: { readonly key: string; readonly state: Omit<ClassRetrievalState, 'modes'> } | null = null;

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
      record.searched = { key, query: queries[i]!, captions, value: captionsForClass(result.hits[i]!) };
    });
    this.#waiting = {
      key,
      state: { mode, searched: { captions: result.captionsSearched, total: result.captionsTotal } },
    };
  }

  /** Puts what was found in force, now that no class is left to search: answers compare classes that were searched alike. */
  settle(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    for (const record of this.data.classes) {
      if (record.searched?.key === waiting.key) record.hits = record.searched;
      record.searched = null;
    }
    this.data.store.setState(({ classRetrieval }) => ({
      classRetrieval: { ...classRetrieval, ...waiting.state },
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
