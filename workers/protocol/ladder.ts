import type { Backend, Capabilities, Rung } from './encoder';
import type { Precision } from './model';

/** What is assumed of a checkpoint that nobody has a list of. */
const USUAL: readonly Precision[] = ['fp32', 'fp16', 'q8'];

/**
 * The back ends to try, best first: WebGPU fp16 where the adapter has half floats, WebGPU fp32, WASM int8, WASM fp32.
 * WASM with several threads is followed by one thread, which asks the least of a browser.
 * @param forced the only back end wanted; a software WebGPU adapter is used only where WebGPU is forced.
 * @param available precisions the checkpoint ships.
 */
export function planRungs(
  capabilities: Capabilities,
  forced: Backend | null = null,
  available: readonly Precision[] = USUAL,
): Rung[] {
  const rungs: Rung[] = [];
  const { webgpu, threads } = capabilities;
  if (forced !== 'wasm' && webgpu && (forced === 'webgpu' || !webgpu.isFallbackAdapter)) {
    if (webgpu.shaderF16) rungs.push({ backend: 'webgpu', precision: 'fp16', threads: 1 });
    rungs.push({ backend: 'webgpu', precision: 'fp32', threads: 1 });
  }
  if (forced !== 'webgpu')
    for (const precision of ['q8', 'fp32'] as const)
      for (const count of threads > 1 ? [threads, 1] : [1])
        rungs.push({ backend: 'wasm', precision, threads: count });
  return rungs.filter(({ precision }) => available.includes(precision));
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
