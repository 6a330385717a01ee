import { type Box, boxAt, boxesIn, itemExtents, itemKinds } from './boxes';
import { type Dimensions, fourLetters, type Header, headerOf, type ReadAt } from './bytes';
import { av1Size, derivedSize, hevcSizes } from './coded-sizes';
import { type ItemCoding, isIntact } from './heif-items';
import { largestOf } from './simple';

const MOST_ITEMS = 1024;
/** Enough of an item's data for its sequence header, or of a box for its parameter sets. */
const HEAD = 4096;

/**
 * AVIF and HEIC: the picture's size is the largest `ispe` property in meta/iprp/ipco, since a picture made of tiles states
 * each tile's size too. What is decoded follows from the coded data, which may say otherwise.
 */
export async function readHeif(read: ReadAt): Promise<Header | null> {
  const top = await boxesIn(read, 0, Number.MAX_SAFE_INTEGER);
  const meta = top.find(({ kind }) => kind === 'meta');
  const ipco = meta && (await boxAt(read, meta, 'iprp', 'ipco'));
  if (!meta || !ipco) return null;
  const stated: Dimensions[] = [];
  const parts: Dimensions[] = [];
  const lengths = new Set<number>();
  for (const { kind, start, end } of await boxesIn(read, ipco.start, ipco.end)) {
    if (kind === 'ispe') {
      const values = await read(start + 4, 8);
      stated.push({ width: values.getUint32(0), height: values.getUint32(4) });
    }
    if (kind === 'hvcC') {
      const record = await bytesAt(read, start, end - start);
      parts.push(...orNone(hevcSizes, record));
      lengths.add(((record[21] ?? 3) & 3) + 1);
    }
  }
  const [lengthBytes, ...others] = lengths;
  // A box without a length goes on to the end of the file.
  const length = Math.max(...top.map(({ end }) => (end === Number.MAX_SAFE_INTEGER ? 0 : end)));
  const isOpen = top.some(({ end }) => end === Number.MAX_SAFE_INTEGER);
  const items = await lookAtItems(read, meta, {
    end: isOpen ? Number.MAX_SAFE_INTEGER : length,
    lengthBytes: others.length === 0 ? (lengthBytes ?? null) : null,
  });
  parts.push(...items.sizes);
  const [size] = largestOf(stated);
  if (size === undefined) return null;
  const moov = top.find(({ kind }) => kind === 'moov');
  return headerOf(size, {
    parts: largestOf(parts),
    frames: moov ? await framesOf(read, moov) : 1,
    length,
    damaged: items.damaged,
  });
}

/**
 * What the items' own data say that they decode to, and whether those are where and as the boxes say.
 * @param file where the file ends, and the bytes before each NAL unit that say its length; null for several kinds
 */
async function lookAtItems(
  read: ReadAt,
  meta: Box,
  file: { readonly end: number; readonly lengthBytes: number | null },
): Promise<{ readonly sizes: Dimensions[]; readonly damaged: boolean }> {
  const iloc = await boxAt(read, meta, 'iloc');
  const iinf = await boxAt(read, meta, 'iinf');
  if (!iloc || !iinf) return { sizes: [], damaged: false };
  const extents = await itemExtents(read, iloc, (await boxAt(read, meta, 'idat'))?.start ?? null);
  const sizes: Dimensions[] = [];
  let damaged = false;
  for (const [id, kind] of [...(await itemKinds(read, iinf))].slice(0, MOST_ITEMS)) {
    const coding: ItemCoding | null =
      kind === 'av01'
        ? { kind }
        : kind === 'hvc1' && file.lengthBytes !== null
          ? { kind, lengthBytes: file.lengthBytes }
          : null;
    const its = extents.get(id) ?? [];
    if (coding !== null && !(await isIntact(read, coding, its, file.end))) damaged = true;
    const [first] = its;
    if (first === undefined || !['av01', 'grid', 'iovl'].includes(kind)) continue;
    const data = await bytesAt(read, first.offset, first.length);
    sizes.push(
      ...orNone((bytes) => {
        const size = kind === 'av01' ? av1Size(bytes) : derivedSize(kind, bytes);
        return size === null ? [] : [size];
      }, data),
    );
  }
  return { sizes, damaged };
}

/** Frames of the longest track of pictures. */
async function framesOf(read: ReadAt, moov: Box): Promise<number> {
  let most = 1;
  for (const track of await boxesIn(read, moov.start, moov.end)) {
    if (track.kind !== 'trak') continue;
    const handler = await boxAt(read, track, 'mdia', 'hdlr');
    const samples = await boxAt(read, track, 'mdia', 'minf', 'stbl', 'stsz');
    if (!handler || !samples || fourLetters(await read(handler.start + 8, 4), 0) !== 'pict') continue;
    most = Math.max(most, (await read(samples.start + 8, 4)).getUint32(0));
  }
  return most;
}

/** The first bytes of a piece; fewer where the file ends before. */
async function bytesAt(read: ReadAt, offset: number, length: number): Promise<Uint8Array> {
  const view = await read(offset, Math.min(HEAD, length || HEAD));
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Coded data that make no sense state no size; their decoder will refuse them. */
function orNone(sizesIn: (data: Uint8Array) => Dimensions[], data: Uint8Array): Dimensions[] {
  try {
    return sizesIn(data);
  } catch (thrown) {
    if (thrown instanceof RangeError) return [];
    throw thrown;
  }
}
