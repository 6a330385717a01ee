import { FernglassError } from '../../../../core';
import type { KeptCaption, KeptWork, PicturesKept, ProjectsApi } from '../../../../workers/protocol';
import type { Linked } from '../../../engine';
import { yieldToPage } from '../../common/yield-to-page';
import { CopyQueue } from './files/copy-queue';
import type { Head, SavedFrom, Saving, Unsaved } from './saving';
import { WrittenPhotos } from './written-photos';

/** Milliseconds from a change to its writing, in which others join it. */
const PAUSE = 50;
/** Milliseconds until what could not be written is tried again, and until that where something changed meanwhile. */
const RETRY = 5000;
const PAUSE_AFTER_FAULT = 500;

const isFull = (thrown: unknown) => thrown instanceof FernglassError && thrown.code === 'storage-full';

/** Writes what changes of the open project, soon after it changed; a photo's change costs the same however many there are. */
export class ProjectSaver {
  readonly #photos: WrittenPhotos;
  readonly #copies: CopyQueue;
  readonly #stops: (() => void)[];
  #referred = 0;
  #headIsDirty = false;
  #request: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the timer waits to try again what could not be written. */
  #isRetry = false;
  #running: Promise<void> | null = null;
  #problem: Pick<Unsaved, 'why' | 'isFull'> | null = null;
  #isClosed = false;
  #isGivenUp = false;

  /**
   * @param truthOf what a photo truly shows, where samples say so
   * @param onSaving told whenever what is pending, or a problem, changes
   */
  constructor(
    private readonly engine: SavedFrom,
    private readonly api: Pick<Linked<ProjectsApi>, 'write' | 'keepPicture'>,
    private head: Head,
    truthOf: (id: string) => string | null,
    private readonly onSaving: (saving: Saving) => void,
  ) {
    this.#request = engine.getState().request;
    this.#photos = new WrittenPhotos(engine, truthOf);
    this.#copies = new CopyQueue(head.copiesUpTo);
    this.#stops = [
      engine.subscribePhotos((changed) => {
        this.#photos.change(changed);
        this.#soon();
      }),
      engine.subscribe(() => {
        const { request } = engine.getState();
        if (request === this.#request) return;
        this.#request = request;
        this.#headIsDirty = true;
        this.#soon();
      }),
    ];
  }

  /** The project's head as it is now. */
  get now(): Head {
    return this.head;
  }

  /** What could not be written when that was tried last; null where all was. */
  get unsaved(): Unsaved | null {
    return (
      this.#problem && { ...this.#problem, photos: this.#photos.changed.size, copies: this.#copies.waiting }
    );
  }

  /** Takes a photo that lies in the store already as it is. */
  adopt(id: string, work: KeptWork | null): void {
    this.#photos.adopt(id, work);
  }

  /** Takes captions that lie in the store already. */
  adoptCaptions(captions: readonly Pick<KeptCaption, 'index' | 'id'>[]): void {
    this.#photos.adoptCaptions(captions);
  }

  /** Has everything that is on the page written. */
  saveAll(): void {
    this.#photos.change(this.engine.getState().photoIds);
    this.#headIsDirty = true;
    this.#soon();
  }

  /** Changes the head. */
  change(change: Partial<Head>): void {
    this.head = { ...this.head, ...change };
    this.#headIsDirty = true;
    this.#soon();
  }

