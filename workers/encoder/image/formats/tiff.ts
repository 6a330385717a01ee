import { FernglassError } from '../../../../core';
import { type Dimensions, type Header, headerOf, type ReadAt } from './bytes';
import { readTable } from './tiff-table';

const MOST_PAGES = 1024;

/** The entries of a page that say how it is coded, by number (TIFF 6.0). */
const TAG = {
  kind: 254,
  width: 256,
  height: 257,
  bits: 258,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  stripBytes: 279,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  subPages: 330,
  sampleFormat: 339,
  jpegTables: 347,
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
  /** Where the table of the picture, or of a page that should follow, is not all there; null where all of them are. */
  readonly cutAt: number | null;
}

const first = (page: TiffPage, tag: number): number | undefined => page.get(tag)?.[0];
const isCopy = (page: TiffPage): boolean => ((first(page, TAG.kind) ?? 0) & 1) === 1;

/** EXIF's orientation of a page, 1–8. */
export function orientationOf(page: TiffPage): number {
  const value = first(page, TAG.orientation) ?? 1;
  return value >= 1 && value <= 8 ? value : 1;
}

/**
 * Goes from page to page, each once, whatever their chain says. Of a page whose table is cut there is what is left of it.
 * @throws RangeError where the first is no table, and FernglassError `image-unreadable` where the file ends before it
 */
export async function readTiffPages(read: ReadAt): Promise<TiffPages> {
  const head = await read(0, 12);
  const little = head.getUint8(0) === 0x49;
  const pages: TiffPage[] = [];
  const places: number[] = [];
  const cut: number[] = [];
  const seen = new Set<number>();
  let offset = head.getUint32(4, little);
  while (offset !== 0 && !seen.has(offset) && pages.length < MOST_PAGES) {
    seen.add(offset);
    if ((await read(offset, 2)).byteLength < 2) {
      if (pages.length === 0) throw cutBeforeTable();
      cut.push(offset);
      break;
    }
    const found = await readPage(read, offset, little).catch((thrown) => {
      if (thrown instanceof RangeError && pages.length > 0) return null;
      throw thrown;
    });
    if (found === null) break;
    pages.push(found.page);
    places.push(offset);
    if (found.isCut) cut.push(offset);
    offset = found.next;
  }
  const [page] = pages;
  if (page === undefined) throw new RangeError('There is no page.');
  const canon = head.getUint8(8) === 0x43 && head.getUint8(9) === 0x52;
  const mosaic = pages.some((one) => [32803, 34892].includes(first(one, TAG.photometric) ?? 0));
  const main = Math.max(
    0,
    pages.findIndex((one) => !isCopy(one)),
  );
  return {
    pages,
    main,
    cutAt: cut.find((at) => at === places[main]) ?? cut[0] ?? null,
    raw: canon || mosaic || page.has(TAG.dngVersion) || (isCopy(page) && page.has(TAG.subPages)),
  };
}

/** The file ends before the first table, where many writers put it: behind the pixels. */
const cutBeforeTable = () =>
  new FernglassError(
    'image-unreadable',
    'The TIFF file is cut short: the table that says how large its picture is and how it is written should stand behind the pixels, and is missing, so that they cannot be read. Copy it again from where it came from.',
  );

async function readPage(read: ReadAt, offset: number, little: boolean) {
  const { entries, next, isCut } = await readTable(read, offset, little, TAGS);
  return { page: new Map(entries.map(({ tag, values }) => [tag, values])), next, isCut };
}

/** The page that is the picture, with how many there are. */
export async function readTiff(read: ReadAt): Promise<Header | null> {
  const { pages, main, cutAt } = await readTiffPages(read);
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
  if (cutAt !== null && width * height === 0) throw cutBeforeTable();
  return headerOf(turned ? { width: height, height: width } : { width, height }, {
    parts,
    length,
    cutAt,
    // A strip of no bytes is read as black; a small copy is not the picture that should follow.
    damaged: bytes.some((count) => count === 0) || (cutAt !== null && isCopy(page)),
    frames: pages.filter((one) => !isCopy(one)).length || 1,
  });
}
