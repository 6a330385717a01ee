import type { Manifest } from '../../index-shards/format';
import {
  type Effort,
  SearchableIndex,
  totalBytes,
  USUAL_EFFORT,
} from '../../workers/retrieval/searchable-index';
import type { Usearch } from '../../workers/retrieval/usearch/usearch';
import type { Engine } from './engines';

/** Photos whose captions are looked for together. */
const BATCH = 16;

/** The app's own search over a whole index: every list, the router's, and the router's for several photos together. */
export async function indexEngines(
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
  startUsearch: () => Promise<Usearch>,
): Promise<Engine[]> {
  const codec = manifest.codec.kind === 'i8' ? 'i8' : `residual ${manifest.codec.bytes} B`;
  const exact = open(manifest, files, await startUsearch(), { exactUpTo: Infinity });
  const routed = open(manifest, files, await startUsearch(), { exactUpTo: 0 });
  return [
    engine(`${codec}, every list`, exact),
    engine(`${codec}, routed`, routed),
    engine(`${codec}, routed, ${BATCH} together`, routed, BATCH),
  ];
}

function open(
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
  usearch: Usearch,
  effort: Partial<Effort>,
): SearchableIndex {
  const index = new SearchableIndex(manifest, usearch, { ...USUAL_EFFORT, memoryBytes: Infinity, ...effort });
  for (const entry of index.missing()) index.add(entry, files.get(entry.name)!);
  return index;
}

function engine(name: string, index: SearchableIndex, batch = 1): Engine {
  const bytes = totalBytes(index.manifest);
  return {
    name,
    n: index.manifest.captions,
    bytesDisk: bytes,
    bytesFetched: bytes,
    bytesResident: () => index.memoryBytes,
    search: (queries, k) => index.search(queries, k).hits.map((hits) => hits.map(({ id }) => id)),
    batch,
  };
}
