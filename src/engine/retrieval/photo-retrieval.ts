import { LIMITS, stack } from '../../../core';
import type { KeptCaption, VersionedResult } from '../../../workers/protocol';
import type { ScoringStage } from '../scoring/scoring-stage';
import { embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import type { RetrievalJob } from '../state/plan/retrieval';
import type { FoundIn, PhotoRecord } from '../state/records';
import { usageOf } from '../state/request/indexes';
import type { Request, SearchSeen } from '../state/types';
import { nextTask } from '../state/work-loop';
import { type RetrievedCaptions, retrievedCaptions } from './caption-store';
import { askIndex, keepPart, partOf, searchKey } from './index-search';
import type { OpenIndexes, SearchedIndex } from './indexes/open-indexes';
import type { OpenedIndex } from './indexes/opened/opened-index';
import { indexIdentity, KeptCaptions } from './kept-captions';
import { firstIdOf, hitsToKeep, type KeptPlace, type KeyOf, keptOf } from './kept-hits';
import { mergedCaptions, type WeighedPart } from './merged';
import type { Searched } from './method-retrieval';

type PhotoJob = Extract<RetrievalJob, { kind: 'search photos' }>;

/** An index of these gives nothing more, unless the user does something about it. */
const ENDED: ReadonlySet<string> = new Set(['failed', 'unfit']);

/** Seeks the captions nearest to photos; what an earlier visit found and still holds is not sought again. */
export class PhotoRetrieval {
  readonly #kept = new KeptCaptions();
  /** Photos whose hits are to be kept once the indexes that are still coming have theirs too. */
  readonly #putOff = new WeakSet<PhotoRecord>();

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
    if (asked.includes(null)) return;
    const sought = new Set(asked.flatMap((records) => records ?? []));
    if (sought.size === 0) await nextTask();
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
      if (sought.has(record) || this.#putOff.has(record)) this.#keep(record, indexes, query);
      this.scoring.photoChanged(record);
      this.data.photos.set(record, { status: 'done' });
    });
    this.data.captionsFound();
  }

  /** Asks an index for the photos that it was not asked for yet; gives these, or null where another is open meanwhile. */
  async #searchIn(
    one: SearchedIndex,
    photos: readonly PhotoRecord[],
    queries: readonly Float32Array[],
    { rules }: Searched,
  ): Promise<readonly PhotoRecord[] | null> {
    const { index } = one;
    const key = this.#keyOf(one);
    const numbers = index.numbers!;
    const lacking = photos
      .map((record, i) => ({ record, query: queries[i]! }))
      .filter(({ record, query }) => partOf(record, one, key, query) === undefined)
      .filter(({ record, query }) => !this.#recall(record, { key, query, numbers }, index));
    if (lacking.length === 0) return [];
    const sought = stack(lacking.map(({ query }) => query));
    const result = await askIndex(index, (client) => client.search(sought, LIMITS.k.max, rules));
    if (result === null) return null;
    index.setSeen(seenBy(result));
    this.data.captions.add(result, numbers.base);
    lacking.forEach(({ record, query }, i) => {
      const hits = result.hits[i]!;
      keepPart(record, { key, query, numbers, value: retrievedCaptions(hits, numbers.base) }, this.index.all);
    });
    return lacking.map(({ record }) => record);
  }

  #keyOf(one: SearchedIndex): string {
    return searchKey(one, this.data, this.rules());
  }

  /** Has a photo have what it found in an index on an earlier visit, where that still holds. */
  #recall(
    record: PhotoRecord,
    found: Omit<FoundIn<RetrievedCaptions>, 'value'>,
    index: OpenedIndex,
  ): boolean {
    const { kept } = record;
    const place = placeOf(index);
    if (kept === null || place === null) return false;
    const its = keptOf(kept, place, this.#lastingKey());
    if (its === null) return false;
    const base = found.numbers.base - its.firstId;
    if (!this.#kept.recall({ index: kept.index, ids: its.ids }, this.data.captions, base)) return false;
    const value = { ids: its.ids.map((id) => base + id), similarities: its.similarities };
    keepPart(record, { ...found, value }, this.index.all);
    return true;
  }

  /** Keeps what a photo found in all indexes; of one that is still coming, more is to be found. */
  #keep(record: PhotoRecord, indexes: readonly SearchedIndex[], query: Float32Array): void {
    const { request } = this.data.store.getState();
    const asked = this.index.all.filter(({ address }) => usageOf(request, address).photos);
    const searched = new Set(indexes.map(({ index }) => index));
    // What an earlier visit found in one that was not open yet when this search began is not lost.
    if (asked.some((index) => !searched.has(index) && !ENDED.has(index.state.status))) {
      this.#putOff.add(record);
      return;
    }
    this.#putOff.delete(record);
    const found = indexes.map((one) => {
      const part = partOf(record, one, this.#keyOf(one), query)!;
      const { base } = part.numbers;
      const value = { ids: part.value.ids.map((id) => id - base), similarities: part.value.similarities };
      return { place: placeOf(one.index), value };
    });
    const isLasting = found.every((one): one is typeof one & { place: KeptPlace } => one.place !== null);
    record.kept = isLasting ? hitsToKeep(found, this.#lastingKey()) : null;
  }

  /** What captions found now came from beside their index, beyond this visit. */
  #lastingKey(): KeyOf {
    const { indexRecall } = this.data.store.getState().request;
    const rules = JSON.stringify(this.rules());
    const { space } = this.data.basis();
    return (bytes) => `${space} ${bytes} ${indexRecall} ${LIMITS.k.max} ${rules}`;
  }

  /** Takes captions that earlier visits found, for photos that come with what they found. */
  keep(captions: readonly KeptCaption[]): void {
    this.#kept.add(captions);
  }

  /** A caption, for keeping it, as kept hits count it; null where it was not found in an index that is open. */
  keptCaption(index: string, id: number): KeptCaption | null {
    const { captions } = this.data;
    for (const one of this.index.all) {
      const place = placeOf(one);
      const firstId = place === null ? null : firstIdOf(index, place);
      if (place === null || firstId === null || id < firstId || id >= firstId + place.captions) continue;
      const number = (one.numbers?.base ?? 0) + id - firstId;
      if (!captions.has(number)) return null;
      return { index, id, text: captions.text(number), embedding: captions.embedding(number) };
    }
    return null;
  }
}

/** An index as it is known beyond this visit; null where captions found now may be others once all of it is there. */
function placeOf({ state: { info, status } }: OpenedIndex): KeptPlace | null {
  if (info === null || status !== 'ready') return null;
  const { bytesPresent, manifest } = info;
  return { identity: indexIdentity(manifest), captions: manifest.captions, bytes: bytesPresent };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

const seenBy = (result: VersionedResult): SearchSeen => ({
  compared: Math.round(meanOf(result.captionsCompared)),
  searched: result.captionsSearched,
  total: result.captionsTotal,
  recall: meanOf(result.expectedRecall),
});
