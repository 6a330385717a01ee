import type { DetectedBox, PlainError, Result } from '../../../core';
import type { PhotoWarning } from '../encoder';
import type { PhotoFacts } from '../facts';
import type { Label } from './label';

/** What of a project's photos stays in the browser beside all that was found out about them. */
export type PicturesKept =
  /** Where the files lie, of those that the browser lets be read again; copies of the others. */
  | 'references'
  /** Copies of the files. */
  | 'copies'
  /** The small pictures of the light table. */
  | 'thumbnails';

/** The Web Lock that a tab holds on a project: while it has it open, writes it, or may still take its removal back. */
export const projectLock = (id: string): string => `fernglass-project-${id}`;

/** A project apart from its photos. */
export interface ProjectHead {
  /** Version of the form. */
  readonly version: number;
  readonly id: string;
  readonly name: string;
  readonly notes: string;
  readonly pictures: PicturesKept;
  /** Bytes of copies that are made unasked; null where a person agreed to all of them. */
  readonly copiesUpTo: number | null;
  /** Whether a person named it or began it; one that began by itself goes once it is empty. */
  readonly isNamed: boolean;
  /** What is asked: model, index, classes, prompts, method, parameters, in the form that the page gives it. */
  readonly request: unknown;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** When it was deleted: it can still be taken back, and goes with the next visit. */
  readonly deletedAt: number | null;
}

/** What a list says of a project. */
export interface ProjectFacts extends Pick<ProjectHead, 'id' | 'name' | 'createdAt' | 'changedAt'> {
  readonly photos: number;
  readonly labels: number;
  /** About what it takes in this browser. */
  readonly bytes: number;
}

/** A photo without what was computed of it. `added` is its key within the project. */
export interface KeptPhoto {
  readonly version: number;
  readonly added: number;
  /** File name, with its folder. */
  readonly file: string;
  readonly bytes: number;
  readonly type: string;
  /** When the file was changed last, in milliseconds since 1970. */
  readonly modified: number;
  readonly width: number;
  readonly height: number;
  /** Why it could not be read; null where it could, or was not tried yet. */
  readonly error: PlainError | null;
  readonly warnings: readonly PhotoWarning[];
  /** What its file says of itself; null while that was not read. */
  readonly facts: PhotoFacts | null;
  readonly label: Label | null;
  /** What a person wrote down about it; empty where they did not. */
  readonly note: string;
  /** What it shows one picture of, as a file of labels says: a lesion, a deployment, a burst; null where none says. */
  readonly group: string | null;
  /** What a detector found in it, the surest first; null where nobody gave that. */
  readonly boxes: readonly DetectedBox[] | null;
  /** What a person says of single boxes. */
  readonly boxLabels: readonly BoxLabel[];
  /** What it truly shows, where the app's own samples say so. */
  readonly truth: string | null;
}

/** What a person says that one box of a photo shows. */
export interface BoxLabel extends Pick<DetectedBox, 'bbox'> {
  readonly label: Label;
}

/** What was computed of a photo, with what each part came from. */
export interface KeptWork {
  readonly added: number;
  /** z, `[d]`; the key says in which vector space it lies, and of which part of the photo it is. */
  readonly embedding: { readonly key: string; readonly value: Float32Array };
  /** Captions found for it, best first, and the index and search they came from; null where none were yet. */
  readonly hits: KeptHits | null;
  /** The same of what else of the photo is classified, or was before: the whole of it, or a part. Absent where nothing was. */
  readonly others?: readonly Pick<KeptWork, 'embedding' | 'hits'>[];
}

/** Captions found for a photo. */
export interface KeptHits {
  readonly key: string;
  /** Which index, in which version, gave `ids` their meaning. */
  readonly index: string;
  readonly ids: Int32Array;
  /** `[ids.length]`, cosine of each to the photo. */
  readonly similarities: Float64Array;
}

/** A caption that photos of the project found. */
export interface KeptCaption {
  readonly index: string;
  readonly id: number;
  readonly text: string;
  /** `[d]`, as the index stores it. */
  readonly embedding: Float32Array;
}

