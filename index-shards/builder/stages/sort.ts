import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Records sorted in memory at once: with 26 bytes a record, 52 MB. */
const RUN = 1 << 21;
/** Bytes of a run that are held while runs are merged. */
const WINDOW = 1 << 16;

/**
 * Sorts records of equal length by their bytes, on disk: sorted runs are written, then merged. Memory stays below one
 * run and a window for each of them.
 */
export class ExternalSort {
  readonly #records: Buffer;
  #count = 0;
  #runs: string[] = [];

  /** @param folder where runs are written; whoever made it removes it */
  constructor(
    private readonly folder: string,
    private readonly length: number,
    private readonly run = RUN,
  ) {
    this.#records = Buffer.alloc(run * length);
  }

  /** Takes a record, which is copied. */
  add(record: Uint8Array): void {
    this.#records.set(record, this.#count * this.length);
    if (++this.#count === this.run) this.#flush();
  }

  /** All records in order. Each is a view that lasts until the next is asked for. */
  *sorted(): Generator<Buffer> {
    if (this.#count > 0) this.#flush();
    const readers = this.#runs.map((path) => new RunReader(path, this.length));
    const heap = readers.filter((reader) => reader.record !== null);
    heap.sort(compare);
    while (heap.length > 0) {
      const first = heap[0]!;
      yield first.record!;
      if (!first.next()) {
        const last = heap.pop()!;
        if (heap.length === 0) break;
        if (last !== first) heap[0] = last;
      }
      sink(heap);
    }
  }

  #flush(): void {
    const { length } = this;
    const records = this.#records.subarray(0, this.#count * length);
    const at = (i: number) => records.subarray(i * length, (i + 1) * length);
    // The first four bytes with the position in one f64 let the engine's own sort do nearly all of it.
    const keys = Float64Array.from(
      { length: this.#count },
      (_, i) => records.readUInt32BE(i * length) * RUN + i,
    ).sort();
    const order = Array.from(keys, (key) => key % RUN);
    const prefix = (i: number) => records.readUInt32BE(order[i]! * length);
    for (let start = 0; start < order.length; ) {
      let end = start + 1;
      while (end < order.length && prefix(end) === prefix(start)) end++;
      if (end - start > 1) {
        const tied = order.slice(start, end).sort((a, b) => Buffer.compare(at(a), at(b)));
        for (let i = 0; i < tied.length; i++) order[start + i] = tied[i]!;
      }
      start = end;
    }
    const sorted = Buffer.alloc(records.length);
    order.forEach((from, to) => {
      sorted.set(at(from), to * length);
    });
    const path = join(this.folder, `run-${this.#runs.length}`);
    writeFileSync(path, sorted);
    this.#runs.push(path);
    this.#count = 0;
  }
}

class RunReader {
  record: Buffer | null = null;
  readonly #file: number;
  readonly #window: Buffer;
  #start = 0;
  #filled = 0;

  constructor(
    path: string,
    private readonly length: number,
  ) {
    this.#file = openSync(path, 'r');
    this.#window = Buffer.alloc(Math.max(1, Math.floor(WINDOW / length)) * length);
    this.next();
  }

  next(): boolean {
    if (this.#start === this.#filled) {
      this.#filled = readSync(this.#file, this.#window, 0, this.#window.length, null);
      this.#start = 0;
      if (this.#filled === 0) {
        closeSync(this.#file);
        this.record = null;
        return false;
      }
    }
    this.record = this.#window.subarray(this.#start, this.#start + this.length);
    this.#start += this.length;
    return true;
  }
}

const compare = (a: RunReader, b: RunReader) => Buffer.compare(a.record!, b.record!);

/** Lets the first of a heap sink to its place. */
function sink(heap: RunReader[]): void {
  let at = 0;
  for (;;) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && compare(heap[child]!, heap[least]!) < 0) least = child;
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least]!, heap[at]!];
    at = least;
  }
}
