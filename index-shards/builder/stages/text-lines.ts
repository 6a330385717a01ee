import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alignedBuffer, bytesOf, FileWriter, readExactly } from './files';

/** Bytes of text read at once: few while places are taken from here and there, more and more while they follow on. */
const LEAST_WINDOW = 1 << 9;
const MOST_WINDOW = 1 << 18;

/** Writes texts as the lines of `<name>.txt`, and where each starts into `<name>.starts` (f64). */
export class TextLinesWriter {
  readonly #text: FileWriter;
  readonly #starts: FileWriter;
  readonly #number = new Float64Array(1);
  #position = 0;

  constructor(folder: string, name: string) {
    this.#text = new FileWriter(join(folder, `${name}.txt`));
    this.#starts = new FileWriter(join(folder, `${name}.starts`));
  }

  /** @param text without line ends */
  add(text: string): void {
    const line = Buffer.from(`${text}\n`);
    this.#writeStart();
    this.#text.write(line);
    this.#position += line.length;
  }

  close(): void {
    this.#writeStart();
    this.#text.close();
    this.#starts.close();
  }

  #writeStart(): void {
    this.#number[0] = this.#position;
    this.#starts.write(bytesOf(this.#number));
  }
}

/** The texts that a `TextLinesWriter` wrote, read from disk as they are asked for. */
export class TextLines {
  readonly count: number;
  /** `[count + 1]`, in bytes. */
  readonly #starts: Float64Array;
  readonly #file: number;
  #window = Buffer.alloc(0);
  #windowStart = 0;
  #stride = LEAST_WINDOW;

  constructor(folder: string, name: string) {
    this.#starts = new Float64Array(alignedBuffer(readFileSync(join(folder, `${name}.starts`))));
    this.count = this.#starts.length - 1;
    this.#file = openSync(join(folder, `${name}.txt`), 'r');
  }

  /** Length of a text in bytes of UTF-8. */
  bytes(i: number): number {
    return this.#starts[i + 1]! - this.#starts[i]! - 1;
  }

  /** A text; places that follow each other are read in long strides. */
  text(i: number): string {
    const start = this.#starts[i]!;
    const end = start + this.bytes(i);
    const windowEnd = this.#windowStart + this.#window.length;
    if (start < this.#windowStart || end > windowEnd) {
      const followsOn = start >= this.#windowStart && start <= windowEnd;
      this.#stride = followsOn ? Math.min(MOST_WINDOW, 4 * this.#stride) : LEAST_WINDOW;
      const length = Math.max(end - start, Math.min(this.#stride, this.#starts[this.count]! - start));
      this.#window = Buffer.allocUnsafe(length);
      readExactly(this.#file, this.#window, start);
      this.#windowStart = start;
    }
    return this.#window.toString('utf8', start - this.#windowStart, end - this.#windowStart);
  }

  /** The texts `start` up to `end`. */
  texts(start: number, end: number): string[] {
    return Array.from({ length: end - start }, (_, i) => this.text(start + i));
  }

  close(): void {
    closeSync(this.#file);
  }
}
