import { deflateSync, inflateSync } from 'fflate';
import { checkOffsets, corrupt } from '../layout';
import { LIMITS } from '../limits';

/** Texts of one list, deflated together: captions of a list resemble each other. */
export interface TextBlock {
  /** Bytes before they were deflated. */
  readonly length: number;
  readonly deflated: Uint8Array;
}

/** Texts of one list, ready to be read. */
export interface ListTexts {
  /** `[n + 1]`: where each caption's UTF-8 starts in `bytes`. */
  readonly starts: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Deflates a list's texts: the bytes of each in LEB128, then all of them in UTF-8. */
export function writeTexts(texts: readonly string[]): TextBlock {
  const encoded = texts.map((text) => new TextEncoder().encode(text));
  const plain: number[] = [];
  for (const { length } of encoded) {
    let left = length;
    for (; left > 127; left >>>= 7) plain.push((left & 127) | 128);
    plain.push(left);
  }
  for (const bytes of encoded) for (const byte of bytes) plain.push(byte);
  return { length: plain.length, deflated: deflateSync(Uint8Array.from(plain), { level: 9 }) };
}

/**
 * Inflates a list's texts.
 * @throws FernglassError `shard-corrupt` when they are not `count` texts.
 */
export function readTexts({ length, deflated }: TextBlock, count: number): ListTexts {
  if (length > LIMITS.listTextBytes) corrupt('a list has too much text');
  const plain = inflated(deflated, length);
  const starts = new Uint32Array(count + 1);
  let at = 0;
  for (let i = 0; i < count; i++) {
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = plain[at++];
      if (byte === undefined || shift > 28) corrupt('the lengths of texts do not end');
      size += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    starts[i + 1] = starts[i]! + size;
  }
  const bytes = plain.subarray(at);
  checkOffsets(starts, bytes.length, 'text lengths');
  return { starts, bytes };
}

function inflated(deflated: Uint8Array, length: number): Uint8Array {
  try {
    // The buffer's length is one more, so that text beyond what was promised shows.
    const plain = inflateSync(deflated, { out: new Uint8Array(length + 1) });
    if (plain.length === length) return plain;
  } catch {
    // Said below: fflate's own words name no file.
  }
  return corrupt('the texts of a list cannot be inflated');
}
