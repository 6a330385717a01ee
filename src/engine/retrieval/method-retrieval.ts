import { LIMITS, stack } from '../../../core';
import type { CaptionRules } from '../../../workers/protocol';
import type { ScoringStage } from '../scoring/scoring-stage';
import { type Basis, embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import type { RetrievalJob } from '../state/plan/retrieval';
import { retrievedCaptions } from './captions/caption-store';
import { askIndex } from './index-search';
import type { OpenIndexes } from './indexes/open-indexes';

/** What is searched now. */
export interface Searched {
  readonly basis: Basis;
  readonly rules: CaptionRules;
  readonly indexes: OpenIndexes;
}

type CountJob = Extract<RetrievalJob, { kind: 'count names' }>;
type PairJob = Extract<RetrievalJob, { kind: 'pair photos' }>;

/** Gets what the chosen method asks of the index beyond the captions nearest to photos and classes. */
export class MethodRetrieval {
  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
  ) {}

  /** Counts names in every index; a caption that two of them hold counts in both. */
  async count({ classes, key }: CountJob, { basis, indexes }: Searched): Promise<void> {
    const names = classes.flatMap(({ names }) => [...names.names]);
    const results = await Promise.all(
      indexes.searched('classes').map(({ index }) => askIndex(index, (client) => client.countNames(names))),
    );
    if (results.includes(null)) return;
    const counts = names.map((_, i) => results.reduce((sum, result) => sum + result!.counts[i]!, 0));
    let next = 0;
    for (const record of classes) {
      const end = next + record.names.names.length;
      record.counts = { key, captions: basis.captions, value: counts.slice(next, end) };
      next = end;
    }
    this.scoring.classesChanged();
  }

  /** Pairs are the first index's alone. @param pairs m of X-MoRe */
  async pair({ photos, key }: PairJob, pairs: number, searched: Searched): Promise<void> {
    const { captions } = searched.basis;
    const queries = photos.map((record) => embeddingOf(record, searched.basis)!);
    const { first } = searched.indexes;
    const { base } = first.numbers!;
    const result = await askIndex(first, (client) =>
      client.searchPairs(stack(queries), pairs, LIMITS.k.max, searched.rules),
    );
    if (result === null) return;
    this.data.captions.add(result, base);
    photos.forEach((record, i) => {
      record.pairs = { key, query: queries[i]!, captions, value: retrievedCaptions(result.hits[i]!, base) };
    });
    this.scoring.photosChanged(photos.filter((record) => this.data.photos.has(record)));
  }
}
