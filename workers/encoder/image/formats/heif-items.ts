import type { Extent } from './boxes';
import type { ReadAt } from './bytes';

/** Units of one item that are looked at: tiles have few. */
const MOST_UNITS = 4096;

/** OBUs that AV1 has (AV1, 6.2.2); the others are reserved. */
const OBUS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 15]);

/** How the units of an item follow each other. */
export type ItemCoding = { readonly kind: 'av01' } | { readonly kind: 'hvc1'; readonly lengthBytes: number };

/**
 * Whether an item's units stand one behind the other and fill it to its end: where a box, an offset or a length within is
 * not as it was written, decoders take other bytes for pixels and say nothing.
 * @param end where the file ends by its own account; an item that the file is cut within is not called damaged
 */
export async function isIntact(
  read: ReadAt,
  coding: ItemCoding,
  extents: readonly Extent[],
  end: number,
): Promise<boolean> {
  const [first, ...others] = extents;
  if (first === undefined) return false;
  if (extents.some(({ offset, length }) => offset + length > end)) return false;
  // A unit may go over from one extent into the next, and a length of 0 is the rest of the file.
  if (others.length > 0 || first.length === 0) return true;
  const past = first.offset + first.length;
  const next = coding.kind === 'av01' ? nextObu : nextNal(coding.lengthBytes);
  try {
    let at = first.offset;
    for (let unit = 0; unit < MOST_UNITS && at < past; unit++) {
      const following = await next(read, at, past);
      if (following === null || following > past) return false;
      at = following;
    }
    return true;
  } catch (thrown) {
    if (thrown instanceof RangeError) return true;
    throw thrown;
  }
}

type Next = (read: ReadAt, at: number, past: number) => Promise<number | null>;

/** Where the next OBU begins (AV1, 5.3); null where this is none. */
const nextObu: Next = async (read, at, past) => {
  const view = await read(at, 10);
  const header = view.getUint8(0);
  if ((header & 0x80) !== 0 || !OBUS.has((header >> 3) & 15)) return null;
  let bytes = (header & 4) !== 0 ? 2 : 1;
  if ((header & 2) === 0) return past;
  let length = 0;
  for (let i = 0; i < 8; i++) {
    const byte = view.getUint8(bytes++);
    length += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return at + bytes + length;
  }
  return null;
};

/** Where the next NAL unit begins, behind its length (H.265, 7.3.1.2); null where this is none. */
const nextNal =
  (lengthBytes: number): Next =>
  async (read, at) => {
    const view = await read(at, lengthBytes + 2);
    let length = 0;
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + view.getUint8(i);
    const isUnit = (view.getUint8(lengthBytes) & 0x80) === 0 && (view.getUint8(lengthBytes + 1) & 7) !== 0;
    return isUnit && length >= 2 ? at + lengthBytes + length : null;
  };
