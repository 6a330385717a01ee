import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Build, Kernels } from './kernels';
import { startKernels } from './start';

/** Folder of the compiled binding, git-ignored. */
export const WASM_FOLDER = fileURLToPath(new URL('../../../.cache/usearch/', import.meta.url));

/** Where `npm run wasm` leaves a build; `browser.ts` imports the same two names. */
export function wasmFile(build: Build): string {
  return `${WASM_FOLDER}usearch-${build === 'baseline' ? 'baseline' : 'relaxed'}.wasm`;
}

/**
 * usearch in Node, from the files that `npm run wasm` made.
 * @param width d
 */
export function kernelsInNode(width: number, preferred?: Build): Promise<Kernels> {
  return startKernels(width, (build) => readFile(wasmFile(build)), preferred);
}
