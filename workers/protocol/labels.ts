import type {
  ClassNames,
  FileLabel,
  FolderLevel,
  LabelColumns,
  LabelMatches,
  LabelProblem,
  Result,
  TrainingCount,
} from '../../core';
import type { NamedBlob } from './intake';

export type SheetUse = 'labels' | 'codes' | 'counts';

/** A file of labels as it was opened. */
export interface LabelSheet {
  readonly name: string;
  /** `table`: columns say what is what; `coco`: JSON in COCO's form, which says so itself. */
  readonly kind: 'table' | 'coco';
  /** Of a table: its columns' names; columns without one are counted. */
  readonly header: readonly string[];
  /** Of a table: its first rows. */
  readonly sample: readonly (readonly string[])[];
  /** Rows of a table, images of JSON. */
  readonly count: number;
  /** Of a table: what its columns are taken for. */
  readonly columns: LabelColumns | null;
  /** What it is taken for: labels of pictures, what the codes of classes mean, or how many training photos classes have. */
  readonly use: SheetUse;
  /** Codes that it gives names for; 0 where it cannot be read so. */
  readonly codes: number;
  /** How its bytes were read, where that was not UTF-8. */
  readonly encoding: string | null;
}

/** Which labels are meant. */
export type LabelSource =
  | { readonly kind: 'file'; readonly columns: LabelColumns | null }
  /** Names of the folders that pictures lie in. @see labelsOfFolders */
  | { readonly kind: 'folders'; readonly depth: number | null }
  /** None: training photos alone are counted. */
  | { readonly kind: 'none' };

/** A class that labels name and the list has not. */
export interface UnlistedClass {
  readonly name: string;
  readonly names: readonly string[];
  /** Pictures of it. */
  readonly count: number;
}

/** How a class that labels write is understood. */
export interface WrittenClass {
  readonly written: string;
  /** All names that are written for it, or that its code stands for. */
  readonly names: readonly string[];
  /** Place in the list; −1 for a class that is not in it. */
  readonly place: number;
}

/** Training photos of classes. */
export interface FoundTraining {
  /** The file or the part that says so, in words: “counts.csv”, “the part train”. */
  readonly of: string;
  readonly classes: readonly (Pick<WrittenClass, 'names' | 'place'> & TrainingCount)[];
}

/** Labels found for pictures, and everything that does not fit. */
export interface FoundLabels extends Omit<LabelMatches, 'matched'> {
  readonly matched: readonly {
    /** Place of the picture among the paths. */
    readonly photo: number;
    /** As the class list has it; of an unlisted class its first name. */
    readonly className: string;
    readonly label: FileLabel;
  }[];
  /** Labels that there are, with those that name no picture. */
  readonly total: number;
  readonly unlisted: readonly UnlistedClass[];
  /** Every class that labels write, those of labels without a picture too, in order of appearance. */
  readonly classes: readonly WrittenClass[];
  readonly problems: readonly LabelProblem[];
  /** How many training photos classes have, by a file of counts or else by the labels' own training part; null where nothing says. */
  readonly training: FoundTraining | null;
  /** Pictures of the training part: those that are left out of `matched`, or would be. */
  readonly trainingPhotos: number;
  /** Of folders: how deep they lie, and at which depth they were read. */
  readonly folders: { readonly depth: number; readonly levels: readonly FolderLevel[] } | null;
}

/** The worker that reads files of labels and finds the pictures that they are of. */
export interface LabelsApi {
  /**
   * Opens a file: labels or counts, in place of those before, or names of codes, beside those before (scientific names in one
   * file, common ones in another). A file of the same name takes the place of the one before.
   * @param use what it is to be taken for; told by its columns where left out
   * @returns `list-unreadable` where it is not that, saying what to do
   */
  open(file: NamedBlob, use?: SheetUse): Promise<Result<LabelSheet>>;
  /** Takes an opened table for something else. @returns `list-unreadable` where it cannot be that */
  use(name: string, as: SheetUse): Promise<Result<LabelSheet>>;
  /**
   * Finds the pictures that labels are of.
   * @param paths of the pictures, with the folders that they came in
   * @param classes the list, with all names of each class
   * @param withTraining whether pictures of the training part are labelled like the others; without it, they are only counted
   */
  match(
    source: LabelSource,
    paths: readonly string[],
    classes: readonly ClassNames[],
    withTraining?: boolean,
  ): Promise<Result<FoundLabels>>;
}
