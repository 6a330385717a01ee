import { fourLetters, type ReadAt } from './bytes';

const MOST_BOXES = 4096;

/** A box of an ISO base media file: where its content starts and ends. */
export interface Box {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** The boxes that lie between two places; stops before one that makes no sense. */
export async function boxesIn(read: ReadAt, from: number, to: number): Promise<Box[]> {
  const boxes: Box[] = [];
  for (let offset = from; boxes.length < MOST_BOXES && offset + 8 <= to; ) {
    const header = await read(offset, 16);
    if (header.byteLength < 8) break;
    let start = offset + 8;
    let length = header.getUint32(0);
    if (length === 1) {
      length = Number(header.getBigUint64(8));
      start += 8;
    }
    const end = length === 0 ? to : offset + length;
    if (end < start) break;
    boxes.push({ kind: fourLetters(header, 4), start, end });
    offset = end;
  }
  return boxes;
}

/** The first box along a path of kinds, each within the one before. */
export async function boxAt(read: ReadAt, within: Box, ...path: readonly string[]): Promise<Box | null> {
  let box: Box = within;
  for (const kind of path) {
    // `meta` is a full box: version and flags stand before its boxes.
    const from = box.start + (box.kind === 'meta' ? 4 : 0);
    const found = (await boxesIn(read, from, box.end)).find((one) => one.kind === kind);
    if (found === undefined) return null;
    box = found;
  }
  return box;
}

/** A part of the file's bytes that an item is made of. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** Where each item's bytes lie, by id: `iloc` (ISO 14496-12, 8.11.3). @param idat where an item's own data box starts */
export async function itemExtents(
  read: ReadAt,
  iloc: Box,
  idat: number | null,
): Promise<Map<number, Extent[]>> {
  const view = await read(iloc.start, Math.min(iloc.end - iloc.start, 1 << 20));
  const version = view.getUint8(0);
  const [sizes, more] = [view.getUint8(4), view.getUint8(5)];
  const [offsetSize, lengthSize, baseSize] = [sizes >> 4, sizes & 15, more >> 4];
  const indexSize = version === 0 ? 0 : more & 15;
  let at = 6;
  const take = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value = value * 256 + view.getUint8(at++);
    return value;
  };
  const wide = version === 2 ? 4 : 2;
  const items = new Map<number, Extent[]>();
  const count = take(wide);
  for (let item = 0; item < count; item++) {
    const id = take(wide);
    const method = version === 0 ? 0 : take(2) & 15;
    take(2);
    const base = take(baseSize);
    const extents: Extent[] = [];
    const parts = take(2);
    for (let part = 0; part < parts; part++) {
      take(indexSize);
      const offset = base + take(offsetSize);
      const length = take(lengthSize);
      if (method === 0) extents.push({ offset, length });
      else if (method === 1 && idat !== null) extents.push({ offset: idat + offset, length });
    }
    items.set(id, extents);
  }
  return items;
}

/** Items by id with their kinds: `iinf` (ISO 14496-12, 8.11.6). */
export async function itemKinds(read: ReadAt, iinf: Box): Promise<Map<number, string>> {
  const version = (await read(iinf.start, 4)).getUint8(0);
  const kinds = new Map<number, string>();
  for (const { kind, start } of await boxesIn(read, iinf.start + (version === 0 ? 6 : 8), iinf.end)) {
    if (kind !== 'infe') continue;
    const entry = await read(start, 16);
    const its = entry.getUint8(0);
    if (its === 2) kinds.set(entry.getUint16(4), fourLetters(entry, 8));
    else if (its === 3) kinds.set(entry.getUint32(4), fourLetters(entry, 10));
  }
  return kinds;
}
