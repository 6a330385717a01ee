import wasmUrl from './resize.wasm?url';
import { ResizeKernel } from './resize-kernel';

let loading: Promise<ResizeKernel | null> | undefined;

/** The kernel, loaded once in this thread; null where it cannot be, and the plain code does the same more slowly. */
export function resizeKernel(): Promise<ResizeKernel | null> {
  loading ??= load().catch(() => null);
  return loading;
}

async function load(): Promise<ResizeKernel> {
  const response = await fetch(new URL(wasmUrl, import.meta.url));
  if (!response.ok) throw new Error(`${response.status}`);
  return new ResizeKernel(await WebAssembly.compile(await response.arrayBuffer()));
}
