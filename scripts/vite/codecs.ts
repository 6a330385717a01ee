/**
 * What of the decoders is large, or read by few files: it lies in a folder of its own and is stored once it was used. Their
 * programs are stored with the app: browsers do not ask a second time for a module that could not be fetched.
 */
const FOLDER = 'assets/codecs';
const LIBRARIES = /node_modules\/(pako|lerc|zstddec)\//;

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
