import type { Coefficients } from '../coefficients';

/** What `resize.c` exports. Pointers are offsets into its memory. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly __heap_base: WebAssembly.Global;
  lay_over_white(rgba: number, pixels: number): void;
  resize_rows(
    rgba: number,
    inputWidth: number,
    rows: number,
    outputWidth: number,
    taps: number,
    first: number,
    count: number,
    weights: number,
    to: number,
  ): void;
  resize_columns(
    input: number,
    line: number,
    firstRow: number,
    outputRows: number,
    taps: number,
    first: number,
    count: number,
    weights: number,
    output: number,
  ): void;
}

/** What one resize needs: both axes, and the rows that are read. */
export interface ResizeTask {
  /** Width of the rows that are read. */
  readonly inputWidth: number;
  readonly horizontal: Coefficients;
  readonly vertical: Coefficients;
  readonly firstRow: number;
  readonly lastRow: number;
  /** Rows read at once. */
  readonly stripe: number;
  /** Rows `[start, end)` as straight RGBA. */
  rows(start: number, end: number): Uint8Array | Uint8ClampedArray;
}

const PAGE = 65_536;
/** A memory that has grown beyond this for some picture is given back after it. */
const KEPT_BYTES = 32 << 20;
/** What would take more is left to the plain code, which needs no copy of it. */
const MOST_BYTES = 256 << 20;

/** The exact resize's inner loops in WebAssembly SIMD; every byte is that of the plain code. */
export class ResizeKernel {
  #exports: Exports | null = null;

  constructor(private readonly module: WebAssembly.Module) {}

  /** `[vertical.first.length, horizontal.first.length, 3]`; null where there is not the memory for it. */
  resize(task: ResizeTask): Uint8Array<ArrayBuffer> | null {
    try {
      return this.#resize(task);
    } catch (thrown) {
      this.#exports = null;
      // A memory that cannot grow, in a browser that has little left.
      if (thrown instanceof RangeError) return null;
      throw thrown;
    }
  }

  #resize(task: ResizeTask): Uint8Array<ArrayBuffer> | null {
    const { inputWidth, horizontal, vertical, firstRow, lastRow, stripe, rows } = task;
    const line = horizontal.first.length * 3;
    const outputBytes = vertical.first.length * line;
    this.#exports ??= new WebAssembly.Instance(this.module).exports as unknown as Exports;
    const { memory, __heap_base, lay_over_white, resize_rows, resize_columns } = this.#exports;
    let end = __heap_base.value as number;
    const take = (bytes: number) => {
      const start = (end + 15) & ~15;
      end = start + bytes;
      return start;
    };
    const axes = [horizontal, vertical].map(({ first, count, weights }) => ({
      first: take(first.byteLength),
      count: take(count.byteLength),
      weights: take(weights.byteLength),
    }));
    const narrowed = take((lastRow - firstRow) * line);
    const output = take(outputBytes);
    const rgba = take(Math.min(stripe, lastRow - firstRow) * inputWidth * 4);
    if (end > MOST_BYTES) return null;
    const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    const bytes = new Uint8Array(memory.buffer);
    const numbers = new Int32Array(memory.buffer);
    [horizontal, vertical].forEach((axis, i) => {
      for (const name of ['first', 'count', 'weights'] as const) numbers.set(axis[name], axes[i]![name] / 4);
    });
    const [across, down] = axes as [(typeof axes)[0], (typeof axes)[0]];
    for (let start = firstRow; start < lastRow; start += stripe) {
      const count = Math.min(lastRow, start + stripe) - start;
      bytes.set(rows(start, start + count), rgba);
      lay_over_white(rgba, count * inputWidth);
      const to = narrowed + (start - firstRow) * line;
      const { taps, first } = horizontal;
      resize_rows(
        rgba,
        inputWidth,
        count,
        first.length,
        taps,
        across.first,
        across.count,
        across.weights,
        to,
      );
    }
    const { taps, first } = vertical;
    resize_columns(
      narrowed,
      line,
      firstRow,
      first.length,
      taps,
      down.first,
      down.count,
      down.weights,
      output,
    );
    const result = bytes.slice(output, output + outputBytes);
    if (memory.buffer.byteLength > KEPT_BYTES) this.#exports = null;
    return result;
  }
}
