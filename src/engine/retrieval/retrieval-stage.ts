import { FernglassError, reads } from '../../../core';
import { type Manifest, usableSpace } from '../../../index-shards/format';
import type { KeptCaption, SearchMode, SpaceKind } from '../../../workers/protocol';
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
  neededSpaces,
  nextForRetrieval,
  type RetrievalJob,
  type RetrievalWorld,
} from '../state/plan/retrieval';
import type { ClassRecord, PhotoRecord } from '../state/records';
import { chosenMethod, parametersOf } from '../state/request/parameters';
import type { IndexCoverage, Prompts, Request } from '../state/types';
import { nextTask, WorkLoop } from '../state/work-loop';
import { ClassRetrieval } from './classes/class-retrieval';
import { searchModesOf, servedMode } from './classes/search-modes';
import { StaleClasses } from './classes/stale-classes';
import { mergedKey, SearchFailed } from './index-search';
import { OpenIndexes, type SearchedIndex } from './indexes/open-indexes';
import { MethodRetrieval, type Searched } from './method-retrieval';
import { PhotoRetrieval } from './photo-retrieval';
import { SecondEncoder } from './spaces/second-encoder';
import { VectorSpaces } from './spaces/vector-spaces';

/** Rest after the last change of the rules before everything is searched again. */
const EDITING_PAUSE = 300;

