import { asUint32, corrupt, readHeader, readSections, writeFile } from './layout';

const MAGIC = 'FGROUTER';
const HEADER_NUMBERS = [3, 4] as const;

/** The router file taken apart. */
export interface RouterFile {
  /** `[lists]`, captions in each list. */
  readonly listSizes: Uint32Array;
  /** usearch's serialised HNSW graph over the i8 centroids, which it holds too; keys are list numbers. */
  readonly graph: Uint8Array;
  /** The codec file (`residual-file.ts`) of an index in residual codes; empty for others. */
  readonly codec: Uint8Array;
}

/** Writes a router file, of version 2 where it holds a codec. */
export function writeRouter(
  width: number,
  listSizes: Uint32Array,
  graph: Uint8Array,
  codec = new Uint8Array(0),
): Uint8Array<ArrayBuffer> {
  return codec.length === 0
    ? writeFile(MAGIC, 1, [width, listSizes.length, graph.length], [listSizes, graph])
    : writeFile(MAGIC, 2, [width, listSizes.length, graph.length, codec.length], [listSizes, graph, codec]);
}

/**
 * Takes a router file apart; the caller has checked the hash.
 * @param version 2 where the index has residual codes, else 1
 * @throws FernglassError `shard-corrupt`.
 */
export function readRouter(bytes: Uint8Array, lists: number, width: number, version: 1 | 2 = 1): RouterFile {
  const count = HEADER_NUMBERS[version - 1]!;
  const [itsWidth, itsLists, graphBytes, codecBytes = 0] = readHeader(bytes, MAGIC, version, count) as [
    number,
    number,
    number,
    number?,
  ];
  if (itsWidth !== width || itsLists !== lists) corrupt('it routes to other lists than the manifest says');
  const lengths = version === 1 ? [4 * lists, graphBytes] : [4 * lists, graphBytes, codecBytes];
  const [sizes, graph, codec = new Uint8Array(0)] = readSections(bytes, count, lengths) as [
    Uint8Array,
    Uint8Array,
    Uint8Array?,
  ];
  return { listSizes: asUint32(sizes), graph, codec };
}
