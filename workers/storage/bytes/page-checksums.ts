/** Bytes that share a checksum: what is read around a part to check it. */
export const PAGE_BYTES = 4096;

const FACTOR = 0x9e3779b1;

/** Checksums of a file's pages, `[⌈n / PAGE_BYTES⌉]`: not against a forger, whom the hash of the whole file stops. */
export function pageChecksums(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  const sums = new Uint32Array(Math.ceil(bytes.length / PAGE_BYTES));
  for (let page = 0; page < sums.length; page++)
    sums[page] = checksum(bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES));
  return sums;
}

/** Each step can be undone, so that a change of any one word changes the sum. */
function checksum(bytes: Uint8Array): number {
  const words = bytes.length >> 2;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const view = new Uint32Array(aligned.buffer, aligned.byteOffset, words);
  let sum = bytes.length;
  for (let i = 0; i < words; i++) {
    sum = Math.imul(sum ^ view[i]!, FACTOR);
    sum ^= sum >>> 15;
  }
  for (let i = 4 * words; i < bytes.length; i++) sum = Math.imul(sum ^ bytes[i]!, FACTOR);
  return sum >>> 0;
}