/** Retrieves captions from the opened indexes for whatever embedding has none of today's. */
export class RetrievalStage {
  readonly index: OpenIndexes;
  readonly #loop: WorkLoop;
  readonly #spaces: VectorSpaces;
  readonly #second: SecondEncoder;
  readonly #photos: PhotoRetrieval;
  readonly #classes: ClassRetrieval;
  readonly #methods: MethodRetrieval;
  readonly #unmerged: StalePhotos;
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
    this.index = new OpenIndexes(data, spawn, {
      onAnother: () => this.#spaces.forget(),
      onForget: () => this.#forget(),
      onNews: () => this.wake(),
    });
    const client = () => this.index.first.client;
    this.#rules = data.store.getState().request.captionRules;
    const second = new SecondEncoder(spawnSentences, data.network);
    this.#second = second;
    this.#spaces = new VectorSpaces(data, client, second, () => this.wake());
    this.#photos = new PhotoRetrieval(data, scoring, this.index, () => this.#rules);
    this.#classes = new ClassRetrieval(data, scoring, this.#spaces, second);
    this.#methods = new MethodRetrieval(data, scoring);
    this.#unmerged = new StalePhotos(
      data.photos,
      (record, key) => lacksCaptions(record, data.basis(), key) && this.#photos.isAtHand(record),
    );
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
    if (this.index.isComing || this.#editing !== undefined) return true;
    const world = this.#world();
    return world !== null && (awaitsSpace(world) || nextForRetrieval(world) !== null);
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Further vectors of the first index that what is asked for needs, and the second text encoder. */
  get spaces(): VectorSpaces {
    return this.#spaces;
  }

  /** Those of them that something needs now. */
  neededSpaces(): readonly SpaceKind[] {
    const world = this.#world();
    return world === null ? [] : neededSpaces(world);
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
    this.scoring.rebuild();
  }

  /** Has embedded photos have captions, as far as nothing is to be sought for them; gives the others. */
  mergeAtHand(photos: readonly PhotoRecord[]): readonly PhotoRecord[] {
    const world = this.#world();
    if (world === null) return photos;
    const atHand = new Set(photos.filter((record) => this.#photos.isAtHand(record)));
    if (atHand.size > 0) this.#photos.merge({ photos: [...atHand], key: world.key });
    return photos.filter((record) => !atHand.has(record));
  }

  /** Takes captions that earlier visits found, for photos that come with what they found. */
  keep(captions: readonly KeptCaption[]): void {
    this.#photos.keep(captions);
  }

  /** A caption of the first index, for keeping it; null where it was not found in that index. */
  keptCaption(index: string, id: number): KeptCaption | null {
    return this.#photos.keptCaption(index, id);
  }

  /** Captions that hold each name, in all indexes that are searched for classes together; null where there is none. */
  async countNames(names: readonly string[]): Promise<readonly number[] | null> {
    const searched = this.index.searched('classes');
    if (searched.length === 0) return null;
    const results = await Promise.all(searched.map(({ index }) => index.client.countNames(names)));
    return names.map((_, i) => results.reduce((sum, { counts }) => sum + counts[i]!, 0));
  }

  /**
   * Finds captions for classes that are not those of the list, or in another mode; they wait in `ClassRecord.searched`, and
   * nothing that is shown changes.
   * @param prompts that the classes' retrieval prompts come from
   * @throws FernglassError `input-invalid` where nothing is searched for classes, or something else by now
   */
  async findBeside(classes: readonly ClassRecord[], prompts: Prompts, mode: SearchMode): Promise<void> {
    const world = this.#world();
    if (world === null || this.index.searched('classes').length === 0)
      throw new FernglassError(
        'input-invalid',
        'No index is searched for classes, so that they have no captions. Choose one in the menu Index.',
      );
    const withSecond = (mode === 'second' || mode === 'hybrid') && world.spaces.text === 'ready';
    const key = `${world.classesKey} ${mode} ${withSecond}`;
    const searched: Searched = { basis: world.basis, rules: this.#rules, indexes: this.index };
    const found = await this.#classes
      .find({ classes, key, mode, withSecond }, searched, prompts)
      .catch((thrown: unknown) => {
        throw thrown instanceof SearchFailed ? thrown.cause : thrown;
      });
    if (found === null || classes.some(({ searched }) => searched?.key !== key))
      throw new FernglassError('input-invalid', 'The indexes changed meanwhile. Ask again.');
  }

  /** How many of the classes an open index's captions name. @throws FernglassError `index-not-found` */
  coverage(address: string): Promise<IndexCoverage> {
    return this.#classes.coverage(this.index.at(address));
  }

  /** What is known when the next search is looked for; null while nothing can be searched. */
  #world(): RetrievalWorld | null {
    const { data, index } = this;
    if (!index.isSearchable) return null;
    const [photos, classes] = [index.searched('photos'), index.searched('classes')];
    const key = mergedKey(photos, data, this.#rules);
    const classesKey = mergedKey(classes, data, this.#rules);
    const { request, spaces } = data.store.getState();
    const method = chosenMethod(request);
    // Further vectors are the first index's alone: they are fetched for one index at a time.
    const isFirst = (one: SearchedIndex) => one.index === index.first;
    const manifest = (classes.find(isFirst) ?? photos.find(isFirst))?.index.state.info?.manifest;
    const statusOf = (kind: SpaceKind) =>
      manifest === undefined || usableSpace(manifest, kind) === undefined ? 'absent' : spaces[kind].status;
    return {
      basis: data.basis(),
      key,
      classesKey,
      mode: modeFor(request.searchMode, classes.some(isFirst) ? manifest! : null),
      spaces: {
        text: classes.some(isFirst) ? statusOf('text') : 'absent',
        image: photos.some(isFirst) ? statusOf('image') : 'absent',
      },
      readsCounts: reads(method, 'synonym counts'),
      pairs: reads(method, 'image vectors in index') ? Number(parametersOf(request).pairs) : null,
      unsearchedClasses: (wanted) => ({ next: (most) => this.#unsearchedClasses.next(wanted, most) }),
      uncountedClasses: (wanted) => ({ next: (most) => this.#uncountedClasses.next(wanted, most) }),
      unmerged: (wanted) => ({ next: (most) => this.#unmerged.next(wanted, most) }),
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
    try {
      await this.#run(job, world);
    } catch (thrown) {
      if (!(thrown instanceof SearchFailed)) throw thrown;
      const { cause, index, wasCurrent } = thrown;
      // The index is being opened anew; what is missing is searched then.
      if (!wasCurrent && index.state.status !== 'failed') return false;
      if (wasCurrent) index.searchFailed(cause);
      if (this.index.all.length > 1) index.leaveOut();
      if (this.index.isSearchable && this.index.all.length > 1) return true;
      this.#settleWithoutCaptions();
      return false;
    }
    return true;
  }

  async #run(job: RetrievalJob, { basis, pairs }: RetrievalWorld): Promise<void> {
    const searched: Searched = { basis, rules: this.#rules, indexes: this.index };
    switch (job.kind) {
      case 'fetch space':
        // Other searches go on meanwhile.
        this.#spaces.fetch(job.space, this.index.first.state.info!);
        return;
      case 'search classes':
        return this.#classes.search(job, searched);
      case 'merge photos':
        this.#photos.merge(job);
        return nextTask();
      case 'search photos':
        return this.#photos.search(job, searched);
      case 'count names':
        return this.#methods.count(job, searched);
      case 'pair photos':
        return this.#methods.pair(job, pairs!, searched);
    }
  }

  /** Photos that wait for captions which will not come are done with what they have. */
  #settleWithoutCaptions(): void {
    const { photos } = this.data;
    if (photos.count('working') > 0 || photos.boxesWaiting > 0)
      photos.setAll((record) =>
        record.view.status === 'working' && embeddingOf(record, this.data.basis()) !== null
          ? { status: embeddedStatus(false) }
          : null,
      );
  }
}

/** The mode that classes are searched in. @param manifest of the first index; null where it is not searched for classes */
function modeFor(asked: SearchMode, manifest: Manifest | null): SearchMode {
  if (manifest !== null) return servedMode(asked, searchModesOf(manifest));
  return asked === 'second' ? 'meaning' : asked;
}
