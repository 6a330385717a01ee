import { asUint32, corrupt, readHeader, readSections, writeFile } from './layout';

const MAGIC = 'FGROUTER';
const VERSION = 1;
const HEADER_NUMBERS = 3;

/** The router file taken apart. */
export interface RouterFile {
  /** `[lists]`, captions in each list. */
  readonly listSizes: Uint32Array;
  /** usearch's serialised HNSW graph over the i8 centroids, which it holds too; keys are list numbers. */
  readonly graph: Uint8Array;
}

/** Writes a router file. */
export function writeRouter(
  width: number,
  listSizes: Uint32Array,
  graph: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return writeFile(MAGIC, VERSION, [width, listSizes.length, graph.length], [listSizes, graph]);
}

/**
 * Takes a router file apart; the caller has checked the hash.
 * @throws FernglassError `shard-corrupt`.
 */
export function readRouter(bytes: Uint8Array, lists: number, width: number): RouterFile {
  const header = readHeader(bytes, MAGIC, VERSION, HEADER_NUMBERS) as [number, number, number];
  if (header[0] !== width || header[1] !== lists) corrupt('it routes to other lists than the manifest says');
  const [sizes, graph] = readSections(bytes, HEADER_NUMBERS, [4 * lists, header[2]]) as [
    Uint8Array,
    Uint8Array,
  ];
  return { listSizes: asUint32(sizes), graph };
}
