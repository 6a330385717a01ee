declare module 'voy-search/voy_search_bg.js' {
  import type { Voy as VoyIndex } from 'voy-search';

  export const Voy: typeof VoyIndex;
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
}