  /** Copies that lie in the store already, by `added`. */
  adoptCopies(copied: readonly number[]): void {
    const there = new Set(copied);
    for (const { added, bytes } of this.#photos.files()) if (there.has(added)) this.#copies.adopt(bytes);
    this.#tell();
  }

  /**
   * Keeps from now on where the files lie, copies of them, or small pictures only; a person agreed to the room that takes.
   * Copies that lie in the store already, by `added`, are not made again; the store drops those that are no longer wanted.
   */
  keepPictures(pictures: PicturesKept, copied: readonly number[]): void {
    this.#copies.clear();
    const there = new Set(copied);
    this.change({ pictures, copiesUpTo: null });
    this.#copies.copyAll();
    this.#photos.keepPictures(pictures);
    for (const { id, added, bytes } of this.#photos.files())
      if (there.has(added)) this.#copies.adopt(bytes);
      else if (pictures === 'copies') this.#queueCopy(id);
    this.#soon();
  }

  /** Makes all copies, however much room they take. */
  copyAll(): void {
    this.#copies.copyAll();
    this.change({ copiesUpTo: null });
  }

  /** Writes what is pending without waiting any longer. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await (this.#running ?? Promise.resolve());
    await this.#run();
  }

  /** Writes what is pending and takes no more. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#isClosed = true;
    await this.flush();
  }

  /** Takes no more and writes nothing of what is pending. */
  async giveUp(): Promise<void> {
    this.#isGivenUp = true;
    for (const stop of this.#stops) stop();
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #soon(): void {
    if (this.#isClosed || this.#running !== null || (this.#timer !== undefined && !this.#isRetry)) return;
    this.#tell();
    // Where a picture does not fit, what a person says may: it does not wait for the picture's turn.
    clearTimeout(this.#timer);
    this.#wait(this.#isRetry ? PAUSE_AFTER_FAULT : PAUSE);
  }

  #wait(milliseconds: number, isRetry = false): void {
    this.#isRetry = isRetry;
    this.#timer = setTimeout(() => void this.#run(), milliseconds);
  }

  #tell(): void {
    const { next, copied, held } = this.#copies;
    const pending = this.#headIsDirty || this.#photos.changed.size > 0 || next !== undefined;
    this.onSaving({ pending, problem: this.unsaved, copied, referred: this.#referred, held });
  }

  #run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isRetry = false;
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
      this.#tell();
      if (this.#problem !== null && !this.#isClosed && this.#timer === undefined) this.#wait(RETRY, true);
    });
    return this.#running;
  }

  async #work(): Promise<void> {
    try {
      // Records first: what a person said goes before copies of pictures.
      for (;;) {
        while (!this.#isGivenUp && (this.#headIsDirty || this.#photos.changed.size > 0))
          await this.#writeSome();
        const { next } = this.#copies;
        if (next === undefined || this.#isClosed) break;
        await this.#copy(next);
      }
      this.#problem = null;
    } catch (thrown) {
      this.#problem = {
        why: thrown instanceof Error ? thrown.message : String(thrown),
        isFull: isFull(thrown),
      };
    }
  }

  async #writeSome(): Promise<void> {
    const isHeadOther = this.#headIsDirty;
    this.#headIsDirty = false;
    const batch = this.#photos.next(this.head.pictures === 'references');
    const { photos, work, removed, ...further } = batch.rows;
    const hasRows = [photos, work, removed].some((rows) => rows.length > 0);
    if (hasRows || isHeadOther) this.head = { ...this.head, changedAt: Date.now() };
    // Photos change in what is not kept, too, most of all while thousands are opened: that costs no transaction.
    if (hasRows || isHeadOther || Object.values(further).some((rows) => rows.length > 0))
      try {
        await this.api.write(this.head.id, { head: this.#headToWrite(), ...batch.rows });
      } catch (thrown) {
        this.#photos.change(batch.written.keys());
        this.#headIsDirty = true;
        // Where not even that fits, it is told why the whole did not.
        if (isFull(thrown)) await this.#writeWords().catch(() => {});
        throw thrown;
      }
    else await yieldToPage();
    this.adoptCaptions(further.captions);
    this.#referred += further.references.length;
    for (const [id, now] of this.#photos.wrote(batch))
      if (now === 'gone') this.#copies.drop(id);
      else if (this.head.pictures !== 'thumbnails') this.#queueCopy(id);
  }

  /**
   * Writes of all that is pending what people said alone, which takes little: embeddings and small pictures, which found no
   * room, can be made again. All of it stays pending.
   */
  async #writeWords(): Promise<void> {
    for (const batch of this.#photos.words()) {
      await this.api.write(this.head.id, { head: this.#headToWrite(), ...batch.rows });
      for (const [id, now] of this.#photos.wrote(batch)) if (now === 'gone') this.#copies.drop(id);
    }
  }

  #headToWrite(): Head {
    return { ...this.head, request: this.engine.requestToKeep() };
  }

  #queueCopy(id: string): void {
    this.#copies.add(id, this.engine.photo(id)?.bytes ?? 0);
  }

  async #copy(id: string): Promise<void> {
    const added = this.#photos.addedOf(id);
    const file = await this.engine.openPhoto(id).catch(() => null);
    if (added !== undefined && file !== null) await this.api.keepPicture(this.head.id, added, file);
    this.#copies.done(id);
    this.#tell();
  }
}