/** A photo's small picture. */
export interface KeptThumbnail {
  readonly added: number;
  readonly picture: Blob;
}

/** Where a photo's file lies on the device. */
export interface FileReference {
  /** The same for all files of one folder that was dropped or chosen. */
  readonly root: string;
  /** That folder, or the file itself; from the File System Access API. */
  readonly handle: FileSystemHandle;
  /** Names from the folder to the file; none where the handle is the file's. */
  readonly path: readonly string[];
}

/** A folder, or a file, that photos of a project lie in: the browser may want to be asked before it is read again. */
export type KeptRoot = Pick<FileReference, 'root' | 'handle'>;

/** A record without the version of its form, which whoever writes it puts in. */
export type Unversioned<T> = Omit<T, 'version'>;

/** What changed of a project, written whole or not at all. */
export interface ProjectChange {
  readonly head?: Unversioned<ProjectHead>;
  readonly photos?: readonly Unversioned<KeptPhoto>[];
  readonly work?: readonly KeptWork[];
  readonly thumbnails?: readonly KeptThumbnail[];
  readonly captions?: readonly KeptCaption[];
  readonly references?: readonly (FileReference & { readonly added: number })[];
  /** Photos that are no longer in it, by `added`. */
  readonly removed?: readonly number[];
}

/**
 * The worker that keeps projects. Errors: `storage-unavailable`, `storage-full`, `project-unreadable`, and of a picture
 * `photo-access-needed`, `photo-file-missing`.
 */
export interface ProjectsApi {
  /** Those that are not deleted, the one changed last first. */
  list(): Promise<Result<ProjectFacts[]>>;
  /** Null where there is none of that id, or it was deleted. */
  head(id: string): Promise<Result<ProjectHead | null>>;
  write(id: string, change: ProjectChange): Promise<Result<void>>;
  /** At most `most` of the project's photos, in order, behind `after`; those that cannot be read are left out. */
  photos(id: string, after: number, most: number): Promise<Result<KeptPhoto[]>>;
  work(id: string, after: number, most: number): Promise<Result<KeptWork[]>>;
  thumbnails(id: string, after: number, most: number): Promise<Result<KeptThumbnail[]>>;
  /** Captions in order, behind one of them; from the first where that is null. */
  captions(
    id: string,
    after: Pick<KeptCaption, 'index' | 'id'> | null,
    most: number,
  ): Promise<Result<KeptCaption[]>>;
  /** Photos whose picture is kept, by `added`. */
  picturesKept(id: string): Promise<Result<number[]>>;
  /** Copies a photo's picture. */
  keepPicture(id: string, added: number, file: Blob): Promise<Result<void>>;
  /**
   * A picture as it was copied, else from where its file lies; null where neither is kept.
   * @throws FernglassError `photo-access-needed` where the browser wants to be asked, `photo-file-missing` where it lies there no more
   */
  picture(id: string, added: number): Promise<Result<Blob | null>>;
  /** The folders and files that the project's photos are read from. */
  roots(id: string): Promise<Result<KeptRoot[]>>;
  /** Drops what is kept of files: copies of those that are referred to as well, or all copies and references. */
  dropPictures(id: string, which: 'referred to' | 'all'): Promise<Result<void>>;
  /** A copy of all that is kept of a project, under another id and name. */
  duplicate(id: string, head: Unversioned<ProjectHead>): Promise<Result<void>>;
  /** A project as one ZIP, its photos' files in it where that is wanted and they are kept; null where there is none. */
  pack(id: string, withPictures: boolean): Promise<Result<Blob | null>>;
  /**
   * Keeps a project that `pack` wrote, in this or an earlier version, as another one; what is no such file is refused and
   * leaves nothing behind.
   * @returns the project's name, another than those of projects there are
   */
  unpack(file: Blob, id: string): Promise<Result<string>>;
  /** Removes all that is kept of a project, for good. */
  remove(id: string): Promise<Result<void>>;
  /**
   * Removes what was deleted before, what began by itself and holds no photo, and pictures that no project names. What a tab
   * holds (`projectLock`) is left alone, and what is `open` in this one.
   */
  tidy(open: readonly string[]): Promise<Result<void>>;
}
