import { type BitReader, isBogus, ScanBits } from './bits';
import { type Band, blockCoding } from './blocks';
import { type Frame, isDecodable, isFrame, readFrame } from './frame';
import { type HuffmanTable, huffmanTable } from './huffman';
import { followScan, type ScanPart } from './scan';

/** What a JPEG file holds of its picture. */
export interface JpegReport {
  /** Part of the picture whose data are there, 0–1; of a progressive one, at least coarsely. */
  readonly part: number;
  /** Whether every coefficient is there to its last bit. */
  readonly complete: boolean;
  /** Whether the end mark stands where the picture ends. */
  readonly hasEnd: boolean;
  /** Something within is not as an encoder writes it. */
  readonly damaged: boolean;
  /** A scan has fewer data than it should, whatever stands behind it. */
  readonly cut: boolean;
  /** Up to here a decoder can follow; an end mark may stand behind it. */
  readonly usable: number;
  /** Where two bytes stand that look like a marker and are none; decoders follow the file without them. */
  readonly bogus: readonly number[];
}

const MOST_SEGMENTS = 4096;

/**
 * Goes over a JPEG file from its first segment to its end mark: what stands behind that is not the picture's. Codes are
 * followed, no pixel is computed.
 * @param bitsFrom what reads a scan's bits from its first byte on
 * @returns null where there is no frame that browsers decode: they may say themselves what they make of it
 */
export function examineJpeg(
  bytes: Uint8Array,
  bitsFrom: (bytes: Uint8Array, start: number) => BitReader = (bytes, start) => new ScanBits(bytes, start),
): JpegReport | null {
  const tables = new Map<number, HuffmanTable>();
  let frame: Frame | null = null;
  let interval = 0;
  let damaged = false;
  let hasEnd = false;
  let cut = false;
  const bogus: number[] = [];
  let usable = bytes.length;
  let offset = 2;
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const found = nextMarker(bytes, offset);
    damaged ||= found.skipped;
    if (found.at === null) break;
    const marker = bytes[found.at + 1]!;
    if (marker === 0xd9) {
      hasEnd = true;
      break;
    }
    if (isBogus(marker)) {
      damaged = true;
      bogus.push(found.at);
      offset = found.at + 2;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      damaged = true;
      offset = found.at + 2;
      continue;
    }
    const start = found.at + 4;
    const end = found.at + 2 + ((bytes[found.at + 2]! << 8) | bytes[found.at + 3]!);
    if (!(end <= bytes.length)) {
      usable = found.at;
      break;
    }
    const body = bytes.subarray(start, Math.max(start, end));
    offset = Math.max(start, end);
    if (isFrame(marker)) {
      if (frame !== null) damaged = true;
      else {
        if (!isDecodable(marker)) return null;
        frame = readFrame(marker, body);
        if (frame === null) return null;
      }
    } else if (marker === 0xc4) damaged = !readTables(body, tables) || damaged;
    else if (marker === 0xdd) interval = body.length >= 2 ? (body[0]! << 8) | body[1]! : 0;
    else if (marker === 0xda) {
      if (frame === null) return null;
      const scan = readScan(body, frame, tables);
      if (scan === null) {
        damaged = true;
        continue;
      }
      const report = followScan(bytes, bitsFrom(bytes, offset), frame, scan.parts, interval);
      for (const { component } of scan.parts) {
        if (scan.band.first === 0 && !scan.band.again) component.part = report.part;
        if (report.part === 1)
          component.lowBits.fill(frame.progressive ? scan.band.low : 0, scan.band.first, scan.band.last + 1);
      }
      cut ||= report.part < 1;
      damaged ||= report.damaged;
      bogus.push(...report.bogus);
      offset = report.end;
    }
  }
  if (frame === null) return null;
  const { components } = frame;
  return {
    part: Math.min(...components.map(({ part }) => part)),
    complete: components.every(({ lowBits }) => lowBits.every((bits) => bits === 0)),
    hasEnd,
    damaged,
    cut,
    usable,
    bogus,
  };
}

/** The next marker from `offset` on, and whether something that is no padding stands before it. */
function nextMarker(bytes: Uint8Array, offset: number): { at: number | null; skipped: boolean } {
  let skipped = false;
  for (let at = offset; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1]!;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff) return { at, skipped };
    if (bytes[at] !== 0xff && bytes[at] !== 0) skipped = true;
  }
  return { at: null, skipped };
}

/** Reads a DHT segment; false where a table makes no sense. By class << 4 | place. */
function readTables(body: Uint8Array, tables: Map<number, HuffmanTable>): boolean {
  for (let at = 0; at < body.length; ) {
    const lengths = body.subarray(at + 1, at + 17);
    const count = lengths.reduce((sum, length) => sum + length, 0);
    const end = at + 17 + count;
    const table = end <= body.length ? huffmanTable(lengths, body.subarray(at + 17, end)) : null;
    if (table === null) return false;
    tables.set(body[at]!, table);
    at = end;
  }
  return true;
}

function readScan(
  body: Uint8Array,
  frame: Frame,
  tables: ReadonlyMap<number, HuffmanTable>,
): { band: Band; parts: ScanPart[] } | null {
  const count = body[0] ?? 0;
  if (count < 1 || count > 4 || body.length < 4 + count * 2) return null;
  const [first, last, bits] = body.subarray(1 + count * 2);
  const band: Band = frame.progressive
    ? { first: first!, last: last!, low: bits! & 15, again: bits! >> 4 > 0 }
    : { first: 0, last: 63, low: 0, again: false };
  if (band.last > 63 || band.first > band.last || (band.first > 0 && count > 1)) return null;
  const parts: ScanPart[] = [];
  for (let i = 0; i < count; i++) {
    const component = frame.components.find(({ id }) => id === body[1 + i * 2]);
    const places = body[2 + i * 2]!;
    const coding = blockCoding(
      frame.progressive,
      band,
      tables.get(places >> 4),
      tables.get(0x10 | (places & 15)),
    );
    if (component === undefined || coding === null) return null;
    parts.push({ component, coding });
  }
  return { band, parts };
}
