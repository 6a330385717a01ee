import { LIMITS, stack } from '../../../core';
import type { CaptionRules, VersionedResult } from '../../../workers/protocol';
import type { ScoringStage } from '../scoring/scoring-stage';
import { type Basis, embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import type { RetrievalJob } from '../state/plan/retrieval';
import type { RetrievalClient } from '../workers/clients';
import { retrievedCaptions } from './caption-store';

/** What is searched now, and whether an answer still belongs to it. */
export interface Searched {
  readonly basis: Basis;
  readonly rules: CaptionRules;
  isCurrent(result: Pick<VersionedResult, 'opening' | 'present'>): boolean;
}

type CountJob = Extract<RetrievalJob, { kind: 'count names' }>;
type PairJob = Extract<RetrievalJob, { kind: 'pair photos' }>;

/** Gets what the chosen method asks of the index beyond the captions nearest to photos and classes. */
export class MethodRetrieval {
  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    private readonly client: RetrievalClient,
  ) {}

  async count({ classes, key }: CountJob, { basis, isCurrent }: Searched): Promise<void> {
    const result = await this.client.countNames(classes.flatMap(({ names }) => [...names.names]));
    if (!isCurrent(result)) return;
    let next = 0;
    for (const record of classes) {
      const end = next + record.names.names.length;
      record.counts = { key, captions: basis.captions, value: result.counts.slice(next, end) };
      next = end;
    }
    this.scoring.classesChanged();
  }

  /** @param pairs m of X-MoRe */
  async pair({ photos, key }: PairJob, pairs: number, searched: Searched): Promise<void> {
    const { captions } = searched.basis;
    const queries = photos.map((record) => embeddingOf(record, searched.basis)!);
    const result = await this.client.searchPairs(stack(queries), pairs, LIMITS.k.max, searched.rules);
    if (!searched.isCurrent(result)) return;
    this.data.captions.add(result);
    photos.forEach((record, i) => {
      if (!this.data.photos.has(record)) return;
      record.pairs = { key, query: queries[i]!, captions, value: retrievedCaptions(result.hits[i]!) };
      this.scoring.photoChanged(record);
    });
  }
}
