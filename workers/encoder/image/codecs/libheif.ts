import createLibheif from 'libheif-js/libheif-wasm/libheif.js';
import wasmUrl from 'libheif-js/libheif-wasm/libheif.wasm?url';
import type { Libheif } from './heic';

/** libheif in a browser: fetched with the first picture that needs it, and kept by the service worker from then on. */
export async function startLibheif(): Promise<Libheif> {
  const response = await fetch(new URL(wasmUrl, import.meta.url));
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return createLibheif({ wasmBinary: await response.arrayBuffer() });
}
