import type { Coefficients } from '../coefficients';
import type { PixelSource } from '../pixel-source';

/** What `resize.c` exports. Pointers are offsets into its memory. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly __heap_base: WebAssembly.Global;
  lay_over_white(rgba: number, pixels: number): void;
  split_weights(
    weights: number,
    outputs: number,
    taps: number,
    groups: number,
    count: number,
    split: number,
  ): void;
  resize_rows(
    pixels: number,
    inputWidth: number,
    rows: number,
    blueFirst: boolean,
    outputWidth: number,
    groups: number,
    first: number,
    count: number,
    split: number,
    channels: number,
    channel: number,
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
  readonly source: PixelSource;
  readonly horizontal: Coefficients;
  readonly vertical: Coefficients;
  readonly firstRow: number;
  readonly lastRow: number;
  /** Rows read at once. */
  readonly stripe: number;
}

/** Where an axis lies in memory. */
type Place = Record<'first' | 'count' | 'weights', number>;

const PAGE = 65_536;
/** A memory that has grown beyond this for some picture is given back after it. */
const KEPT_BYTES = 32 << 20;
/** What would take more is left to the plain code, which needs no copy of it. */
const MOST_BYTES = 256 << 20;

/** Taps whose weights lie together in `resize.c`. */
const GROUP = 8;
/** Bytes that its loops may read or write behind what is there. */
const MARGIN = 32;

/** The exact resize's inner loops in WebAssembly SIMD; every byte is that of the plain code. */
export class ResizeKernel {
  /** Null while a picture is being resized: another one meanwhile takes memory of its own. */
  #exports: Exports | null = null;

  constructor(private readonly module: WebAssembly.Module) {}

  /** `[vertical.first.length, horizontal.first.length, 3]`; null where there is not the memory for it. */
  async resize(task: ResizeTask): Promise<Uint8Array<ArrayBuffer> | null> {
    const free = this.#exports;
    this.#exports = null;
    try {
      const exports = free ?? (new WebAssembly.Instance(this.module).exports as unknown as Exports);
      const result = await resizeIn(exports, task);
      if (exports.memory.buffer.byteLength <= KEPT_BYTES) this.#exports = exports;
      return result;
    } catch (thrown) {
      // A memory that cannot grow, in a browser that has little left.
      if (thrown instanceof RangeError) return null;
      throw thrown;
    }
  }
}

async function resizeIn(
  { memory, __heap_base, lay_over_white, split_weights, resize_rows, resize_columns }: Exports,
  { source, horizontal, vertical, firstRow, lastRow, stripe }: ResizeTask,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { width, format = 'RGBA' } = source;
  const outputWidth = horizontal.first.length;
  const outputRows = vertical.first.length;
  const line = outputWidth * 3;
  const groups = Math.ceil(horizontal.taps / GROUP);
  const channel = width + 2 * GROUP;
  let end = __heap_base.value as number;
  const take = (bytes: number) => {
    const start = (end + 15) & ~15;
    end = start + bytes;
    return start;
  };
  const [across, down] = [horizontal, vertical].map(({ first, count, weights }) => ({
    first: take(first.byteLength),
    count: take(count.byteLength),
    weights: take(weights.byteLength),
  })) as [Place, Place];
  const split = take(outputWidth * groups * GROUP * 4);
  const channels = take(3 * channel * 2);
  const narrowed = take((lastRow - firstRow) * line + MARGIN);
  const output = take(outputRows * line);
  const pixels = take(Math.min(stripe, lastRow - firstRow) * width * 4 + MARGIN);
  if (end > MOST_BYTES) return null;
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
  const bytes = new Uint8Array(memory.buffer);
  const numbers = new Int32Array(memory.buffer);
  for (const [axis, place] of [
    [horizontal, across],
    [vertical, down],
  ] as const)
    for (const name of ['first', 'count', 'weights'] as const) numbers.set(axis[name], place[name] / 4);
  split_weights(across.weights, outputWidth, horizontal.taps, groups, across.count, split);
  for (let start = firstRow; start < lastRow; start += stripe) {
    const rows = Math.min(lastRow, start + stripe) - start;
    bytes.set(await source.rows(start, start + rows), pixels);
    if (format === 'RGBA') lay_over_white(pixels, rows * width);
    const to = narrowed + (start - firstRow) * line;
    const blueFirst = format === 'BGRX';
    resize_rows(
      pixels,
      width,
      rows,
      blueFirst,
      outputWidth,
      groups,
      across.first,
      across.count,
      split,
      channels,
      channel,
      to,
    );
  }
  resize_columns(
    narrowed,
    line,
    firstRow,
    outputRows,
    vertical.taps,
    down.first,
    down.count,
    down.weights,
    output,
  );
  return bytes.slice(output, output + outputRows * line);
}
