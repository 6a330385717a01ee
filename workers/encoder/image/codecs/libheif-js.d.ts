declare module 'libheif-js/libheif-wasm/libheif.js' {
  /** Starts the module from its binary, at once. */
  export default function createLibheif(options: {
    readonly wasmBinary: ArrayBuffer | Uint8Array;
  }): import('./heic').Libheif;
}
