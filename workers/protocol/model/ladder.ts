import type { Capabilities, Rung } from '../encoder';
import type { Inspection, MemoryNeed } from './inspection';
import { fits } from './memory';
import { type Backend, is8Bit, type Precision } from './model';

/** What is assumed of a checkpoint that nobody has a list of. */
const USUAL: readonly Precision[] = ['fp32', 'fp16', 'q8'];

/** Weights of 8 bits differ in their signs alone: the first that a checkpoint has stands for all. */
const EIGHT_BITS: readonly Precision[] = ['q8', 'int8', 'uint8'];

/** What was found of a checkpoint's precision on this device, beside others of the same checkpoint. */
export interface MeasuredPrecision {
  readonly precision: Precision;
  /** Whether it gives what finer numbers give, near enough. */
  readonly passes: boolean;
  /** For a photo. */
  readonly milliseconds: number;
}

/** What decides which rungs there are, beside the browser. */
export interface LadderOptions {
  /** The only back end wanted; a software WebGPU adapter is used only where WebGPU is forced. */
  readonly forced?: Backend | null;
  /** The checkpoint; null where nothing is known of it. */
  readonly inspection?: Pick<Inspection, 'precisions' | 'distrusts8Bit'> | null;
  /** What was measured of its precisions on WASM; empty where nothing was. */
  readonly measured?: readonly MeasuredPrecision[];
}

/**
 * The back ends to try, best first: WebGPU with half floats where the adapter has them, then with full ones; WASM with
 * 8-bit integers, half floats, full floats. Where 8 bits are known to ruin the family they come last. Precisions that were
 * measured go before, the quickest first; those that were found wanting go behind. Blocks of 4 bits are
 * tried where nothing finer is there. WASM with several threads is followed by one thread, which asks the least of a
 * browser. Only precisions that the checkpoint ships; whether they fit into memory is not looked at.
 */
export function planRungs(
  { webgpu, threads }: Capabilities,
  { forced = null, inspection = null, measured = [] }: LadderOptions = {},
): Rung[] {
  const available = inspection?.precisions?.map(({ precision }) => precision) ?? USUAL;
  const among = (precisions: readonly Precision[]) => precisions.filter((one) => available.includes(one));
  const eight = among(EIGHT_BITS).slice(0, 1);
  const floats = among(['fp16', 'fp32']);
  const rungs: Rung[] = [];
  if (forced !== 'wasm' && webgpu && (forced === 'webgpu' || !webgpu.isFallbackAdapter)) {
    const halves: readonly Precision[] = webgpu.shaderF16 ? ['fp16'] : [];
    const blocks: readonly Precision[] = webgpu.shaderF16 ? ['q4f16', 'q4'] : ['q4'];
    for (const precision of among([...halves, 'fp32', ...blocks]))
      rungs.push({ backend: 'webgpu', precision, threads: 1 });
  }
  if (forced !== 'webgpu') {
    const fine = inspection?.distrusts8Bit ? [...floats, ...eight] : [...eight, ...floats];
    for (const precision of [...byMeasure(fine, measured), ...among(['q4', 'bnb4'])])
      for (const count of threads > 1 ? [threads, 1] : [1])
        rungs.push({ backend: 'wasm', precision, threads: count });
  }
  return rungs;
}

/** What 8 bits lose is worth something: they have to be this much quicker to go first. */
const WORTH = 1.1;

/** Those that passed, the quickest first; those of which nothing is known, in their order; those that failed. */
export function byMeasure(
  precisions: readonly Precision[],
  measured: readonly MeasuredPrecision[],
): readonly Precision[] {
  const of = new Map(measured.map((one) => [one.precision, one]));
  const passed = precisions.filter((one) => of.get(one)?.passes);
  const cost = (one: Precision) => of.get(one)!.milliseconds * (is8Bit(one) ? WORTH : 1);
  const quickest = passed.toSorted((a, b) => cost(a) - cost(b));
  const unknown = precisions.filter((one) => !of.has(one));
  return [...quickest, ...unknown, ...precisions.filter((one) => of.get(one)?.passes === false)];
}

/** What a rung needs of memory; null where nobody knows the checkpoint's sizes. */
export function needOf({ precision, backend }: Rung, inspection: Inspection | null): MemoryNeed | null {
  return inspection?.precisions?.find((one) => one.precision === precision)?.memory[backend] ?? null;
}

/** The rungs of a checkpoint on a machine, best first, and those that its memory rules out. */
export interface LoadPlan {
  readonly rungs: readonly Rung[];
  readonly tooLarge: readonly Rung[];
}

/**
 * Parts the rungs by whether they fit into memory.
 * @param memoryBytes that the page may hold
 * @param options the back end wanted, and what was measured
 */
export function planLoad(
  capabilities: Capabilities,
  memoryBytes: number,
  inspection: Inspection,
  { forced = null, measured = [] }: Pick<LadderOptions, 'forced' | 'measured'> = {},
): LoadPlan {
  const rungs = planRungs(capabilities, { forced, inspection, measured });
  const canRun = (rung: Rung) => fits(needOf(rung, inspection), memoryBytes);
  return { rungs: rungs.filter(canRun), tooLarge: rungs.filter((rung) => !canRun(rung)) };
}

/** A rung in words, for messages and the status line. */
export function describeRung({ backend, precision, threads }: Rung): string {
  const numbers = NUMBERS[precision];
  if (backend === 'webgpu') return `WebGPU (${numbers})`;
  return `WASM (${numbers}, ${threads === 1 ? 'one thread' : `${threads} threads`})`;
}

/** A precision in words. */
export const NUMBERS: Readonly<Record<Precision, string>> = {
  fp32: '32-bit floats',
  fp16: '16-bit floats',
  q8: '8-bit integers',
  int8: 'signed 8-bit integers',
  uint8: 'unsigned 8-bit integers',
  q4: '4-bit blocks',
  q4f16: '4-bit blocks over 16-bit floats',
  bnb4: '4-bit NormalFloat',
};
