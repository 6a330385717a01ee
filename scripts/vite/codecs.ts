/** Decoders of formats that few browsers know: most visits need none of them, so they lie in a folder of their own. */
const FOLDER = 'assets/codecs';
const LIBRARIES = /node_modules\/(libheif-js|geotiff|pako|lerc|zstddec|quick-lru|xml-utils|web-worker)\//;

interface Chunk {
  readonly moduleIds: readonly string[];
}

interface Asset {
  readonly names: readonly string[];
}

/** Names a chunk of a worker. */
export const codecChunks = ({ moduleIds }: Chunk): string =>
  `${moduleIds.some((id) => LIBRARIES.test(id)) ? FOLDER : 'assets'}/[name]-[hash].js`;

/** Names a file that a worker fetches. */
export const codecAssets = ({ names }: Asset): string =>
  `${names.some((name) => name.startsWith('libheif')) ? FOLDER : 'assets'}/[name]-[hash][extname]`;
