import type { Bytes } from './protobuf';

/** Bytes that are read at once where single ones are asked for: tags and the nodes of a graph lie close together. */
const WINDOW = 1 << 16;

/**
 * A file of this device, of which no more is in memory than was asked for last. Reading waits for the device, so it is for
 * workers alone.
 */
export class KeptFile implements Bytes {
  readonly #reader = new FileReaderSync();
  /** What lies from `#from` on. */
  #window: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #from = 0;

  constructor(private readonly content: Blob) {}

  get length(): number {
    return this.content.size;
  }

  at(index: number): number | undefined {
    if (!this.#isAtHand(index, index + 1)) {
      this.#window = this.#read(index, Math.min(this.length, index + WINDOW));
      this.#from = index;
    }
    return this.#window[index - this.#from];
  }

  /** Bytes of their own, which nobody else holds. @throws DOMException where the file is not there any more */
  subarray(start: number, end: number): Uint8Array<ArrayBuffer> {
    return this.#isAtHand(start, end)
      ? this.#window.slice(start - this.#from, end - this.#from)
      : this.#read(start, end);
  }

  #isAtHand(start: number, end: number): boolean {
    return start >= this.#from && end <= this.#from + this.#window.length;
  }

  #read(start: number, end: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#reader.readAsArrayBuffer(this.content.slice(start, end)));
  }
}
