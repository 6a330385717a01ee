/** Tables for eight bytes at once (“slicing by eight”): `[8][256]` in one. */
const TABLES = makeTables();

function makeTables(): Uint32Array {
  const tables = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    tables[byte] = sum;
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256]!;
    tables[at] = (before >>> 8) ^ tables[before & 0xff]!;
  }
  return tables;
}

/** CRC-32 as PNG and ZIP have it. @param before the sum of what stands in front of these bytes */
export function crc32(bytes: Uint8Array, before = 0): number {
  let sum = ~before;
  let at = 0;
  const T = TABLES;
  for (; at + 8 <= bytes.length; at += 8) {
    const low = sum ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    sum =
      T[1792 + (low & 0xff)]! ^
      T[1536 + ((low >>> 8) & 0xff)]! ^
      T[1280 + ((low >>> 16) & 0xff)]! ^
      T[1024 + (low >>> 24)]! ^
      T[768 + bytes[at + 4]!]! ^
      T[512 + bytes[at + 5]!]! ^
      T[256 + bytes[at + 6]!]! ^
      T[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) sum = (sum >>> 8) ^ T[(sum ^ bytes[at]!) & 0xff]!;
  return ~sum >>> 0;
}
