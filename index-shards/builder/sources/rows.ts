/** Formats that captions are read from. */
export const FORMATS = ['tsv', 'csv', 'jsonl', 'parquet', 'text', 'dwca'] as const;
export type Format = (typeof FORMATS)[number];

/** Why a record of an input cannot be used. */
export type BadRow = 'unreadable' | 'no caption' | 'other section';

/** What a caption's record may hold beside it. */
export const EXTRAS = ['name', 'picture', 'language', 'source'] as const;
export type Extra = (typeof EXTRAS)[number];

/** One record of an input, in its order: a caption with what was asked for beside it, or why there is none. */
export type Row =
  | ({ readonly text: string /** What part of a description it is. */; readonly section?: string } & {
      readonly [K in Extra]?: string;
    })
  | { readonly bad: BadRow };

/**
 * A column by the name that the input gives it, or by its number from 1 on in an input without names; of several names
 * the first that exists.
 */
export type Column = string | number | readonly string[];

/** Which columns are wanted: the caption; whom it is of; file name of its picture; its language; where it comes from. */
export type Columns = {
  /** Where absent the column called `caption` or `text`, or the last of a file without names. */
  readonly caption?: Column;
} & { readonly [K in Extra]?: Column };

/** Where a record's fields lie, from 0 on; a field that is not wanted or not there has none or −1. */
export type Places = { readonly caption: number } & { readonly [K in Extra]?: number };

/** A record's fields as a row. */
export function rowOf(fields: readonly unknown[], places: Places): Row {
  const text = fields[places.caption];
  if (typeof text !== 'string') return { bad: 'no caption' };
  const row: { text: string } & { [K in Extra]?: string } = { text };
  for (const extra of EXTRAS) {
    const value = fields[places[extra] ?? -1];
    if (typeof value === 'string') row[extra] = value;
  }
  return row;
}
