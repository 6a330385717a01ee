import type { PlainError, Result } from '../../core';

/** The version of the exported JSON; `docs/export.md` says what each holds. */
export const EXPORT_VERSION = 3;

/** Scores of so many best classes are exported unless all are asked for. */
export const BEST_SCORES = 10;

/** A number of best classes, or every class. */
export type ScoresExported = number | 'all';

export type ExportFormat = 'json' | 'csv';

/**
 * What a CSV file begins with. `mark`: the byte-order mark, by which Excel knows UTF-8. `separator`: the line `sep=,`, by
 * which Excel splits columns in every language, but then reads letters as the system's own encoding says.
 */
export type CsvStart = 'mark' | 'separator';

export interface ScoredClass {
  readonly class: string;
  /** Cosine by looks alone; by the method, what it gives. */
  readonly score: number;
}

/** One photo of the export; rankings are best first and as long as was asked for, empty while there is no answer. */
export interface PhotoResult {
  readonly file: string;
  readonly zeroShot: readonly ScoredClass[];
  readonly enriched: readonly ScoredClass[];
  readonly captions: readonly {
    readonly text: string;
    readonly similarity: number;
    /** 0–1: its share among the photo's captions. */
    readonly weight: number;
  }[];
  /** The class that the user accepted; absent where they said nothing. */
  readonly accepted?: string;
  /** What of the picture was not read, in sentences; empty where it was read whole. */
  readonly warning: string;
  readonly error?: Pick<PlainError, 'code' | 'message'>;
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
    readonly prompts: { readonly zeroShot: string; readonly retrieval: string };
    readonly modelRevision: string;
    /** The host that the index lies on; null where its address is none. */
    readonly indexHost: string | null;
  };
  /** Ids; null while nothing is loaded. */
  readonly model: string | null;
  readonly index: string | null;
  readonly backend: string | null;
  readonly classes: readonly string[];
  /** How many of the best classes each ranking holds at most. */
  readonly scores: ScoresExported;
}

/** Writes one export: `begin` once, `add` for each few photos in order, then `finish`. */
export interface ExportApi {
  /** @param start what a CSV begins with */
  begin(format: ExportFormat, head: ResultHead, start: CsvStart): Promise<Result<void>>;
  add(photos: readonly PhotoResult[]): Promise<Result<void>>;
  /** The whole file. */
  finish(): Promise<Result<Blob>>;
}
