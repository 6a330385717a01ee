import { type Dimensions, type Header, headerOf, type ReadAt } from './bytes';

const MOST_PAGES = 1024;
const MOST_ENTRIES = 4096;
/** Values of one entry that are read: a picture within the limit has fewer strips. */
const MOST_VALUES = 1 << 17;

/** Bytes of each type of value; 0 for those that are not numbers. */
const SIZES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8];

/** The entries of a page that say how it is coded, by number (TIFF 6.0). */
const TAG = {
  kind: 254,
  width: 256,
  height: 257,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  stripBytes: 279,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  subPages: 330,
  dngVersion: 50706,
} as const;
const TAGS: ReadonlySet<number> = new Set(Object.values(TAG));

/** A page of a TIFF file. */
export type TiffPage = ReadonlyMap<number, readonly number[]>;

/** What there is in a TIFF file. */
export interface TiffPages {
  readonly pages: readonly TiffPage[];
  /** Which of them is the picture: the first that is no small copy. */
  readonly main: number;
  /** A camera's raw data: its pages are previews, or pixels that are no colours yet. */
  readonly raw: boolean;
}

const first = (page: TiffPage, tag: number): number | undefined => page.get(tag)?.[0];
const isCopy = (page: TiffPage): boolean => ((first(page, TAG.kind) ?? 0) & 1) === 1;

/** EXIF's orientation of a page, 1–8. */
export function orientationOf(page: TiffPage): number {
  const value = first(page, TAG.orientation) ?? 1;
  return value >= 1 && value <= 8 ? value : 1;
}

/** Goes from page to page, each once, whatever their chain says. @throws RangeError where the first is cut */
export async function readTiffPages(read: ReadAt): Promise<TiffPages> {
  const head = await read(0, 12);
  const little = head.getUint8(0) === 0x49;
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  let offset = head.getUint32(4, little);
  while (offset !== 0 && !seen.has(offset) && pages.length < MOST_PAGES) {
    seen.add(offset);
    const found = await readPage(read, offset, little).catch((thrown) => {
      if (thrown instanceof RangeError && pages.length > 0) return null;
      throw thrown;
    });
    if (found === null) break;
    pages.push(found.page);
    offset = found.next;
  }
  const [page] = pages;
  if (page === undefined) throw new RangeError('There is no page.');
  const canon = head.getUint8(8) === 0x43 && head.getUint8(9) === 0x52;
  const mosaic = pages.some((one) => [32803, 34892].includes(first(one, TAG.photometric) ?? 0));
  return {
    pages,
    main: Math.max(
      0,
      pages.findIndex((one) => !isCopy(one)),
    ),
    raw: canon || mosaic || page.has(TAG.dngVersion) || (isCopy(page) && page.has(TAG.subPages)),
  };
}

async function readPage(read: ReadAt, offset: number, little: boolean) {
  const count = (await read(offset, 2)).getUint16(0, little);
  if (count === 0 || count > MOST_ENTRIES) throw new RangeError('A page has no such number of entries.');
  const entries = await read(offset + 2, count * 12 + 4);
  const page = new Map<number, readonly number[]>();
  for (let i = 0; i < count; i++) {
    const at = i * 12;
    const tag = entries.getUint16(at, little);
    if (!TAGS.has(tag)) continue;
    const type = entries.getUint16(at + 2, little);
    const size = SIZES[type] ?? 0;
    const values = Math.min(entries.getUint32(at + 4, little), MOST_VALUES);
    const inside = size * values <= 4;
    const view = inside ? entries : await read(entries.getUint32(at + 8, little), size * values);
    const from = inside ? at + 8 : 0;
    page.set(
      tag,
      Array.from({ length: size === 0 ? 0 : values }, (_, v) =>
        numberAt(view, from + v * size, size, little),
      ),
    );
  }
  const end = count * 12;
  return { page, next: entries.byteLength >= end + 4 ? entries.getUint32(end, little) : 0 };
}

function numberAt(view: DataView, at: number, size: number, little: boolean): number {
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, little);
  return view.getUint32(at, little);
}

/** The page that is the picture, with how many there are. */
export async function readTiff(read: ReadAt): Promise<Header | null> {
  const { pages, main } = await readTiffPages(read);
  const page = pages[main]!;
  const parts: Dimensions[] = [];
  const tile = { width: first(page, TAG.tileWidth), height: first(page, TAG.tileHeight) };
  if (tile.width !== undefined && tile.height !== undefined)
    parts.push({ width: tile.width, height: tile.height });
  const offsets = page.get(TAG.stripOffsets) ?? page.get(TAG.tileOffsets) ?? [];
  const bytes = page.get(TAG.stripBytes) ?? page.get(TAG.tileBytes) ?? [];
  const length = offsets.reduce((most, offset, i) => Math.max(most, offset + (bytes[i] ?? 0)), 0);
  const turned = orientationOf(page) > 4;
  const [width, height] = [first(page, TAG.width) ?? 0, first(page, TAG.height) ?? 0];
  return headerOf(turned ? { width: height, height: width } : { width, height }, {
    parts,
    length,
    // A strip of no bytes is read as black.
    damaged: bytes.some((count) => count === 0),
    frames: pages.filter((one) => !isCopy(one)).length || 1,
  });
}
