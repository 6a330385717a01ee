/** What a person may say of a photo: that it shows a class, none of the classes asked for, or that they cannot tell. */
export type LabelState = 'class' | 'none' | 'unsure';

/** What a person says of a photo. It stands beside every method's answer and wins over it in every count and export. */
export type Label = {
  /** Who says so, as they named themselves; empty where they did not. */
  readonly by: string;
  /** When, ISO 8601 in UTC. */
  readonly at: string;
} & (
  | { readonly state: 'class'; readonly className: string }
  | { readonly state: Exclude<LabelState, 'class'>; readonly className: null }
);

/** Who says what was read from a file of labels, or from the names of folders. */
export const BY_FILE = 'file';

/** What is said, without who said it and when. */
export type LabelWord = Pick<Label, 'state' | 'className'>;

/** The class that a label names; null where it names none, or nothing was said. */
export const classOfLabel = (label: Pick<Label, 'className'> | null): string | null =>
  label === null ? null : label.className;

/** Whether two labels say the same, whoever said it. */
export const saysSame = (a: LabelWord | null, b: LabelWord | null): boolean =>
  a === b || (a !== null && b !== null && a.state === b.state && a.className === b.className);
