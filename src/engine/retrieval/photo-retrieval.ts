import { LIMITS, stack } from '../../../core';
import type { KeptCaption, KeptHits, VersionedResult } from '../../../workers/protocol';
import type { ScoringStage } from '../scoring/scoring-stage';
import { embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import type { RetrievalJob } from '../state/plan/retrieval';
import type { FoundIn, PhotoRecord } from '../state/records';
import type { Request, SearchSeen } from '../state/types';
import { nextTask } from '../state/work-loop';
import { type RetrievedCaptions, retrievedCaptions } from './caption-store';
import { askIndex, keepPart, partOf, searchKey } from './index-search';
import type { OpenIndexes, SearchedIndex } from './indexes/open-indexes';
import { indexIdentity, KeptCaptions } from './kept-captions';
import { mergedCaptions, type WeighedPart } from './merged';
import type { Searched } from './method-retrieval';

type PhotoJob = Extract<RetrievalJob, { kind: 'search photos' }>;

/** Seeks the captions nearest to photos; what an earlier visit found and still holds is not sought again. */
export class PhotoRetrieval {
  readonly #kept = new KeptCaptions();

  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    private readonly index: OpenIndexes,
    private readonly rules: () => Request['captionRules'],
  ) {}

  /** Has every index give what it has for photos, where that is not there yet, and merges it. */
  async search({ photos, key }: PhotoJob, searched: Searched): Promise<void> {
    const { basis } = searched;
    const indexes = this.index.searched('photos');
    const queries = photos.map((record) => embeddingOf(record, basis)!);
    const asked = await Promise.all(indexes.map((one) => this.#searchIn(one, photos, queries, searched)));
    if (asked.includes('another')) return;
    if (!asked.includes('searched')) await nextTask();
    photos.forEach((record, i) => {
      const query = queries[i]!;
      if (embeddingOf(record, this.data.basis()) !== query || !this.data.photos.has(record)) return;
      const parts = indexes.map((one) => ({
        part: partOf(record, one, this.#keyOf(one), query),
        weight: one.use.weight,
      }));
      // An index has changed meanwhile: the next job is under another key.
      if (parts.some(({ part }) => part === undefined)) return;
      const value = mergedCaptions(parts as WeighedPart<RetrievedCaptions>[], this.data.captions);
      record.hits = { key, query, captions: basis.captions, value };
      this.scoring.photoChanged(record);
      this.data.photos.set(record, { status: 'done' });
    });
    this.data.captionsFound();
  }

  /** Asks an index for the photos that it was not asked for yet. */
  async #searchIn(
    one: SearchedIndex,
    photos: readonly PhotoRecord[],
    queries: readonly Float32Array[],
    { rules }: Searched,
  ): Promise<'searched' | 'nothing lacked' | 'another'> {
    const { index } = one;
    const key = this.#keyOf(one);
    const numbers = index.numbers!;
    const lasting = index === this.index.first ? this.#lastingKey() : null;
    const lacking = photos
      .map((record, i) => ({ record, query: queries[i]! }))
      .filter(({ record, query }) => partOf(record, one, key, query) === undefined)
      .filter(({ record, query }) => !this.#recall(record, { key, query, numbers }, lasting));
    if (lacking.length === 0) return 'nothing lacked';
    const sought = stack(lacking.map(({ query }) => query));
    const result = await askIndex(index, (client) => client.search(sought, LIMITS.k.max, rules));
    if (result === null) return 'another';
    index.set({ seen: seenBy(result) });
    this.data.captions.add(result, numbers.base);
    lacking.forEach(({ record, query }, i) => {
      const hits = result.hits[i]!;
      keepPart(record, { key, query, numbers, value: retrievedCaptions(hits, numbers.base) }, this.index.all);
      if (index !== this.index.first) return;
      record.kept = lasting === null ? null : { ...lasting, ...retrievedCaptions(hits) };
    });
    return 'searched';
  }

  #keyOf(one: SearchedIndex): string {
    return searchKey(one, this.data, this.rules());
  }

  /** Has a photo have what it found in the first index on an earlier visit, where that still holds. */
  #recall(
    record: PhotoRecord,
    found: Omit<FoundIn<RetrievedCaptions>, 'value'>,
    lasting: Pick<KeptHits, 'key' | 'index'> | null,
  ): boolean {
    const { kept } = record;
    const { base } = found.numbers;
    if (kept === null || kept.key !== lasting?.key || kept.index !== lasting.index) return false;
    if (!this.#kept.recall(kept, this.data.captions, base)) return false;
    const value = { ids: kept.ids.map((id) => base + id), similarities: kept.similarities };
    keepPart(record, { ...found, value }, this.index.all);
    return true;
  }

  /**
   * What captions found now in the first index came from, beyond this visit; null where they may be others once all of
   * it is there.
   */
  #lastingKey(): Pick<KeptHits, 'key' | 'index'> | null {
    const { info, status } = this.index.first.state;
    if (info === null || status !== 'ready') return null;
    const { indexRecall } = this.data.store.getState().request;
    const rules = JSON.stringify(this.rules());
    const index = indexIdentity(info.manifest);
    const key = `${this.data.basis().space} ${info.bytesPresent} ${indexRecall} ${LIMITS.k.max} ${rules}`;
    return { key, index };
  }

  /** Takes captions that earlier visits found, for photos that come with what they found. */
  keep(captions: readonly KeptCaption[]): void {
    this.#kept.add(captions);
  }

  /** A caption of the first index, for keeping it; null where it was not found in that index. */
  keptCaption(index: string, id: number): KeptCaption | null {
    const { captions } = this.data;
    const number = (this.index.first.numbers?.base ?? 0) + id;
    if (this.#lastingKey()?.index !== index || !captions.has(number)) return null;
    return { index, id, text: captions.text(number), embedding: captions.embedding(number) };
  }
}

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

const seenBy = (result: VersionedResult): SearchSeen => ({
  compared: Math.round(meanOf(result.captionsCompared)),
  searched: result.captionsSearched,
  total: result.captionsTotal,
  recall: meanOf(result.expectedRecall),
});
