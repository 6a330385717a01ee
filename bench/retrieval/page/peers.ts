import { loadHnswlib } from 'hnswlib-wasm/dist/hnswlib.js';
import * as voyBindings from 'voy-search/voy_search_bg.js';
import voyUrl from 'voy-search/voy_search_bg.wasm?url';
import { type Embeddings, row } from '../../../core';
import type { Engine } from '../engines';

/** Links per node and candidates: the settings at which the recall of 0.95 is reached on both kinds of queries. */
const LINKS = 16;
const EXPANSION_ADD = 128;
const EXPANSION_SEARCH = 256;

/** hnswlib-wasm over f32, which is all it stores; it keeps nothing smaller to fetch, so its bytes are those of its memory. */
export async function hnswlibEngine(vectors: Embeddings): Promise<Engine> {
  const library = await loadHnswlib();
  const index = new library.HierarchicalNSW('ip', vectors.width, '');
  index.initIndex(vectors.count, LINKS, EXPANSION_ADD, 1);
  for (let i = 0; i < vectors.count; i++) index.addPoint(row(vectors, i), i, false);
  index.setEfSearch(EXPANSION_SEARCH);
  // Vector, 2·M links of the lowest level with their count, label: what hnswlib allocates per element.
  const bytes = vectors.count * (4 * vectors.width + 4 * (2 * LINKS + 1) + 8);
  return {
    name: 'hnswlib-wasm, f32',
    n: vectors.count,
    bytesDisk: bytes,
    bytesFetched: bytes,
    bytesResident: () => bytes,
    search: (queries, k) =>
      Array.from(
        { length: queries.count },
        (_, q) => index.searchKnn(row(queries, q), k, undefined).neighbors,
      ),
  };
}

/** voy over f32: a k-d tree. */
export async function voyEngine(vectors: Embeddings): Promise<Engine> {
  const { instance } = await WebAssembly.instantiateStreaming(fetch(voyUrl), {
    './voy_search_bg.js': voyBindings as unknown as WebAssembly.ModuleImports,
  });
  voyBindings.__wbg_set_wasm(instance.exports);
  const index = new voyBindings.Voy({
    embeddings: Array.from({ length: vectors.count }, (_, i) => ({
      id: String(i),
      title: '',
      url: '',
      embeddings: Array.from(row(vectors, i)),
    })),
  });
  const bytes = index.serialize().length;
  return {
    name: 'voy-search, f32',
    n: vectors.count,
    bytesDisk: bytes,
    bytesFetched: bytes,
    bytesResident: () => (instance.exports.memory as WebAssembly.Memory).buffer.byteLength,
    search: (queries, k) =>
      Array.from({ length: queries.count }, (_, q) =>
        index.search(row(queries, q), k).neighbors.map(({ id }) => Number(id)),
      ),
  };
}
