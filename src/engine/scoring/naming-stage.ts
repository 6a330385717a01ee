import { fillPrompt, type PlainError, reads, toPlainError } from '../../../core';
import { candidatesOfPhoto, captionsOfPhoto, embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import { StalePhotos } from '../state/photos/stale-photos';
import { WorkLoop } from '../state/plan/work-loop';
import type { PhotoRecord } from '../state/records';
import { chosenMethod, parametersOf } from '../state/request/parameters';
import type { LanguageClient } from '../workers/clients';
import { Deaths } from '../workers/deaths';
import type { ScoringStage } from './scoring-stage';

const PHOTOS_AT_ONCE = 16;

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
    this.#unnamed = new StalePhotos(data.photos, (record) => {
      const key = this.#nameKey(record);
      return key !== null && record.names?.key !== key;
    });
    this.#unread = new StalePhotos(
      data.photos,
      (record) =>
        record.names !== null &&
        record.names.key === this.#nameKey(record) &&
        (candidatesOfPhoto(record, data.basis()) === null ||
          record.candidates?.key !== this.#candidatesKey(record)),
    );
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    return this.#loop.busy || (this.#error === null && this.#isWanted && this.#unnamed.any(this.#key));
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

  /** How many captions are read, as the key of what depends on it beside the photo. */
  get #k(): string {
    return String(parametersOf(this.data.store.getState().request).k);
  }

  /** What all photos' names depend on. */
  get #key(): string {
    const { space, captions } = this.data.basis();
    return `${space} ${captions} ${this.#k}`;
  }

  /** What the names of a photo depend on; null while it has no captions. */
  #nameKey(record: PhotoRecord): string | null {
    const captions = captionsOfPhoto(record, this.data.basis());
    return captions === null ? null : `${record.hits!.key} ${this.#k}`;
  }

  /** What the embedded names of a photo depend on. */
  #candidatesKey({ names, embedding }: PhotoRecord): string {
    return `${names?.key} ${this.data.prompts.zeroShot} ${embedding?.key}`;
  }

  async #work(): Promise<boolean> {
    if (!this.#isWanted || this.#error !== null) return false;
    const hasTaken = this.#takeEmbedded();
    const records = this.#unnamed.next(this.#key, PHOTOS_AT_ONCE);
    if (records.length === 0) return hasTaken;
    const k = Number(this.#k);
    const keys = records.map((record) => this.#nameKey(record)!);
    const hits = records.map((record) => record.hits!);
    try {
      const found = await this.client.candidateNames(
        hits.map(({ value }) => Array.from(value.ids.subarray(0, k), (id) => this.data.captions.text(id))),
      );
      this.#deaths.clear();
      records.forEach((record, i) => {
        if (record.hits !== hits[i] || this.#nameKey(record) !== keys[i]) return;
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
    let hasTaken = false;
    for (const record of this.#unread.next(`${this.#key} ${data.prompts.zeroShot}`, PHOTOS_AT_ONCE)) {
      const names = record.names!.value;
      const prompts = names.map((name) => fillPrompt(data.prompts.zeroShot, name));
      const embeddings = data.texts.all(prompts);
      if (embeddings === null) {
        data.texts.want(prompts);
        continue;
      }
      const query = embeddingOf(record, data.basis());
      if (query === null) continue;
      record.candidates = { key: this.#candidatesKey(record), query, value: { names, embeddings } };
      hasTaken = true;
      this.scoring.photoChanged(record);
    }
    if (data.texts.wanted.size > wantedBefore) data.embeddingNeeded();
    return hasTaken;
  }
}
