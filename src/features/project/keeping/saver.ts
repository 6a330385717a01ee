import { FernglassError } from '../../../../core';
import type {
  FileReference,
  KeptCaption,
  KeptPhoto,
  KeptWork,
  PicturesKept,
  ProjectsApi,
  Unversioned,
} from '../../../../workers/protocol';
import type { Linked, Photo } from '../../../engine';
import { yieldToPage } from '../../common/yield-to-page';
import { CopyQueue } from './files/copy-queue';
import { referenceOf } from './files/reference';
import { isOther, rowOf } from './photo-row';
import type { Head, SavedFrom, Saving, Unsaved } from './saving';

/** Milliseconds from a change to its writing, in which others join it. */
const PAUSE = 50;
/** Milliseconds until what could not be written is tried again, and until that where something changed meanwhile. */
const RETRY = 5000;
const PAUSE_AFTER_FAULT = 500;
/** Photos written in one go, and looked at for it: some milliseconds of the page's time. */
const MOST = 50;
const MOST_LOOKED_AT = 500;

/** What of a photo was last written: each part is written again once it is another object. */
interface Written {
  readonly added: number;
  readonly photo: Photo | null;
  readonly embedding: KeptWork['embedding'] | null;
  readonly hits: KeptWork['hits'];
  readonly others: KeptWork['others'];
  /** Whether it is kept where its file lies. */
  readonly isReferred: boolean;
  /** Whether all of it was written once, not only what people said of it. */
  readonly isWhole: boolean;
}

/** Nothing of a photo. */
const NOT_WRITTEN: Omit<Written, 'added'> = {
  photo: null,
  embedding: null,
  hits: null,
  others: undefined,
  isReferred: false,
  isWhole: false,
};

const isFull = (thrown: unknown) => thrown instanceof FernglassError && thrown.code === 'storage-full';

/** What was computed of a photo, or of a part of it. */
type WorkOfPart = Pick<KeptWork, 'embedding' | 'hits'>;

/** Whether all that was computed is what was written. */
function isSameWork(found: KeptWork, before: Written | null | undefined): boolean {
  if (before?.embedding !== found.embedding || before.hits !== found.hits) return false;
  const [now, then] = [found.others ?? [], before.others ?? []];
  // In whichever order: it changes as boxes come to be classified and no longer are.
  const isThere = ({ embedding, hits }: WorkOfPart) =>
    then.some((part) => part.embedding === embedding && part.hits === hits);
  return now.length === then.length && now.every(isThere);
}

