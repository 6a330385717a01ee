import type { AnswerState, DetectedBox, KnownThresholds, Output, PlainError, Result } from '../../core';
import type { PhotoFacts } from './facts';
import type { FamilyName, Precision } from './model/model';
import type { Label } from './storage/label';

/** The version of the exported JSON; `docs/exports.md` says what each holds. */
export const EXPORT_VERSION = 8;

/** Scores of so many best classes are exported unless all are asked for. */
export const BEST_SCORES = 10;

/** A number of best classes, or every class. */
export type ScoresExported = number | 'all';

export type ExportFormat =
  | 'csv'
  | 'json'
  | 'darwin-core'
  | 'camtrap-dp'
  | 'megadetector'
  | 'xmp'
  | 'inaturalist'
  | 'folders';

/** How exact an export says where photos were taken: rare species are harmed by exact places. */
export type PlaceChoice = 'exact' | 'rounded' | 'none';

/** What the files of a folder do not say and the user is asked for, once. */
export interface FolderFacts {
  /** The clock's distance from UTC for photos that name none, `+02:00`. */
  readonly zone: string | null;
  /** Where its camera stood, for photos that name no place. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** From when to when the camera stood there, by its clock: `2026-05-01T06:12:00`. */
  readonly start: string | null;
  readonly end: string | null;
  /** Whether a camera trap took the photos, or a person. */
  readonly taken: 'by hand' | 'by trap';
}

/** Facts of a folder that nobody told anything of. */
export const NO_FOLDER_FACTS: FolderFacts = {
  zone: null,
  latitude: null,
  longitude: null,
  start: null,
  end: null,
  taken: 'by hand',
};

/** What the user chooses of an export; each format reads what it has a use for. */
export interface ExportOptions {
  /** The kind of file that the table of `csv` is written to. */
  readonly table: 'csv' | 'xlsx' | 'parquet';
  readonly csvStart: CsvStart;
  /** Machine answers too, or what people say alone. */
  readonly answers: boolean;
  readonly place: PlaceChoice;
  /** Groups of columns that tables are written without. */
  readonly without: readonly ColumnGroup[];
  /** A sidecar's name of `photo.jpg`. */
  readonly sidecarName: 'photo.xmp' | 'photo.jpg.xmp';
  /** What stands above the classes in keywords that are paths; empty for keywords that are none. */
  readonly keywordRoot: string;
  /** Sorted folders as copies in a ZIP file or in a folder of the user's, or as scripts that move the files where they are. */
  readonly sorting: 'copies' | 'folder' | 'scripts';
  /** How sure a detector has to be for answers to go on its boxes. */
  readonly boxesFrom: number;
  /** Of the photos' folders, by path; the one of photos without a folder is empty. */
  readonly folders: Readonly<Record<string, FolderFacts>>;
  /** The project's name. */
  readonly title: string;
  /** Who is to be named; empty for nobody. */
  readonly author: string;
  /** A licence's address for records and media; empty for none. */
  readonly licence: string;
  readonly samplingDesign:
    | 'simpleRandom'
    | 'systematicRandom'
    | 'clusteredRandom'
    | 'experimental'
    | 'targeted'
    | 'opportunistic';
  readonly captureMethod: 'activityDetection' | 'timeLapse';
  /** When the export is made, ISO 8601 in UTC. */
  readonly now: string;
}

/** One export: in which form, of what, and as the user chose. */
export interface ExportRequest {
  readonly format: ExportFormat;
  readonly head: ResultHead;
  readonly options: ExportOptions;
  /** Where its files are put, by the File System Access API: into a new folder of that name; absent for a file that is saved. */
  readonly into?: { readonly folder: FileSystemDirectoryHandle; readonly name: string };
}

/** A finished export. */
export interface WrittenExport {
  /** To be saved; empty where all was put into a folder. */
  readonly file: Blob;
  /** Without a dot. */
  readonly extension: string;
  /** The name of the folder that all was put into; null where it was not. */
  readonly folder: string | null;
  /** Photos that are in `left-out.csv`, with the reason, instead of where they belong. */
  readonly leftOut: number;
}

/** The beginning of one of an export's files. */
export interface ExportPreview {
  readonly path: string;
  readonly text: string;
}

/**
 * What a CSV file begins with. `mark`: the byte-order mark, by which Excel knows UTF-8. `separator`: the line `sep=,`, by
 * which Excel splits columns in every language, but then reads letters as the system's own encoding says.
 */
export type CsvStart = 'mark' | 'separator';

/** What a column tells of: the photo, what people say of it, what the model answered, or how it came to that. */
export type ColumnGroup = 'photo' | 'label' | 'answer' | 'settings';

export interface ScoredClass {
  readonly class: string;
  /** Cosine by looks alone; by the method, what it gives. */
  readonly score: number;
}

/**
 * One photo of the export; a further field becomes a column of the tables by a line in `workers/export/columns.ts`. Rankings are best first and as long as
 * was asked for, empty while there is no answer.
 */
