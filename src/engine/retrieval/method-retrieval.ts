import { LIMITS, type Need, stack } from '../../../core';
import { usableSpace } from '../../../index-shards/format';
import type { CaptionRules, IndexInfo, VersionedResult } from '../../../workers/protocol';
import type { ScoringStage } from '../scoring/scoring-stage';
import { chosenMethod, parametersOf } from '../state/parameters';
import type { Parts } from '../state/parts';
import type { ClassRecord, PhotoRecord } from '../state/records';
import { StalePhotos } from '../state/stale-photos';
import type { RetrievalClient } from '../workers/clients';
import { retrievedCaptions } from './caption-store';
import type { VectorSpaces } from './vector-spaces';

const PHOTOS_AT_ONCE = 16;

/** What is searched now, and whether an answer still belongs to it. */
export interface Searched {
  readonly key: string;
  readonly info: IndexInfo;
  readonly rules: CaptionRules;
  isCurrent(result: Pick<VersionedResult, 'opening' | 'present'>): boolean;
}

/** Gets what the chosen method asks of the index beyond the captions nearest to photos and classes. */
export class MethodRetrieval {
  readonly #unpairedPhotos: StalePhotos;

  constructor(
    private readonly parts: Parts,
    private readonly scoring: ScoringStage,
    private readonly client: RetrievalClient,
    private readonly spaces: VectorSpaces,
  ) {
    this.#unpairedPhotos = new StalePhotos(
      parts.photos,
      ({ embedding, pairs, view }, key) =>
        embedding !== null && pairs?.key !== key && (view.status === 'working' || view.status === 'done'),
    );
  }

  hasWork(searched: Searched): boolean {
    if (this.#readsPictures(searched) && !this.spaces.isSettled('image', searched.info)) return true;
    return this.#uncounted(searched).length > 0 || this.#unpaired(searched, 1).length > 0;
  }

  /** The next piece; false when nothing is missing. */
  async work(searched: Searched): Promise<boolean> {
    if (this.#readsPictures(searched)) this.spaces.need('image', searched.info);
    const classes = this.#uncounted(searched);
    if (classes.length > 0) {
      await this.#count(classes, searched);
      return true;
    }
    const photos = this.#unpaired(searched, PHOTOS_AT_ONCE);
    if (photos.length === 0) return false;
    await this.#pair(photos, searched);
    return true;
  }

  #uncounted({ key }: Searched): ClassRecord[] {
    if (!this.#needs('synonym counts')) return [];
    return this.parts.classes.filter(({ counts }) => counts?.key !== key);
  }

  #unpaired(searched: Searched, most: number): PhotoRecord[] {
    if (!this.#readsPictures(searched) || !this.spaces.isReady('image', searched.info)) return [];
    return this.#unpairedPhotos.next(this.#pairsKey(searched), most);
  }

  #readsPictures({ info }: Searched): boolean {
    return this.#needs('image vectors in index') && usableSpace(info.manifest, 'image') !== undefined;
  }

  #needs(wanted: Need): boolean {
    return chosenMethod(this.parts.store.getState().request).needs.some(({ need }) => need === wanted);
  }

  /** m of X-MoRe. */
  get #pairs(): number {
    return Number(parametersOf(this.parts.store.getState().request).pairs);
  }

  #pairsKey({ key }: Searched): string {
    return `${key} ${this.#pairs}`;
  }

  async #count(classes: readonly ClassRecord[], { key, isCurrent }: Searched): Promise<void> {
    const result = await this.client.countNames(classes.flatMap(({ names }) => names.names));
    if (!isCurrent(result)) return;
    let next = 0;
    for (const record of classes) {
      const end = next + record.names.names.length;
      record.counts = { key, value: result.counts.slice(next, end) };
      next = end;
    }
    this.scoring.classesChanged();
  }

  async #pair(photos: readonly PhotoRecord[], searched: Searched): Promise<void> {
    const key = this.#pairsKey(searched);
    const queries = photos.map(({ embedding }) => embedding!.value);
    const result = await this.client.searchPairs(stack(queries), this.#pairs, LIMITS.k.max, searched.rules);
    if (!searched.isCurrent(result)) return;
    this.parts.captions.add(result);
    photos.forEach((record, i) => {
      if (record.embedding?.value !== queries[i] || !this.parts.photos.has(record)) return;
      record.pairs = { key, value: retrievedCaptions(result.hits[i]!) };
      this.scoring.photoChanged(record);
    });
  }
}
