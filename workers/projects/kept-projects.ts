import { attempt, FernglassError } from '../../core';
import type { ProjectsApi } from '../protocol';
import { type TryLock, tryWebLock } from '../storage';
import { packProject } from './archive/pack';
import { unpackProject } from './archive/unpack';
import { HEAD_VERSION, PHOTO_VERSION, readPhoto } from './database/rows';
import {
  OF_PHOTOS,
  OF_PROJECTS,
  openProjects,
  type PhotoKey,
  type Projects,
  rangeOf,
} from './database/schema';
import { committed } from './database/transactions';
import { duplicateProject } from './duplicate';
import { headOf, headsOf } from './heads';
import { dropLeftovers, removeProject } from './leftovers';
import { fileOf, type PictureFiles } from './picture-files';
import { factsOf } from './project-facts';
import { referredFile, referredTo } from './references';

/** Projects in IndexedDB, copies of their pictures in files. Each change is written in one transaction: whole or not at all. */
export class KeptProjects implements ProjectsApi {
  #database: Promise<Projects> | null = null;

  /** @param tryLock does what no other tab may have a hand in */
  constructor(
    private readonly files: PictureFiles,
    private readonly tryLock: TryLock = tryWebLock,
  ) {}

  list: ProjectsApi['list'] = () =>
    this.#run(async (database) => {
      const heads = await headsOf(database);
      const facts = heads
        .filter(({ deletedAt }) => deletedAt === null)
        .map((head) => factsOf(database, head));
      return (await Promise.all(facts)).sort((a, b) => b.changedAt - a.changedAt);
    });

  head: ProjectsApi['head'] = (id) => this.#run((database) => headOf(database, id));

  write: ProjectsApi['write'] = async (
    id,
    { head, photos = [], work = [], thumbnails = [], captions = [], references = [], removed = [] },
  ) => {
    // A transaction ends while it waits for something else: pictures are read before.
    const pictures = await Promise.all(
      thumbnails.map(async ({ added, picture }) => ({
        added,
        value: { bytes: new Uint8Array(await picture.arrayBuffer()), type: picture.type },
      })),
    );
    return this.#run(async (database) => {
      // What a person said is on the device when this returns; what was computed can be computed again.
      const durability = photos.length > 0 || head !== undefined ? 'strict' : 'relaxed';
      const change = database.transaction(['projects', ...OF_PROJECTS], 'readwrite', { durability });
      const of = (added: number): PhotoKey => [id, added];
      await committed(change.done, () => [
        ...(head === undefined
          ? []
          : [change.objectStore('projects').put({ ...head, id, version: HEAD_VERSION })]),
        ...photos.map((photo) =>
          change.objectStore('photos').put({ ...photo, version: PHOTO_VERSION }, of(photo.added)),
        ),
        ...work.map((entry) => change.objectStore('work').put(entry, of(entry.added))),
        ...pictures.map(({ added, value }) => change.objectStore('thumbnails').put(value, of(added))),
        ...captions.map((caption) =>
          change.objectStore('captions').put(caption, [id, caption.index, caption.id]),
        ),
        ...references.flatMap(({ added, root, handle, path }) => [
          change.objectStore('references').put({ root, path }, of(added)),
          change.objectStore('roots').put({ root, handle }, [id, root]),
        ]),
        ...removed.flatMap((added) => OF_PHOTOS.map((name) => change.objectStore(name).delete(of(added)))),
      ]);
    });
  };

  photos: ProjectsApi['photos'] = (id, after, most) =>
    this.#run(async (database) => {
      const rows = await database.getAll('photos', behind(id, after), most);
      return rows.map((row) => readPhoto(row)).filter((row) => row !== null);
    });

  work: ProjectsApi['work'] = (id, after, most) =>
    this.#run((database) => database.getAll('work', behind(id, after), most));

  thumbnails: ProjectsApi['thumbnails'] = (id, after, most) =>
    this.#run(async (database) => {
      const range = behind(id, after);
      const reading = database.transaction('thumbnails').store;
      const [keys, rows] = await Promise.all([reading.getAllKeys(range, most), reading.getAll(range, most)]);
      return rows.map(({ bytes, type }, i) => ({
        added: keys[i]![1],
        picture: new Blob([bytes], { type }),
      }));
    });

  captions: ProjectsApi['captions'] = (id, after, most) =>
    this.#run((database) => {
      const from = after === null ? [id] : [id, after.index, after.id];
      return database.getAll('captions', IDBKeyRange.bound(from, [id, []], true), most);
    });

  picturesKept: ProjectsApi['picturesKept'] = (id) =>
    this.#run(async (database) =>
      (await database.getAllKeys('pictures', rangeOf(id))).map(([, added]) => added),
    );

  keepPicture: ProjectsApi['keepPicture'] = (id, added, file) =>
    this.#run(async (database) => {
      await this.files.write(fileOf([id, added]), new Uint8Array(await file.arrayBuffer()));
      // The row says that the copy is whole: it is written last. A photo that was removed meanwhile keeps none.
      const change = database.transaction(['photos', 'pictures'], 'readwrite', { durability: 'strict' });
      const isThere = (await change.objectStore('photos').getKey([id, added])) !== undefined;
      await committed(change.done, () =>
        isThere
          ? [change.objectStore('pictures').put({ bytes: file.size, type: file.type }, [id, added])]
          : [],
      );
      if (!isThere) await this.files.drop([fileOf([id, added])]);
    });

  picture: ProjectsApi['picture'] = (id, added) =>
    this.#run(async (database) => {
      const copied = await database.get('pictures', [id, added]);
      const bytes = copied && (await this.files.read({ name: fileOf([id, added]), bytes: copied.bytes }));
      return bytes === undefined
        ? referredFile(database, [id, added])
        : new Blob([bytes], { type: copied!.type });
    });

  roots: ProjectsApi['roots'] = (id) => this.#run((database) => database.getAll('roots', rangeOf(id)));

  dropPictures: ProjectsApi['dropPictures'] = (id, which) =>
    this.#run(async (database) => {
      const copies = await database.getAllKeys('pictures', rangeOf(id));
      const referred = new Set(await referredTo(database, id));
      const gone = copies.filter(([, added]) => which === 'all' || referred.has(added));
      const change = database.transaction(['pictures', 'references', 'roots'], 'readwrite');
      await committed(change.done, () => [
        ...gone.map((key) => change.objectStore('pictures').delete(key)),
        ...(which === 'all'
          ? (['references', 'roots'] as const).map((name) => change.objectStore(name).delete(rangeOf(id)))
          : []),
      ]);
      await this.files.drop(gone.map(fileOf));
    });

  duplicate: ProjectsApi['duplicate'] = (id, head) =>
    this.#run((database) => duplicateProject(database, this.files, id, head));

  pack: ProjectsApi['pack'] = (id, withPictures) =>
    this.#run(async (database) => {
      const head = await headOf(database, id);
      return head && packProject(this, head, withPictures);
    });

  unpack: ProjectsApi['unpack'] = (file, id) =>
    this.#run(async (database) => {
      try {
        const head = await unpackProject(this, file, id);
        const names = (await headsOf(database)).filter(({ deletedAt }) => deletedAt === null);
        const name = freeName(head.name, new Set(names.map(({ name }) => name)));
        // Last: until then it does not exist.
        await database.put('projects', { ...head, name, changedAt: Date.now() });
        return name;
      } catch (thrown) {
        await removeProject(database, this.files, id);
        throw thrown;
      }
    });

  remove: ProjectsApi['remove'] = (id) => this.#run((database) => removeProject(database, this.files, id));

  tidy: ProjectsApi['tidy'] = (open) =>
    this.#run((database) => dropLeftovers(database, this.files, open, this.tryLock));

  async #run<T>(work: (database: Projects) => Promise<T>) {
    return attempt(async () => {
      try {
        try {
          return await work(await this.#opened());
        } catch (thrown) {
          // The browser closed the database behind our back.
          if (!(thrown instanceof DOMException) || thrown.name !== 'InvalidStateError') throw thrown;
          this.#database = null;
          return await work(await this.#opened());
        }
      } catch (thrown) {
        throw inWords(thrown);
      }
    }, 'storage-unavailable');
  }

  #opened(): Promise<Projects> {
    this.#database ??= openProjects(() => {
      this.#database = null;
    });
    // A refusal is not kept: the next call asks again.
    this.#database.catch(() => {
      this.#database = null;
    });
    return this.#database;
  }
}

const behind = (id: string, after: number) => IDBKeyRange.bound([id, after], [id, []], true);

/** A name that no other project has. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let copy = 2; ; copy++) if (!taken.has(`${name} (${copy})`)) return `${name} (${copy})`;
}

/** What the browser threw, for the user. */
function inWords(thrown: unknown): unknown {
  if (!(thrown instanceof DOMException)) return thrown;
  if (thrown.name !== 'QuotaExceededError') return thrown;
  return new FernglassError(
    'storage-full',
    'This browser gives the page no more room. Free some under “What this browser keeps”, or on the device.',
    { cause: thrown },
  );
}