export interface PhotoResult {
  readonly file: string;
  readonly zeroShot: readonly ScoredClass[];
  readonly enriched: readonly ScoredClass[];
  readonly captions: readonly {
    readonly text: string;
    readonly similarity: number;
    /** 0–1: its share among the photo's captions. */
    readonly weight: number;
    /** Title of the index that it comes from; absent where only one is searched. */
    readonly index?: string;
    /** The file that it comes from; absent where its index does not tell. `ResultHead.settings.captionFiles` has its terms. */
    readonly file?: string;
  }[];
  /** Shares of `enriched` among the classes, in its order, each 0–1; no probabilities. Absent where there is no answer. */
  readonly shares?: readonly number[];
  /** How sure the answers are; absent while there is none. */
  readonly confidence?: Readonly<Record<'zeroShot' | 'enriched', ExportedConfidence>>;
  /** What a person says that it shows; absent where nobody said anything. */
  readonly label?: Label;
  /** What a person wrote down about it; absent where they did not. */
  readonly note?: string;
  /** What a detector found in it, the surest first; absent where nobody gave that. */
  readonly boxes?: readonly DetectedBox[];
  /** The one of them that the answers are of; absent where they are of the whole photo. */
  readonly classified?: DetectedBox;
  /** The same of further boxes that were classified for themselves, `classified` says which; absent where there are none. */
  readonly further?: readonly PhotoResult[];
  /** What its file says of itself. */
  readonly facts?: PhotoFacts;
  /** z, `[d]`, for tables that hold it. */
  readonly embedding?: Float32Array;
  /** The state of the method's answer, as in `confidence`: `unsure` and `unlike` are no answers to build on. Absent where there is none. */
  readonly state?: AnswerState;
  /** The picture's file, for formats that read it or pass it on; absent where it is not at hand. */
  readonly content?: Blob;
  /** The sidecar that lay beside it. */
  readonly sidecar?: Blob;
  /** The class that the user accepted; absent where they said nothing. */
  readonly accepted?: string;
  /** What of the picture was not read, in sentences; empty where it was read whole. */
  readonly warning: string;
  readonly error?: Pick<PlainError, 'code' | 'message'>;
}

/** The model that answered. */
export interface ExportedModel {
  readonly id: string;
  readonly family: FamilyName;
  readonly precision: Precision;
  /** The terms it is under, as its publisher states them: they may bind who uses the answers. Null where nobody does. */
  readonly licence: string | null;
}

/** A file of captions that an index was made of. */
export interface ExportedCaptionFile {
  /** Title of its index. */
  readonly index: string;
  readonly file: string;
  readonly source: string;
  readonly licence: string;
}

/** How sure one side's answer is. */
export interface ExportedConfidence {
  /** Share of the best class minus that of the second, 0–1. */
  readonly margin: number;
  /** What scores were multiplied by before the softmax that makes shares of them. */
  readonly scale: number;
  /** Cosine of the best class; null where the method gives something else. */
  readonly bestCosine: number | null;
  /** Mean cosine of the photo to its captions; null without captions. */
  readonly captionCosine: number | null;
  /** How like the classes the photo is, 0–1; null where that is not known. */
  readonly likeness: number | null;
  readonly state: AnswerState;
}

/** Everything but the photos. */
export interface ResultHead {
  readonly version: number;
  /** The method's parameters by name, and what else is needed to get the same results again. */
  readonly settings: Readonly<Record<string, unknown>> & {
    readonly method: string;
    /** The names of the method's parameters among these settings. */
    readonly parameters: readonly string[];
    /** The mode in which the captions of the classes were found. */
    readonly classCaptions: string;
    /** From which margin and likeness on answers are confident, on either side, and who says so. */
    readonly thresholds: Readonly<Record<'zeroShot' | 'enriched', KnownThresholds>>;
    /** What the scores of either side are, and what turns them into shares; of the scales null while no model is loaded. */
    readonly outputs: Readonly<Record<'zeroShot' | 'enriched', Output>>;
    readonly scales: Readonly<Record<'zeroShot' | 'enriched', number>> | null;
    readonly prompts: { readonly zeroShot: string; readonly retrieval: string };
    readonly modelRevision: string;
    /** The terms that the captions are under, as their indexes' makers state them; null where nobody does. */
    readonly indexLicence?: string | null;
    /** The indexes that were searched; absent where there was one. */
    readonly indexes?: readonly unknown[];
    /** The files that captions came from, of the indexes that tell; absent where none does. */
    readonly captionFiles?: readonly ExportedCaptionFile[];
    /** The host that the first index lies on; null where its address is none. */
    readonly indexHost: string | null;
  };
  /** Null while nothing is loaded, as of the index and the back end; several indexes' ids are joined by ` + `. */
  readonly model: ExportedModel | null;
  readonly index: string | null;
  readonly backend: string | null;
  readonly classes: readonly string[];
  /** How many of the best classes each ranking holds at most. */
  readonly scores: ScoresExported;
}

/** Writes one export: `begin` once, `add` for each few photos in order, then `finish`, or `preview` instead. */
export interface ExportApi {
  /** Rejects as `input-invalid` where the form asks for what is missing; the message says what. */
  begin(request: ExportRequest): Promise<Result<void>>;
  add(photos: readonly PhotoResult[]): Promise<Result<void>>;
  /** The whole file. */
  finish(): Promise<Result<WrittenExport>>;
  /** The first characters of each of the export's text files, as they are with the photos so far. */
  preview(characters: number): Promise<Result<readonly ExportPreview[]>>;
}
