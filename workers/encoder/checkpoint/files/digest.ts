import { sha256 } from '@noble/hashes/sha2.js';

/** Bytes above which a digest is computed here, a slice at a time: the browser's own first makes a copy of them all. */
const LARGE = 32 * 2 ** 20;
const SLICE = 2 ** 20;

/**
 * SHA-256 in lower-case hexadecimal; null where the browser offers none (pages without TLS).
 * @param large what counts as large, in bytes
 */
export async function hexDigest(bytes: Uint8Array<ArrayBuffer>, large = LARGE): Promise<string | null> {
  if (bytes.length > large) return hex(digestBySlices(bytes));
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  return subtle ? hex(new Uint8Array(await subtle.digest('SHA-256', bytes))) : null;
}

function digestBySlices(bytes: Uint8Array): Uint8Array {
  const hash = sha256.create();
  for (let start = 0; start < bytes.length; start += SLICE) hash.update(bytes.subarray(start, start + SLICE));
  return hash.digest();
}

/** Bytes in lower-case hexadecimal. */
export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
