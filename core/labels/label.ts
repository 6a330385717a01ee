/** What a file of labels, or the folders that pictures lie in, says of one picture. */
export interface FileLabel {
  /** As it names the picture: a name or a path with `/`, with its extension or without. */
  readonly file: string;
  /** The class as it is written there: a name, several as in a class list (`name | other name`), or a code. */
  readonly className: string;
  /** The part of a data set that the picture lies in (`test`, `tail`); null where nothing says. */
  readonly part: string | null;
  /** What the picture shares with others of the same thing (a lesion, a camera); null where nothing says. */
  readonly group: string | null;
}

/** Why a line of a file of labels gives none. */
export type LabelProblemKind =
  | 'no file'
  | 'no class'
  | 'several classes'
  | 'twice'
  | 'contradicts'
  | 'not read';

/** A line that gives no label. */
export interface LabelProblem {
  readonly kind: LabelProblemKind;
  /** The line and what is wrong with it, without a full stop: “line 3: no class for a.jpg”. */
  readonly words: string;
}

/** Labels, and what of their file could not be used. */
export interface ReadLabels {
  readonly labels: readonly FileLabel[];
  readonly problems: readonly LabelProblem[];
}

/** Collects labels so that each picture has one: the first that is written for it. */
export class LabelCollector implements ReadLabels {
  readonly labels: FileLabel[] = [];
  readonly problems: LabelProblem[] = [];
  readonly #classOf = new Map<string, string>();

  /** @param where the place in the file, for the user: “line 3” */
  add(where: string, label: FileLabel): void {
    const { file, className } = label;
    const before = this.#classOf.get(file);
    if (file === '') this.complain('no file', `${where}: no file name`);
    else if (className === '') this.complain('no class', `${where}: no class for ${file}`);
    else if (before === undefined) {
      this.#classOf.set(file, className);
      this.labels.push(label);
    } else if (before === className) this.complain('twice', `${where}: ${file} is listed a second time`);
    else
      this.complain(
        'contradicts',
        `${where}: ${file} is listed a second time, with another class; the first one counts`,
      );
  }

  complain(kind: LabelProblemKind, words: string): void {
    this.problems.push({ kind, words });
  }
}
