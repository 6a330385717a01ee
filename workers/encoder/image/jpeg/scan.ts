import type { BitReader, BlockTables } from './bits';
import type { BlockReader } from './blocks';
import type { Component, Frame } from './frame';

/** A component of a scan with how its blocks are coded: by tables in a sequential scan, else by what reads them. */
export interface ScanPart {
  readonly component: Component;
  readonly coding: BlockTables | BlockReader;
}

/** What going over a scan's data showed. */
export interface ScanReport {
  /** Where its data end: at a marker, or at the file's end. */
  readonly end: number;
  /** Part of the scan whose data are there, 0–1. */
  readonly part: number;
  /** Data that no encoder writes, or data left over. */
  readonly damaged: boolean;
  /** Where two bytes stand that look like a marker and are none. */
  readonly bogus: readonly number[];
}

/**
 * Follows the codes of a scan to where they end.
 * @param bits from the first byte behind the scan's header on
 * @param interval MCUs between restart markers; 0 where there are none
 */
export function followScan(
  bytes: Uint8Array,
  bits: BitReader,
  frame: Frame,
  parts: readonly ScanPart[],
  interval: number,
): ScanReport {
  const units = unitsOf(frame, parts);
  const every = interval > 0 ? interval : units.count;
  let damaged = false;
  let come = 0;
  let restart = 0;
  for (let first = 0; first < units.count; first += every) {
    const past = Math.min(units.count, first + every);
    for (const { coding } of parts) if ('restart' in coding) coding.restart();
    bits.ready();
    const followed = units.follow(bits, first, past);
    come += followed;
    const stopped = first + followed < past;
    const ranDry = bits.starved;
    if (stopped && !ranDry) damaged = true;
    if (bits.toMarker() && !ranDry) damaged = true;
    const at = bits.position;
    if (past === units.count || at >= bytes.length) break;
    const marker = bytes[at + 1]!;
    if (marker < 0xd0 || marker > 0xd7) break;
    // A restart marker that is not next in turn: what lay between is lost, and those behind it have moved up.
    const lost = (marker - 0xd0 - restart) & 7;
    if (lost > 0 || stopped) damaged = true;
    first += lost * every;
    restart = (restart + lost + 1) & 7;
    bits.passMarker();
  }
  return {
    end: bits.position,
    part: Math.min(1, come / units.count),
    damaged: damaged || bits.bogus.length > 0,
    bogus: bits.bogus,
  };
}

interface Units {
  readonly count: number;
  /** Goes over units; how many there were, before one that can be none or that is not there to its end. */
  follow(bits: BitReader, first: number, past: number): number;
}

/** A scan of one component goes block by block, one of several by MCU: a few blocks of each. */
function unitsOf(frame: Frame, parts: readonly ScanPart[]): Units {
  const [only] = parts;
  const single = only && parts.length === 1;
  const count = single
    ? only.component.blocksWide * only.component.blocksHigh
    : frame.mcusWide * frame.mcusHigh;
  const blocks = single
    ? parts
    : parts.flatMap((part) => Array<ScanPart>(part.component.h * part.component.v).fill(part));
  const tables: BlockTables[] = [];
  const readers: (readonly [Component, BlockReader])[] = [];
  for (const { component, coding } of blocks)
    if ('dc' in coding) tables.push(coding);
    else readers.push([component, coding]);
  if (tables.length > 0)
    return {
      count,
      follow: (bits, first, past) =>
        Math.floor(bits.skipBlocks(tables, (past - first) * tables.length) / tables.length),
    };
  return {
    count,
    follow(bits, first, past) {
      for (let unit = first; unit < past; unit++)
        // Only a scan of one component depends on earlier ones, and its units are its blocks.
        for (const [component, reader] of readers)
          if (!reader.read(bits, component, unit) || !bits.ready()) return unit - first;
      return past - first;
    },
  };
}
