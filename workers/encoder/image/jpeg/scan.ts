import { ScanBits } from './bits';
import type { BlockReader } from './blocks';
import type { Component, Frame } from './frame';

/** Components of a scan with what reads their blocks. */
export interface ScanPart {
  readonly component: Component;
  readonly reader: BlockReader;
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
 * @param start the first byte behind the scan's header
 * @param interval MCUs between restart markers; 0 where there are none
 */
export function followScan(
  bytes: Uint8Array,
  start: number,
  frame: Frame,
  parts: readonly ScanPart[],
  interval: number,
): ScanReport {
  const bits = new ScanBits(bytes, start);
  const units = unitsOf(frame, parts);
  const every = interval > 0 ? interval : units.count;
  let damaged = false;
  let come = 0;
  let restart = 0;
  for (let first = 0; first < units.count; first += every) {
    const past = Math.min(units.count, first + every);
    for (const { reader } of parts) reader.restart();
    let unit = first;
    for (; unit < past; unit++) {
      if (!units.follow(bits, unit) || bits.starved) break;
      come++;
    }
    const ranDry = bits.starved;
    if (unit < past && !ranDry) damaged = true;
    if (bits.toMarker() && !ranDry) damaged = true;
    const at = bits.position;
    if (past === units.count || at >= bytes.length) break;
    const marker = bytes[at + 1]!;
    if (marker < 0xd0 || marker > 0xd7) break;
    // A restart marker that is not next in turn: what lay between is lost, and those behind it have moved up.
    const lost = (marker - 0xd0 - restart) & 7;
    if (lost > 0 || unit < past) damaged = true;
    first += lost * every;
    restart = (restart + lost + 1) & 7;
    bits.position += 2;
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
  /** Goes over one unit's blocks; false where they can be none. */
  follow(bits: ScanBits, unit: number): boolean;
}

/** A scan of one component goes block by block, one of several by MCU: a few blocks of each. */
function unitsOf(frame: Frame, parts: readonly ScanPart[]): Units {
  const [only] = parts;
  if (only && parts.length === 1)
    return {
      count: only.component.blocksWide * only.component.blocksHigh,
      follow: (bits, unit) => only.reader.read(bits, only.component, unit),
    };
  return {
    count: frame.mcusWide * frame.mcusHigh,
    follow(bits) {
      for (const { component, reader } of parts)
        for (let block = component.h * component.v; block > 0; block--)
          // Coefficients that depend on earlier scans come in scans of one component only.
          if (!reader.read(bits, component, 0)) return false;
      return true;
    },
  };
}
