/** Formats that captions are read from. */
export const FORMATS = ['tsv', 'csv', 'jsonl', 'parquet', 'text'] as const;
export type Format = (typeof FORMATS)[number];

/** Why a record of an input cannot be used. */
export type BadRow = 'unreadable' | 'no caption';

/** One record of an input, in its order: a caption with the name of its picture, if asked for, or why there is none. */
export type Row = { readonly text: string; readonly picture?: string } | { readonly bad: BadRow };

/** A column by the name that the input gives it, or by its number from 1 on in an input without names. */
export type Column = string | number;

/** Which columns are wanted. */
export interface Columns {
  /** Caption; where absent the column called `caption` or `text`, or the last of a file without names. */
  readonly caption?: Column;
  /** File name of the caption's picture. */
  readonly picture?: Column;
}

/** Names that the caption's column may have where none is given, the first that exists. */
const CAPTION_NAMES = ['caption', 'text'];

/** The position of the caption's column among `names`, or −1. */
export function captionColumn(names: readonly string[], wanted: Column | undefined): number {
  if (wanted !== undefined) return columnAt(names, wanted);
  const lower = names.map((name) => name.trim().toLowerCase());
  return CAPTION_NAMES.map((name) => lower.indexOf(name)).find((at) => at >= 0) ?? -1;
}

/** The position of a column among `names`, or −1. */
export function columnAt(names: readonly string[], wanted: Column): number {
  if (typeof wanted === 'number') return wanted <= names.length ? wanted - 1 : -1;
  const exact = names.findIndex((name) => name.trim() === wanted);
  return exact >= 0 ? exact : names.findIndex((name) => name.trim().toLowerCase() === wanted.toLowerCase());
}

/** A record's fields as a row. */
export function rowOf(caption: unknown, picture?: unknown): Row {
  if (typeof caption !== 'string') return { bad: 'no caption' };
  return typeof picture === 'string' ? { text: caption, picture } : { text: caption };
}
