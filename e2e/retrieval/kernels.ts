import { quantise } from '../../index-shards/format';
import { row } from '../../src/core';
import { openResidualLists, residualLists, WIDTH } from '../../workers/retrieval/testing/residual-lists';
import { startUsearch } from '../../workers/retrieval/usearch/start';
import type { Block, Build, Scan } from '../../workers/retrieval/usearch/usearch';

/** The build that started, and each query's cosine with each caption as its kernels give it, `[q · n]`. */
export interface Cosines {
  readonly build: Build;
  readonly i8: number[];
  readonly residual: number[];
}

/**
 * Scans the same captions in i8 and in residual codes, one caption at a time.
 * @param load URL of a build
 */
export async function cosines(preferred: Build, urls: Readonly<Record<Build, string>>): Promise<Cosines> {
  const load = async (build: Build) => (await fetch(urls[build])).arrayBuffer();
  const usearch = await startUsearch(WIDTH, load, preferred);
  const lists = residualLists();
  const { decoded, queries } = lists;
  const { search, block } = openResidualLists(usearch, lists);
  const ids = Uint32Array.from({ length: decoded.count }, (_, i) => i);
  const i8 = usearch.addVectors(quantise(decoded, 0.5), ids, 0);
  const each = (block: Block, start: (query: Float32Array) => Scan) =>
    Array.from({ length: queries.count }, (_, q) => {
      const scan = start(row(queries, q));
      const sums = Array.from(ids, (i) => scan.compare(block, i, i + 1).sum);
      scan.free();
      return sums;
    }).flat();
  return {
    build: usearch.build,
    i8: each(i8, (query) => usearch.scan(query, 10)),
    residual: each(block, (query) => search.scan(query, 10)),
  };
}
