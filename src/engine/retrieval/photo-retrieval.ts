import { LIMITS, stack } from '../../../core';
import type { KeptCaption, VersionedResult } from '../../../workers/protocol';
import type { ScoringStage } from '../scoring/scoring-stage';
import { embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import type { RetrievalJob } from '../state/plan/retrieval';
import type { FoundIn, PhotoRecord } from '../state/records';
import { usageOf } from '../state/request/indexes';
import type { Request, SearchSeen } from '../state/types';
import { type RetrievedCaptions, retrievedCaptions } from './captions/caption-store';
import { indexIdentity, KeptCaptions } from './captions/kept-captions';
import { askIndex, keepPart, partOf, searchKey } from './index-search';
import type { OpenIndexes, SearchedIndex } from './indexes/open-indexes';
import type { OpenedIndex } from './indexes/opened/opened-index';
import { firstIdOf, hitsToKeep, holdsFor, type KeptPlace, type KeyOf, keptOf } from './kept-hits';
import { mergedCaptions, type WeighedPart } from './merged';
import type { Searched } from './method-retrieval';

type PhotoJob = Extract<RetrievalJob, { kind: 'search photos' | 'merge photos' }>;

/** What was asked of which indexes, and the photos that were sought in any of them. */
interface Given {
  readonly key: string;
  readonly indexes: readonly SearchedIndex[];
  readonly sought: ReadonlySet<PhotoRecord>;
}

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

  /** Whether every index has given what it has for an embedded photo, on this visit or an earlier one: nothing is to be sought. */
  isAtHand(record: PhotoRecord): boolean {
    const query = embeddingOf(record, this.data.basis())!;
    return this.index.searched('photos').every((one) => {
      if (partOf(record, one, this.#keyOf(one), query) !== undefined) return true;
      const place = placeOf(one.index);
      return record.kept !== null && place !== null && holdsFor(record.kept, place, this.#lastingKey());
    });
  }

  /** Merges what is at hand for photos. */
  merge({ photos, key }: Omit<PhotoJob, 'kind'>): void {
    const indexes = this.index.searched('photos');
    for (const one of indexes) {
      const lacking = this.#lacking(one, photos);
      // Their captions are not known, so that they have to be sought.
      for (const { record } of lacking) record.kept = null;
    }
    this.#take(photos, { key, indexes, sought: new Set() });
  }

  /** Has every index give what it has for photos, where that is not there yet, and merges it. */
  async search({ photos, key }: PhotoJob, { basis, rules }: Searched): Promise<void> {
    const indexes = this.index.searched('photos');
    const queries = photos.map((record) => embeddingOf(record, basis));
    const asked = await Promise.all(indexes.map((one) => this.#searchIn(one, photos, rules)));
    if (asked.includes(null)) return;
    const sought = new Set(asked.flatMap((records) => records ?? []));
    const same = photos.filter((record, i) => embeddingOf(record, this.data.basis()) === queries[i]);
    this.#take(same, { key, indexes, sought });
  }

  /** Has photos have what all indexes gave for them, merged. */
  #take(photos: readonly PhotoRecord[], { key, indexes, sought }: Given): void {
    const basis = this.data.basis();
    const taken = photos.filter((record) => {
      const query = embeddingOf(record, basis);
      if (query === null || !this.data.photos.has(record)) return false;
      const parts = indexes.map((one) => ({
        part: partOf(record, one, this.#keyOf(one), query),
        weight: one.use.weight,
      }));
      // An index has changed meanwhile: the next job is under another key.
      if (parts.some(({ part }) => part === undefined)) return false;
      const value = mergedCaptions(parts as WeighedPart<RetrievedCaptions>[], this.data.captions);
      record.hits = { key, query, captions: basis.captions, value };
      if (sought.has(record) || this.#putOff.has(record)) this.#keep(record, indexes, query);
      return true;
    });
    this.scoring.photosChanged(taken, { status: 'done' });
    this.data.captionsFound();
  }

  /** Asks an index for the photos that it was not asked for yet; gives these, or null where another is open meanwhile. */
  async #searchIn(
    one: SearchedIndex,
    photos: readonly PhotoRecord[],
    rules: Searched['rules'],
  ): Promise<readonly PhotoRecord[] | null> {
    const { index } = one;
    const key = this.#keyOf(one);
    const numbers = index.numbers!;
    const lacking = this.#lacking(one, photos);
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

  /** The photos for which an index has given nothing yet, once what it gave on an earlier visit is recalled; with their z. */
  #lacking(
    one: SearchedIndex,
    photos: readonly PhotoRecord[],
  ): readonly { readonly record: PhotoRecord; readonly query: Float32Array }[] {
    const { index } = one;
    const key = this.#keyOf(one);
    const keyOf = this.#lastingKey();
    const basis = this.data.basis();
    return photos
      .map((record) => ({ record, query: embeddingOf(record, basis)! }))
      .filter(({ record, query }) => partOf(record, one, key, query) === undefined)
      .filter(
        ({ record, query }) => !this.#recall(record, { key, query, numbers: index.numbers! }, index, keyOf),
      );
  }

  #keyOf(one: SearchedIndex): string {
    return searchKey(one, this.data, this.rules());
  }

  /** Has a photo have what it found in an index on an earlier visit, where that still holds. */
  #recall(
    record: PhotoRecord,
    found: Omit<FoundIn<RetrievedCaptions>, 'value'>,
    index: OpenedIndex,
    keyOf: KeyOf,
  ): boolean {
    const { kept } = record;
    const place = placeOf(index);
    if (kept === null || place === null) return false;
    const its = keptOf(kept, place, keyOf);
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
