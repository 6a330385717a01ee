const { port1: toNobody, port2 } = new MessageChannel();
port2.close();

/**
 * Gives the memory of bytes back at once: they are of no more use to anyone. Left to itself a browser may hold hundreds of
 * megabytes that nobody reaches any more, while the next tower comes. They are sent to nobody, since `transfer` frees only what
 * a script made: of bytes that came from the browser (a blob, a response) Chromium keeps the memory until it collects garbage.
 */
export function release({ buffer, byteLength }: Uint8Array<ArrayBuffer>): void {
  if (byteLength === buffer.byteLength) toNobody.postMessage(null, [buffer]);
}
