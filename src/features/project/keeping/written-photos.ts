import type { KeptCaption, KeptWork, PicturesKept, ProjectChange } from '../../../../workers/protocol';
import type { Photo } from '../../../engine';
import { referenceOf } from './files/reference';
import { isOther, rowOf } from './photo-row';
import type { SavedFrom } from './saving';

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

/** What is to be written of some photos. */
type Rows = Required<Omit<ProjectChange, 'head'>>;

/** What is to be written of some photos, and what of them is written once that is done. */
export interface Batch<Names extends keyof Rows = keyof Rows> {
  readonly rows: Pick<Rows, Names>;
  /** Null for photos that are gone. */
  readonly written: ReadonlyMap<string, Written | null>;
}

/** A photo of which something is written. */
interface KeptFile {
  readonly id: string;
  readonly added: number;
  /** Of its file. */
  readonly bytes: number;
}

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

/** What is written of the photos on the page, and what has changed since. */
export class WrittenPhotos {
  readonly #written = new Map<string, Written>();
  readonly #changed = new Set<string>();
  readonly #captions = new Set<string>();

  /** @param truthOf what a photo truly shows, where samples say so */
  constructor(
    private readonly engine: Pick<SavedFrom, 'photo' | 'photoWork' | 'keptCaption' | 'addedFile'>,
    private readonly truthOf: (id: string) => string | null,
  ) {}

  /** Photos that are to be looked at: something of them may not be written. */
  get changed(): ReadonlySet<string> {
    return this.#changed;
  }

  /** Notes that photos came, went or changed. */
  change(ids: Iterable<string>): void {
    for (const id of ids) this.#changed.add(id);
  }

  /** Takes a photo that lies in the store already as it is. */
  adopt(id: string, work: KeptWork | null): void {
    const photo = this.engine.photo(id);
    if (photo === undefined) return;
    const { added } = photo;
    const { embedding, hits, others } = work ?? NOT_WRITTEN;
    this.#written.set(id, { added, photo, embedding, hits, others, isReferred: false, isWhole: true });
  }

  /** Takes captions that lie in the store already. */
  adoptCaptions(captions: readonly Pick<KeptCaption, 'index' | 'id'>[]): void {
    for (const { index, id } of captions) this.#captions.add(`${index} ${id}`);
  }

  /** Under which number a photo is written; undefined where nothing of it is. */
  addedOf(id: string): number | undefined {
    return this.#written.get(id)?.added;
  }

  /** The photos of which something is written. */
  *files(): Iterable<KeptFile> {
    for (const [id, { added, photo }] of this.#written) yield { id, added, bytes: photo?.bytes ?? 0 };
  }

  /** Other pictures are to be kept: whether a file can be read where it lies is seen when its photo is written. */
  keepPictures(pictures: PicturesKept): void {
    if (pictures === 'references') this.change(this.#written.keys());
    if (pictures === 'thumbnails')
      for (const [id, written] of this.#written) this.#written.set(id, { ...written, isReferred: false });
  }

  /**
   * Takes the next photos that changed.
   * @param refers whether it is kept where their files lie
   */
  next(refers: boolean): Batch {
    const rows = { photos: [], work: [], thumbnails: [], captions: [], references: [], removed: [] } as {
      [Name in keyof Rows]: Rows[Name][number][];
    };
    const written = new Map<string, Written | null>();
    for (const id of this.#changed) {
      if (written.size === MOST_LOOKED_AT) break;
      if (rows.photos.length + rows.work.length + rows.removed.length >= MOST) break;
      this.#changed.delete(id);
      const before = this.#written.get(id);
      const photo = this.engine.photo(id);
      if (photo === undefined) {
        if (before !== undefined) rows.removed.push(before.added);
        written.set(id, null);
        continue;
      }
      const { added, thumbnail } = photo;
      if (before?.photo == null || isOther(before.photo, photo))
        rows.photos.push(rowOf(photo, this.truthOf(id)));
      if (thumbnail !== null && thumbnail !== before?.photo?.thumbnail)
        rows.thumbnails.push({ added, picture: thumbnail });
      const found = this.engine.photoWork(id);
      if (found !== null && !isSameWork(found, before)) rows.work.push(this.#workOf(found, rows.captions));
      const { embedding, hits, others } = found ?? before ?? NOT_WRITTEN;
      const file = refers && before?.isReferred !== true ? this.engine.addedFile(id) : null;
      const reference = file && referenceOf(file);
      if (reference !== null) rows.references.push({ added, ...reference });
      const isReferred = before?.isReferred === true || reference !== null;
      written.set(id, { added, photo, embedding, hits, others, isReferred, isWhole: true });
    }
    return { rows, written };
  }

  /** What people said of all photos that changed, alone, a batch at a time; all of it stays to be written. */
  *words(): Iterable<Batch<'photos' | 'removed'>> {
    const rest = [...this.#changed];
    while (rest.length > 0) {
      const photos: Rows['photos'][number][] = [];
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
      yield { rows: { photos, removed }, written };
    }
  }

  /**
   * A batch was written.
   * @returns its photos that are gone, and those that are whole for the first time and not kept where their files lie
   */
  wrote({ written }: Pick<Batch, 'written'>): (readonly [id: string, now: 'gone' | 'new'])[] {
    const news: (readonly [string, 'gone' | 'new'])[] = [];
    for (const [id, now] of written) {
      const wasWhole = this.#written.get(id)?.isWhole === true;
      if (now === null) this.#written.delete(id);
      else this.#written.set(id, now);
      if (now === null) news.push([id, 'gone']);
      else if (now.isWhole && !wasWhole && !now.isReferred) news.push([id, 'new']);
    }
    return news;
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
}
