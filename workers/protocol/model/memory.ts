import type { MemoryNeed } from './inspection';

/** What a browser says of the machine it runs on. */
export interface Platform {
  /** `navigator.deviceMemory` in GiB, at most 8 as browsers round it; absent where they do not say. */
  readonly deviceMemory?: number | undefined;
  /** Whether this is iOS or iPadOS, which end a page near 1.5 GB whatever the device has. */
  readonly isIos: boolean;
}

const IOS_BYTES = 1.5e9;
/** The most that `deviceMemory` ever says: there may be more. */
const MOST_SAID = 8;
/** Of the device's memory, what is left to one page by the system, the browser and other programs. */
const SHARE = 0.6;

/** Bytes that one page may hold before the system ends it, or everything slows down; without limit where nobody can say. */
export function memoryOf({ deviceMemory, isIos }: Platform): number {
  if (isIos) return IOS_BYTES;
  if (deviceMemory === undefined || deviceMemory >= MOST_SAID) return Number.POSITIVE_INFINITY;
  return deviceMemory * 2 ** 30 * SHARE;
}

/** Bytes that a model can use of the 4 GB that 32-bit WebAssembly addresses: gaps and growth by steps take the rest. */
export const WASM_BYTES = 0.9 * 2 ** 32;

/**
 * Whether what is needed is there; true where the need is not known.
 * @param memoryBytes that the page may hold
 */
export function fits(need: MemoryNeed | null, memoryBytes: number): boolean {
  return need === null || (need.heapBytes <= WASM_BYTES && need.peakBytes <= memoryBytes);
}
