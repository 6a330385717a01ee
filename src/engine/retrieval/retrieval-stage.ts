import { LIMITS, reads, stack, toPlainError } from '../../../core';
import { usableSpace } from '../../../index-shards/format';
import type { SpaceKind, VersionedResult } from '../../../workers/protocol';
import type { ScoringStage } from '../scoring/scoring-stage';
import { embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import { StalePhotos } from '../state/photos/stale-photos';
import { embeddedStatus } from '../state/plan/progress';
import {
  awaitsSpace,
  lacksCaptions,
  lacksClassCaptions,
  lacksCounts,
  lacksPairs,
  nextForRetrieval,
  type RetrievalJob,
  type RetrievalWorld,
} from '../state/plan/retrieval';
import { chosenMethod, parametersOf } from '../state/request/parameters';
import type { Request, SearchSeen } from '../state/types';
import { WorkLoop } from '../state/work-loop';
import { retrievedCaptions } from './caption-store';
import { ClassRetrieval } from './classes/class-retrieval';
import { searchModesOf, servedMode } from './classes/search-modes';
import { StaleClasses } from './classes/stale-classes';
import { MethodRetrieval, type Searched } from './method-retrieval';
import { OpenedIndex } from './opened-index';
import { SecondEncoder } from './second-encoder';
import { VectorSpaces } from './vector-spaces';

/** Rest after the last change of the rules before everything is searched again. */
const EDITING_PAUSE = 300;

/** Retrieves captions from the opened index for whatever embedding has none of today's. */
export class RetrievalStage {
  readonly index: OpenedIndex;
  readonly #loop: WorkLoop;
  readonly #spaces: VectorSpaces;
  readonly #second: SecondEncoder;
  readonly #classes: ClassRetrieval;
  readonly #methods: MethodRetrieval;
  readonly #unsearched: StalePhotos;
  readonly #unpaired: StalePhotos;
  readonly #unsearchedClasses: StaleClasses;
  readonly #uncountedClasses: StaleClasses;
  /** The rules in force: the requested ones once their editing rests. */
  #rules: Request['captionRules'];
  #editing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    spawn: () => Worker,
    spawnSentences: () => Worker,
  ) {
    this.index = new OpenedIndex(data, spawn, {
      onAnother: () => this.#spaces.forget(),
      onForget: () => this.#forget(),
      onNews: () => this.wake(),
    });
    const { client } = this.index;
    this.#rules = data.store.getState().request.captionRules;
    const second = new SecondEncoder(spawnSentences, data.network);
    this.#second = second;
    this.#spaces = new VectorSpaces(data, client, second, () => this.wake());
    this.#classes = new ClassRetrieval(data, scoring, client, this.#spaces, second);
    this.#methods = new MethodRetrieval(data, scoring, client);
    this.#unsearched = new StalePhotos(data.photos, (record, key) =>
      lacksCaptions(record, data.basis(), key),
    );
    this.#unpaired = new StalePhotos(data.photos, (record, key) => lacksPairs(record, data.basis(), key));
    this.#unsearchedClasses = new StaleClasses(data, (record, key) =>
      lacksClassCaptions(record, data.basis(), key),
    );
    this.#uncountedClasses = new StaleClasses(data, (record, key) => lacksCounts(record, data.basis(), key));
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    const { status } = this.index.state;
    if (status === 'opening' || status === 'downloading' || this.#editing !== undefined) return true;
    const world = this.#world();
    return world !== null && (awaitsSpace(world) || nextForRetrieval(world) !== null);
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Takes the requested rules once their editing rests: half-typed words wait. */
  rulesEdited(): void {
    clearTimeout(this.#editing);
    this.#editing = setTimeout(() => {
      this.#editing = undefined;
      this.#rules = this.data.store.getState().request.captionRules;
      this.#loop.wake();
    }, EDITING_PAUSE);
  }

  /** Tells the workers what the user's choice of hosts is now. */
  networkChanged(): void {
    this.index.networkChanged();
    this.#second.networkChanged();
  }

  /** Vectors that failed to come are asked for again where they are needed. */
  retrySpaces(): void {
    this.#spaces.retry();
  }

  /** Other captions, or another space: what was found in the ones before is shown no more. */
  #forget(): void {
    this.data.captions.clear();
    this.scoring.rebuild();
  }

  /** What hits depend on beside their query; null while nothing can be searched. */
  #searchKey(): string | null {
    const { info, status } = this.index.state;
    if (info === null || !this.index.isSearchable) return null;
    // While shards arrive, captions found among the first ones do; once it rests, everything is searched again.
    const coverage = status === 'downloading' ? 'partial' : String(info.bytesPresent);
    const { indexRecall } = this.data.store.getState().request;
    const { space, captions } = this.data.basis();
    return `${space} ${captions} ${coverage} ${indexRecall} ${JSON.stringify(this.#rules)}`;
  }

  /** What is known when the next search is looked for; null while nothing can be searched. */
  #world(): RetrievalWorld | null {
    const key = this.#searchKey();
    const { index, request, spaces } = this.data.store.getState();
    if (key === null || index.info === null) return null;
    const { manifest } = index.info;
    const method = chosenMethod(request);
    const statusOf = (kind: SpaceKind) =>
      usableSpace(manifest, kind) === undefined ? 'absent' : spaces[kind].status;
    return {
      basis: this.data.basis(),
      key,
      mode: servedMode(request.searchMode, searchModesOf(manifest)),
      spaces: { text: statusOf('text'), image: statusOf('image') },
      readsCounts: reads(method, 'synonym counts'),
      pairs: reads(method, 'image vectors in index') ? Number(parametersOf(request).pairs) : null,
      unsearchedClasses: (wanted) => ({ next: (most) => this.#unsearchedClasses.next(wanted, most) }),
      uncountedClasses: (wanted) => ({ next: (most) => this.#uncountedClasses.next(wanted, most) }),
      unsearched: (wanted) => ({ next: (most) => this.#unsearched.next(wanted, most) }),
      unpaired: (wanted) => ({ next: (most) => this.#unpaired.next(wanted, most) }),
    };
  }

  /** The next job of the plan; false when nothing is missing. */
  async #work(): Promise<boolean> {
    const world = this.#world();
    if (world === null) {
      this.#settleWithoutCaptions();
      return false;
    }
    const job = nextForRetrieval(world);
    if (job?.kind !== 'search classes') this.#classes.settle();
    if (job === null) {
      this.index.settled();
      return false;
    }
    const { turn } = this.index;
    try {
      await this.#run(job, world);
    } catch (thrown) {
      // The index is being opened anew; what is missing is searched then.
      if (turn.aborted && this.index.state.status !== 'failed') return false;
      if (!turn.aborted) this.index.set({ status: 'failed', error: toPlainError(thrown) });
      this.#settleWithoutCaptions();
      return false;
    }
    return true;
  }

  async #run(job: RetrievalJob, { basis, pairs }: RetrievalWorld): Promise<void> {
    const searched: Searched = {
      basis,
      rules: this.#rules,
      isCurrent: (result) => this.index.isCurrent(result),
    };
    switch (job.kind) {
      case 'fetch space':
        // Other searches go on meanwhile.
        this.#spaces.fetch(job.space, this.index.state.info!);
        return;
      case 'search classes':
        return this.#classes.search(job, searched);
      case 'search photos':
        return this.#searchPhotos(job, searched);
      case 'count names':
        return this.#methods.count(job, searched);
      case 'pair photos':
        return this.#methods.pair(job, pairs!, searched);
    }
  }

  async #searchPhotos(
    { photos, key }: Extract<RetrievalJob, { kind: 'search photos' }>,
    { basis, rules }: Searched,
  ): Promise<void> {
    const queries = photos.map((record) => embeddingOf(record, basis)!);
    const result = await this.index.client.search(stack(queries), LIMITS.k.max, rules);
    if (!this.index.isCurrent(result)) return;
    this.index.set({ seen: seenBy(result) });
    this.data.captions.add(result);
    const { captions } = basis;
    photos.forEach((record, i) => {
      if (embeddingOf(record, this.data.basis()) !== queries[i] || !this.data.photos.has(record)) return;
      record.hits = { key, query: queries[i], captions, value: retrievedCaptions(result.hits[i]!) };
      this.scoring.photoChanged(record);
      this.data.photos.set(record, { status: 'done' });
    });
    this.data.captionsFound();
  }

  /** Photos that wait for captions which will not come are done with what they have. */
  #settleWithoutCaptions(): void {
    if (this.data.photos.count('working') > 0)
      this.data.photos.setAll((record) =>
        record.view.status === 'working' && embeddingOf(record, this.data.basis()) !== null
          ? { status: embeddedStatus(false) }
          : null,
      );
  }
}

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

const seenBy = (result: VersionedResult): SearchSeen => ({
  compared: Math.round(meanOf(result.captionsCompared)),
  searched: result.captionsSearched,
  total: result.captionsTotal,
  recall: meanOf(result.expectedRecall),
});
