import { type PlainError, reads, toPlainError } from '../../../core';
import { embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import { StalePhotos } from '../state/photos/stale-photos';
import {
  candidatesKey,
  type LanguageWorld,
  lacksCandidates,
  lacksNames,
  type NameSettings,
  nameKey,
  namesKey,
  nextForLanguage,
  PHOTOS_NAMED_AT_ONCE,
  promptsOfNames,
} from '../state/plan/language';
import type { PhotoRecord } from '../state/records';
import { chosenMethod, parametersOf } from '../state/request/parameters';
import { WorkLoop } from '../state/work-loop';
import type { LanguageClient } from '../workers/clients';
import { Deaths } from '../workers/deaths';
import type { ScoringStage } from './scoring-stage';

/** Finds names in the captions of photos, and has them embedded, for methods that classify without a class list. */
export class NamingStage {
  readonly #loop: WorkLoop;
  readonly #unnamed: StalePhotos;
  /** Photos whose names are not all embedded. */
  readonly #unread: StalePhotos;
  #error: PlainError | null = null;
  /** Of the worker over the captions that are to be read next. */
  readonly #deaths = new Deaths();

  constructor(
    private readonly data: EngineData,
    private readonly scoring: ScoringStage,
    private readonly client: LanguageClient,
  ) {
    this.#unnamed = new StalePhotos(data.photos, (record) => lacksNames(record, this.#settings));
    this.#unread = new StalePhotos(data.photos, (record) =>
      lacksCandidates(record, this.#settings, data.prompts.zeroShot),
    );
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    return this.#loop.busy || nextForLanguage(this.#world) !== null;
  }

  /** Why no names are found; null while they are. */
  get error(): PlainError | null {
    return this.#isWanted ? this.#error : null;
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Tries again after a failure: another method was chosen, or the same one anew. */
  methodChanged(): void {
    this.#error = null;
    this.#deaths.clear();
    this.data.texts.wantNothing();
    this.wake();
  }

  get #isWanted(): boolean {
    return reads(chosenMethod(this.data.store.getState().request), 'candidate names');
  }

  get #settings(): NameSettings {
    const k = Number(parametersOf(this.data.store.getState().request).k);
    return { basis: this.data.basis(), k };
  }

  get #world(): LanguageWorld {
    return {
      ...this.#settings,
      isWanted: this.#isWanted,
      hasFailed: this.#error !== null,
      unnamed: (key) => ({ next: (most) => this.#unnamed.next(key, most) }),
    };
  }

  async #work(): Promise<boolean> {
    if (!this.#isWanted || this.#error !== null) return false;
    const hasTaken = this.#takeEmbedded();
    const world = this.#world;
    const job = nextForLanguage(world);
    if (job === null) return hasTaken;
    const { photos } = job;
    const keys = photos.map((record) => nameKey(record, world)!);
    const hits = photos.map((record) => record.hits!);
    try {
      const found = await this.client.candidateNames(
        hits.map(({ value }) =>
          Array.from(value.ids.subarray(0, world.k), (id) => this.data.captions.text(id)),
        ),
      );
      this.#deaths.clear();
      photos.forEach((record, i) => {
        if (record.hits !== hits[i] || nameKey(record, this.#settings) !== keys[i]) return;
        record.names = { key: keys[i]!, value: found[i]! };
        this.data.photos.touch(record);
      });
      this.#takeEmbedded();
    } catch (thrown) {
      if (!this.#deaths.forgives(thrown)) this.#error = toPlainError(thrown);
    }
    return true;
  }

  /**
   * Gives the scorer the names whose prompts are embedded, of some photos, and asks for the embeddings of the others;
   * true where there were any to give.
   */
  #takeEmbedded(): boolean {
    const { data } = this;
    const wantedBefore = data.texts.wanted.size;
    const taken: PhotoRecord[] = [];
    const prompt = data.prompts.zeroShot;
    for (const record of this.#unread.next(`${namesKey(this.#settings)} ${prompt}`, PHOTOS_NAMED_AT_ONCE)) {
      const names = record.names!.value;
      const prompts = promptsOfNames(record, prompt);
      const embeddings = data.texts.all(prompts);
      if (embeddings === null) {
        data.texts.want(prompts);
        continue;
      }
      const query = embeddingOf(record, data.basis());
      if (query === null) continue;
      record.candidates = { key: candidatesKey(record, prompt), query, value: { names, embeddings } };
      taken.push(record);
    }
    if (taken.length > 0) this.scoring.photosChanged(taken);
    if (data.texts.wanted.size > wantedBefore) data.embeddingNeeded();
    return taken.length > 0;
  }
}
