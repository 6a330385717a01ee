/** Bytes that are read at once, at most. */
const ROOM = 1 << 18;

/** Reads a body to its end. What it gives holds until the next reading. */
export interface BodyReader {
  read(): Promise<
    { readonly done: false; readonly value: Uint8Array } | { readonly done: true; readonly value?: undefined }
  >;
  cancel(): Promise<void>;
}

/**
 * Reads through one buffer where the browser can: chunks that are each an array of their own are left to the garbage
 * collector, which lets some two hundred megabytes of them stand while a large file comes.
 */
export function readerOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): BodyReader {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: 'byob' });
  } catch {
    // Older browsers' bodies are no byte streams.
    return body.getReader() as BodyReader;
  }
  let room = new Uint8Array(ROOM);
  return {
    async read() {
      const { done, value } = await reader.read(room);
      if (done || value === undefined) return { done: true };
      // The buffer went with the call, and comes back with what was read.
      room = new Uint8Array(value.buffer);
      return { done: false, value };
    },
    cancel: () => reader.cancel(),
  };
}
