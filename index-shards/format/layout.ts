import { FernglassError } from '../../core';

/** Sections start at multiples of this, so that SIMD loads and typed-array views are aligned. */
const ALIGNMENT = 16;

/** Where a section may start, at `offset` or behind it. */
export const aligned = (offset: number) => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;

/** Where a file's first section starts. @param numbers of its header */
export const headerBytes = (numbers: number) => aligned(8 + 4 * (1 + numbers));

/** Refuses a file whose bytes are not what its manifest promises. */
export function corrupt(problem: string): never {
  throw new FernglassError(
    'shard-corrupt',
    `A file of the caption index is damaged (${problem}). Try again; if it stays so, the index must be rebuilt or uploaded again.`,
  );
}

/**
 * A file: eight characters of magic, the version and `numbers` as u32 (little endian), then each section at the next
 * multiple of 16 bytes. The lengths of sections follow from the numbers.
 */
export function writeFile(
  magic: string,
  version: number,
  numbers: readonly number[],
  sections: readonly (Uint8Array | Uint32Array | Int8Array)[],
): Uint8Array<ArrayBuffer> {
  const offsets: number[] = [];
  let end = headerBytes(numbers.length);
  for (const section of sections) {
    offsets.push(end);
    end = aligned(end + section.byteLength);
  }
  const bytes = new Uint8Array(end);
  bytes.set(new TextEncoder().encode(magic).subarray(0, 8));
  const view = new DataView(bytes.buffer);
  [version, ...numbers].forEach((value, i) => {
    view.setUint32(8 + 4 * i, value, true);
  });
  sections.forEach((section, i) => {
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), offsets[i]!);
  });
  return bytes;
}

/**
 * The numbers of a file's header.
 * @throws FernglassError `shard-corrupt` when the magic, the version or the length is not right.
 */
export function readHeader(bytes: Uint8Array, magic: string, version: number, count: number): number[] {
  if (bytes.length < 8 + 4 * (1 + count)) corrupt('it is too short');
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 8)) !== magic) corrupt('it is of another kind');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [found, ...numbers] = Array.from({ length: 1 + count }, (_, i) => view.getUint32(8 + 4 * i, true));
  if (found !== version) corrupt(`its version is ${found}, not ${version}`);
  return numbers;
}

/**
 * Cuts a file into its sections, as views.
 * @param lengths bytes of each section, in order
 * @throws FernglassError `shard-corrupt` when the sections do not fill the file exactly.
 */
export function readSections(bytes: Uint8Array, numbers: number, lengths: readonly number[]): Uint8Array[] {
  let end = headerBytes(numbers);
  const sections = lengths.map((length) => {
    const start = end;
    end = aligned(start + length);
    return bytes.subarray(start, start + length);
  });
  if (end !== bytes.length) corrupt(`it has ${bytes.length} bytes, not ${end}`);
  return sections;
}

/** A section as u32 values, copied: a view would need the file to lie at an aligned address. */
export function asUint32(section: Uint8Array): Uint32Array<ArrayBuffer> {
  const values = new Uint32Array(section.length / 4);
  const view = new DataView(section.buffer, section.byteOffset, section.byteLength);
  for (let i = 0; i < values.length; i++) values[i] = view.getUint32(4 * i, true);
  return values;
}

/** A section as u16 values, copied. */
export function asUint16(section: Uint8Array): Uint16Array<ArrayBuffer> {
  const values = new Uint16Array(section.length / 2);
  const view = new DataView(section.buffer, section.byteOffset, section.byteLength);
  for (let i = 0; i < values.length; i++) values[i] = view.getUint16(2 * i, true);
  return values;
}

/** Refuses offsets that do not rise from 0 to `end`. */
export function checkOffsets(offsets: Uint32Array, end: number, what: string): void {
  if (offsets[0] !== 0 || offsets[offsets.length - 1] !== end) corrupt(`${what} do not span their section`);
  for (let i = 1; i < offsets.length; i++) if (offsets[i]! < offsets[i - 1]!) corrupt(`${what} fall`);
}

/** SHA-256 of the bytes in lower-case hex. Needs a secure context in a browser. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined)
    throw new FernglassError(
      'worker-failed',
      'Downloads cannot be verified here, because this page was not opened over https or on localhost. Open it there.',
    );
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Checks a file against its entry in the manifest.
 * @throws FernglassError `shard-corrupt` when the length or the hash is another one.
 */
export async function verifyBytes(
  bytes: Uint8Array<ArrayBuffer>,
  entry: { readonly bytes: number; readonly sha256: string },
): Promise<void> {
  if (bytes.length !== entry.bytes) corrupt(`${bytes.length} bytes instead of ${entry.bytes}`);
  if ((await sha256Hex(bytes)) !== entry.sha256) corrupt('its checksum is another one');
}

/** Bytes one after another. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