/** Writes what changes of the open project, soon after it changed; a photo's change costs the same however many there are. */
export class ProjectSaver {
  readonly #written = new Map<string, Written>();
  readonly #dirty = new Set<string>();
  readonly #captions = new Set<string>();
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
    private readonly truthOf: (id: string) => string | null,
    private readonly onSaving: (saving: Saving) => void,
  ) {
    this.#request = engine.getState().request;
    this.#copies = new CopyQueue(head.copiesUpTo);
    this.#stops = [
      engine.subscribePhotos((changed) => {
        for (const id of changed) this.#dirty.add(id);
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
    return this.#problem && { ...this.#problem, photos: this.#dirty.size, copies: this.#copies.waiting };
  }

  /** Takes photos, and captions, that lie in the store already as they are. */
  adopt(id: string, work: KeptWork | null): void {
    const photo = this.engine.photo(id);
    if (photo === undefined) return;
    const { embedding, hits, others } = work ?? NOT_WRITTEN;
    this.#written.set(id, {
      added: photo.added,
      photo,
      embedding,
      hits,
      others,
      isReferred: false,
      isWhole: true,
    });
  }

  adoptCaptions(captions: readonly Pick<KeptCaption, 'index' | 'id'>[]): void {
    for (const { index, id } of captions) this.#captions.add(`${index} ${id}`);
  }

  /** Has everything that is on the page written. */
  saveAll(): void {
    for (const id of this.engine.getState().photoIds) this.#dirty.add(id);
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
    for (const { added, photo } of this.#written.values())
      if (there.has(added)) this.#copies.adopt(photo?.bytes ?? 0);
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
    for (const [id, written] of this.#written) {
      this.#written.set(id, { ...written, isReferred: written.isReferred && pictures !== 'thumbnails' });
      // Whether a file can be read where it lies is seen when its photo is written.
      if (pictures === 'references') this.#dirty.add(id);
      else if (pictures === 'copies' && !there.has(written.added)) this.#queueCopy(id);
      if (there.has(written.added)) this.#copies.adopt(written.photo?.bytes ?? 0);
    }
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
    const pending = this.#headIsDirty || this.#dirty.size > 0 || next !== undefined;
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
        while (!this.#isGivenUp && (this.#headIsDirty || this.#dirty.size > 0)) await this.#writeSome();
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
    const ids: string[] = [];
    const isHeadOther = this.#headIsDirty;
    this.#headIsDirty = false;
    const photos: Unversioned<KeptPhoto>[] = [];
    const work: KeptWork[] = [];
    const thumbnails: { added: number; picture: Blob }[] = [];
    const captions: KeptCaption[] = [];
    const removed: number[] = [];
    const references: (FileReference & { readonly added: number })[] = [];
    const next = new Map<string, Written | null>();
    for (const id of this.#dirty) {
      if (ids.length === MOST_LOOKED_AT || photos.length + work.length + removed.length >= MOST) break;
      this.#dirty.delete(id);
      ids.push(id);
      const before = this.#written.get(id);
      const photo = this.engine.photo(id);
      if (photo === undefined) {
        if (before !== undefined) removed.push(before.added);
        next.set(id, null);
        continue;
      }
      if (before?.photo == null || isOther(before.photo, photo)) photos.push(rowOf(photo, this.truthOf(id)));
      if (photo.thumbnail !== null && photo.thumbnail !== before?.photo?.thumbnail)
        thumbnails.push({ added: photo.added, picture: photo.thumbnail });
      const found = this.engine.photoWork(id);
      if (found !== null && !isSameWork(found, before)) work.push(this.#workOf(found, captions));
      const { embedding, hits, others } = found ?? before ?? NOT_WRITTEN;
      const reference = before?.isReferred === true ? null : this.#referenceOf(id);
      if (reference !== null) references.push({ added: photo.added, ...reference });
      const isReferred = before?.isReferred === true || reference !== null;
      next.set(id, { added: photo.added, photo, embedding, hits, others, isReferred, isWhole: true });
    }
    const hasRows = [photos, work, removed].some((rows) => rows.length > 0);
    if (hasRows || isHeadOther) this.head = { ...this.head, changedAt: Date.now() };
    const head = { ...this.head, request: this.engine.requestToKeep() };
    // Photos change in what is not kept, too, most of all while thousands are opened: that costs no transaction.
    if (hasRows || isHeadOther || [thumbnails, captions, references].some((rows) => rows.length > 0))
      try {
        await this.api.write(this.head.id, { head, photos, work, thumbnails, captions, references, removed });
      } catch (thrown) {
        for (const id of ids) this.#dirty.add(id);
        this.#headIsDirty = true;
        // Where not even that fits, it is told why the whole did not.
        if (isFull(thrown)) await this.#writeWords().catch(() => {});
        throw thrown;
      }
    else await yieldToPage();
    this.adoptCaptions(captions);
    this.#referred += references.length;
    for (const [id, written] of next) {
      const isNew = this.#written.get(id)?.isWhole !== true;
      if (written === null) this.#written.delete(id);
      else this.#written.set(id, written);
      if (written === null) this.#copies.drop(id);
      else if (isNew && !written.isReferred && this.head.pictures !== 'thumbnails') this.#queueCopy(id);
    }
  }

  /**
   * Writes of all that is pending what people said alone, which takes little: embeddings and small pictures, which found no
   * room, can be made again. All of it stays pending.
   */
  async #writeWords(): Promise<void> {
    const rest = [...this.#dirty];
    while (rest.length > 0) {
      const photos: Unversioned<KeptPhoto>[] = [];
      const removed: number[] = [];
      const written = new Map<string, Written | null>();
      for (const id of rest.splice(0, MOST)) {
        const before = this.#written.get(id);
        const photo = this.engine.photo(id);
        if (photo === undefined) {
          if (before !== undefined) removed.push(before.added);
          written.set(id, null);
        } else if (before?.photo == null || isOther(before.photo, photo)) {
          photos.push(rowOf(photo, this.truthOf(id)));
          const { thumbnail = null } = before?.photo ?? {};
          const { added } = photo;
          written.set(id, { ...(before ?? NOT_WRITTEN), added, photo: { ...photo, thumbnail } });
        }
      }
      const head = { ...this.head, request: this.engine.requestToKeep() };
      await this.api.write(this.head.id, { head, photos, removed });
      for (const [id, its] of written)
        if (its !== null) this.#written.set(id, its);
        else {
          this.#written.delete(id);
          this.#copies.drop(id);
        }
    }
  }

  /** Where a photo's file lies, where that is to be kept and the browser told. */
  #referenceOf(id: string): FileReference | null {
    const file = this.head.pictures === 'references' ? this.engine.addedFile(id) : null;
    return file && referenceOf(file);
  }

  #queueCopy(id: string): void {
    this.#copies.add(id, this.engine.photo(id)?.bytes ?? 0);
  }

  /** What is to be kept of a photo and its parts; their captions that are not kept yet go to `captions`. */
  #workOf({ added, others, ...own }: KeptWork, captions: KeptCaption[]): KeptWork {
    const kept = (part: WorkOfPart): WorkOfPart => {
      const its = this.#captionsOf(part);
      captions.push(...(its ?? []));
      return its === null ? { ...part, hits: null } : part;
    };
    return { added, ...kept(own), ...(others === undefined ? {} : { others: others.map(kept) }) };
  }

  /** Captions of a part that are not kept yet; null where they are of an index that is no longer open. */
  #captionsOf({ hits }: WorkOfPart): KeptCaption[] | null {
    if (hits === null) return [];
    const lacking = [...hits.ids].filter((id) => !this.#captions.has(`${hits.index} ${id}`));
    const found = lacking.map((id) => this.engine.keptCaption(hits.index, id));
    return found.some((caption) => caption === null) ? null : (found as KeptCaption[]);
  }

  async #copy(id: string): Promise<void> {
    const written = this.#written.get(id);
    const file = await this.engine.openPhoto(id).catch(() => null);
    if (written !== undefined && file !== null) await this.api.keepPicture(this.head.id, written.added, file);
    this.#copies.done(id);
    this.#tell();
  }
}
