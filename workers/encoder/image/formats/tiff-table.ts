import type { ReadAt } from './bytes';

const MOST_ENTRIES = 4096;
/** Values of one entry that are read: a picture within the limit has fewer strips. */
const MOST_VALUES = 1 << 17;

/** Bytes of each type of value; 0 for those that are not known. */
const SIZES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

/** An entry of a page's table (TIFF 6.0, section 2). */
export interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Its last four bytes: the values where they are short, else where they lie. */
  readonly field: number;
  /** Whole numbers, as many as the file holds; only of the tags that were asked for. */
  readonly values: readonly number[];
  /** Whether the file ends before the last of its values. */
  readonly isCut: boolean;
}

/** A page's table. */
export interface Table {
  readonly entries: readonly Entry[];
  /** Where the next page's lies; 0 for none, or where that is cut off. */
  readonly next: number;
  /** Whether entries, values of those that were asked for, or the place of the next page are missing. */
  readonly isCut: boolean;
}

/**
 * Reads a page's table as far as it is there.
 * @param wanted the tags whose values are read; of all entries where none are given
 * @throws RangeError where it is no table, or nothing of it is there
 */
export async function readTable(
  read: ReadAt,
  offset: number,
  little: boolean,
  wanted?: ReadonlySet<number>,
): Promise<Table> {
  const count = (await read(offset, 2)).getUint16(0, little);
  if (count === 0 || count > MOST_ENTRIES) throw new RangeError('A page has no such number of entries.');
  const view = await read(offset + 2, count * 12 + 4);
  const there = Math.min(count, Math.floor(view.byteLength / 12));
  if (there === 0) throw new RangeError('Nothing of a page is there.');
  const entries: Entry[] = [];
  for (let i = 0; i < there; i++) {
    const at = i * 12;
    const tag = view.getUint16(at, little);
    if (wanted?.has(tag) !== false) entries.push(await readEntry(read, view, at, little));
  }
  const end = count * 12;
  const hasNext = view.byteLength >= end + 4;
  return {
    entries,
    next: hasNext ? view.getUint32(end, little) : 0,
    isCut: there < count || !hasNext || entries.some(({ isCut }) => isCut),
  };
}

async function readEntry(read: ReadAt, view: DataView, at: number, little: boolean): Promise<Entry> {
  const type = view.getUint16(at + 2, little);
  const size = SIZES[type] ?? 0;
  const count = view.getUint32(at + 4, little);
  const field = view.getUint32(at + 8, little);
  const values = Math.min(count, MOST_VALUES);
  const inside = size * values <= 4;
  const held = inside ? view : await read(field, size * values);
  const from = inside ? at + 8 : 0;
  const there = inside || size === 0 ? values : Math.min(values, Math.floor(held.byteLength / size));
  return {
    tag: view.getUint16(at, little),
    type,
    count,
    field,
    values: Array.from({ length: size === 0 ? 0 : there }, (_, v) =>
      numberAt(held, from + v * size, size, little),
    ),
    isCut: there < values,
  };
}

function numberAt(view: DataView, at: number, size: number, little: boolean): number {
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, little);
  return view.getUint32(at, little);
}
