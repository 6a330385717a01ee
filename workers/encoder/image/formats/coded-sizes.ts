import { BitReader, type Dimensions } from './bytes';

/** The size in the sequence header of AV1 data (AV1, 5.5.1); null where there is none at the start. */
export function av1Size(data: Uint8Array): Dimensions | null {
  for (let at = 0; at + 2 <= data.length; ) {
    const header = data[at++]!;
    if (header & 4) at++;
    let length = data.length - at;
    if (header & 2) {
      length = 0;
      for (let i = 0; i < 8; i++) {
        const byte = data[at++] ?? 0;
        length += (byte & 127) * 2 ** (7 * i);
        if (byte < 128) break;
      }
    }
    if (((header >> 3) & 15) === 1) return sequenceSize(new BitReader(data.subarray(at)));
    at += length;
  }
  return null;
}

function sequenceSize(bits: BitReader): Dimensions {
  bits.take(4);
  if (bits.take(1)) bits.take(5);
  else {
    let delay = 0;
    let hasModel = false;
    if (bits.take(1)) {
      bits.take(32);
      bits.take(32);
      if (bits.take(1)) bits.exponential();
      hasModel = bits.take(1) === 1;
      if (hasModel) {
        delay = bits.take(5) + 1;
        bits.take(32);
        bits.take(10);
      }
    }
    const hasDelays = bits.take(1) === 1;
    for (let points = bits.take(5) + 1; points > 0; points--) {
      bits.take(12);
      if (bits.take(5) > 7) bits.take(1);
      if (hasModel && bits.take(1)) {
        bits.take(delay);
        bits.take(delay);
        bits.take(1);
      }
      if (hasDelays && bits.take(1)) bits.take(4);
    }
  }
  const wide = bits.take(4) + 1;
  const high = bits.take(4) + 1;
  return { width: bits.take(wide) + 1, height: bits.take(high) + 1 };
}

/** The largest size among the parameter sets of an `hvcC` box (ISO 14496-15, 8.3.3; H.265, 7.3.2.2). */
export function hevcSizes(hvcC: Uint8Array): Dimensions[] {
  const sizes: Dimensions[] = [];
  let at = 23;
  for (let arrays = hvcC[22] ?? 0; arrays > 0; arrays--) {
    const kind = hvcC[at]! & 63;
    const count = (hvcC[at + 1]! << 8) | hvcC[at + 2]!;
    at += 3;
    for (let i = 0; i < count && at + 2 <= hvcC.length; i++) {
      const length = (hvcC[at]! << 8) | hvcC[at + 1]!;
      if (kind === 33) sizes.push(parameterSetSize(hvcC.subarray(at + 2, at + 2 + length)));
      at += 2 + length;
    }
  }
  return sizes;
}

function parameterSetSize(unit: Uint8Array): Dimensions {
  const bits = new BitReader(withoutEmulation(unit));
  bits.take(16 + 4);
  const layers = bits.take(3);
  bits.take(1 + 88);
  bits.take(8);
  const has: { profile: number; level: number }[] = [];
  for (let i = 0; i < layers; i++) has.push({ profile: bits.take(1), level: bits.take(1) });
  if (layers > 0) bits.take(2 * (8 - layers));
  for (const { profile, level } of has) {
    if (profile) bits.take(88);
    if (level) bits.take(8);
  }
  bits.exponential();
  if (bits.exponential() === 3) bits.take(1);
  return { width: bits.exponential(), height: bits.exponential() };
}

/** A 3 between two zeros and a small byte is there to keep start codes out. */
function withoutEmulation(unit: Uint8Array): Uint8Array {
  return unit.filter((byte, i) => !(byte === 3 && unit[i - 1] === 0 && unit[i - 2] === 0));
}

/** The canvas of a `grid` or `iovl` item (ISO 23008-12, 6.6.2); null where the data are too short. */
export function derivedSize(kind: string, data: Uint8Array): Dimensions | null {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const at = kind === 'grid' ? 4 : 10;
  const wide = data.length > 1 && (data[1]! & 1) === 1;
  if (data.length < at + (wide ? 8 : 4)) return null;
  return wide
    ? { width: view.getUint32(at), height: view.getUint32(at + 4) }
    : { width: view.getUint16(at), height: view.getUint16(at + 2) };
}
