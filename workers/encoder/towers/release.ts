/**
 * Gives the memory of bytes back at once, where the browser can: they are of no more use to anyone. Left to itself it may
 * hold hundreds of megabytes that nobody reaches any more, while the next tower comes.
 */
export function release({ buffer, byteLength }: Uint8Array<ArrayBuffer>): void {
  // ES2024; a browser without it collects them in its own time.
  const { transfer } = buffer as ArrayBuffer & { transfer?: (bytes: number) => ArrayBuffer };
  if (byteLength === buffer.byteLength) transfer?.call(buffer, 0);
}
