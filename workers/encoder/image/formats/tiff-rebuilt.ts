import type { ReadAt } from './bytes';
import { type Entry, readTable } from './tiff-table';

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  predictor: 317,
  colourMap: 320,
  tileOffsets: 324,
  tileBytes: 325,
  jpegTables: 347,
  sampleFormat: 339,
} as const;

const LONG = 4;
const PALETTE = 3;
/** Compressions whose pixels may be written as differences, which only an entry late in the table says. */
const WITH_PREDICTOR: ReadonlySet<number> = new Set([5, 8, 32946]);

/** An entry as it is written: raw where its values stand elsewhere in the file or in the entry itself. */
type Written =
  | { readonly tag: number; readonly values: readonly number[]; readonly field?: undefined }
  | (Pick<Entry, 'tag' | 'type' | 'count' | 'field'> & { readonly values?: undefined });

/**
 * The file with a whole table in the place of one that is cut off within: many writers put it behind the pixels, so that a
 * few bytes that are missing at a file's end are missing there. What is lost of the places and lengths of strips and tiles
 * follows from the others; entries that say nothing of the pixels are left out.
 * @param at where the table lies
 * @returns null where what is lost cannot be known, so that pixels would be read in a wrong way
 */
export async function withRebuiltTable(
  file: Blob,
  read: ReadAt,
  at: number,
  little: boolean,
): Promise<Blob | null> {
  const { entries, next } = await readTable(read, at, little);
  const written = rebuilt(new Map(entries.map((entry) => [entry.tag, entry])), at);
  if (written === null) return null;
  const start = file.size + (file.size % 2);
  const head = new DataView(await file.slice(0, 8).arrayBuffer());
  head.setUint32(4, start, little);
  const filling = new Uint8Array(start - file.size);
  return new Blob([head, file.slice(8), filling, tableOf(written, start, next, little)]);
}

/** The entries of the whole table; null where they cannot be known. */
function rebuilt(entries: ReadonlyMap<number, Entry>, end: number): Written[] | null {
  const whole = (tag: number) => {
    const entry = entries.get(tag);
    return entry === undefined || entry.isCut ? null : entry.values;
  };
  const first = (tag: number) => whole(tag)?.[0];
  const [width, height, compression] = [first(TAG.width), first(TAG.height), first(TAG.compression) ?? 1];
  const last = Math.max(...entries.keys());
  if (width === undefined || height === undefined || last < TAG.stripBytes) return null;
  if (WITH_PREDICTOR.has(compression) && last < TAG.predictor) return null;
  if (first(TAG.photometric) === PALETTE && whole(TAG.colourMap) === null) return null;
  if (entries.get(TAG.jpegTables)?.isCut) return null;

  const isTiled = entries.has(TAG.tileOffsets);
  const [offsetsTag, bytesTag] = isTiled
    ? [TAG.tileOffsets, TAG.tileBytes]
    : [TAG.stripOffsets, TAG.stripBytes];
  const blocks = blocksOf(entries.get(offsetsTag), entries.get(bytesTag), end);
  if (blocks === null) return null;
  const known = new Map<number, readonly number[]>([
    [offsetsTag, blocks.offsets],
    [bytesTag, blocks.bytes],
  ]);
  const bits = entries.get(TAG.bits);
  if (bits?.isCut)
    known.set(TAG.bits, filled(bits, bitsOf(blocks.bytes, compression, width, height, bits.count)));
  const format = entries.get(TAG.sampleFormat);
  if (format?.isCut) known.set(TAG.sampleFormat, filled(format, 1));
  return [...entries.values()].flatMap((entry): Written[] => {
    const values = known.get(entry.tag);
    if (values !== undefined) return [{ tag: entry.tag, values }];
    return entry.isCut ? [] : [{ ...entry, values: undefined }];
  });
}

/** Values of which the last are missing are all alike in files that cameras and scanners write. */
const filled = ({ values, count }: Entry, otherwise: number) =>
  Array.from({ length: count }, (_, i) => values[i] ?? values[0] ?? otherwise);

/** Bits a sample: pixels that are not packed tell by their number. */
function bitsOf(
  bytes: readonly number[],
  compression: number,
  width: number,
  height: number,
  samples: number,
): number {
  const all = bytes.reduce((sum, its) => sum + its, 0);
  const found = Math.round((all * 8) / (width * height * samples));
  return compression === 1 && found > 0 ? found : 8;
}

/**
 * Where the strips or tiles lie and how long they are; null where nothing tells. They stand one behind the other, the last
 * before the table.
 */
function blocksOf(offsets: Entry | undefined, bytes: Entry | undefined, end: number) {
  if (offsets === undefined || bytes === undefined || offsets.count !== bytes.count) return null;
  const { count } = offsets;
  const places: number[] = [];
  const lengths: number[] = [];
  for (let i = 0; i < count; i++) {
    const [before, length] = [places[i - 1], lengths[i - 1]];
    const place = offsets.values[i] ?? (before === undefined ? undefined : before + (length ?? 0));
    if (place === undefined) return null;
    places.push(place);
    const next = offsets.values[i + 1] ?? (i === count - 1 && end > place ? end : undefined);
    const its = bytes.values[i] ?? (next === undefined ? undefined : next - place);
    if (its === undefined || its < 0) return null;
    lengths.push(its);
  }
  return { offsets: places, bytes: lengths };
}

function tableOf(
  entries: readonly Written[],
  start: number,
  next: number,
  little: boolean,
): Uint8Array<ArrayBuffer> {
  const table = 2 + entries.length * 12 + 4;
  const behind = entries.reduce(
    (sum, { values }) => sum + (values !== undefined && values.length > 1 ? values.length * 4 : 0),
    0,
  );
  const view = new DataView(new ArrayBuffer(table + behind));
  let free = table;
  view.setUint16(0, entries.length, little);
  entries.forEach((entry, i) => {
    const at = 2 + i * 12;
    const { values } = entry;
    view.setUint16(at, entry.tag, little);
    view.setUint16(at + 2, values === undefined ? entry.type : LONG, little);
    view.setUint32(at + 4, values === undefined ? entry.count : values.length, little);
    const isBehind = values !== undefined && values.length > 1;
    view.setUint32(at + 8, isBehind ? start + free : (values?.[0] ?? entry.field ?? 0), little);
    for (const value of isBehind ? values : []) {
      view.setUint32(free, value, little);
      free += 4;
    }
  });
  view.setUint32(2 + entries.length * 12, next, little);
  return new Uint8Array(view.buffer);
}
