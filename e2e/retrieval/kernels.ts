import { row } from '../../core';
import { quantise } from '../../index-shards/format';
import type { Block, Build, Scan } from '../../workers/retrieval/kernels';
import { startKernels } from '../../workers/retrieval/kernels';
import {
  openResidualLists,
  PER_LIST,
  residualLists,
  WIDTH,
} from '../../workers/retrieval/testing/residual-lists';

/** The build that started, and each query's cosine with each caption as its kernels give it, `[q · n]`. */
export interface Cosines {
  readonly build: Build;
  readonly i8: number[];
  readonly residual: number[];
}

/**
 * Scans the same captions in i8 and in residual codes, list by list.
 * @param load URL of a build
 */
export async function cosines(preferred: Build, urls: Readonly<Record<Build, string>>): Promise<Cosines> {
  const load = async (build: Build) => (await fetch(urls[build])).arrayBuffer();
  const kernels = await startKernels(WIDTH, load, preferred);
  const lists = residualLists();
  const { decoded, queries } = lists;
  const { search, block } = openResidualLists(kernels, lists);
  const ids = Uint32Array.from({ length: decoded.count }, (_, i) => i);
  const i8 = kernels.addVectors(quantise(decoded, 0.5), ids, 0);
  const each = (block: Block, start: (query: Float32Array) => Scan) =>
    Array.from({ length: queries.count }, (_, q) => {
      const scan = start(row(queries, q));
      for (let i = 0; i < ids.length; i += PER_LIST) scan.compare(block, i, i + PER_LIST);
      const { rows, similarities } = scan.finish();
      const inOrder: number[] = [];
      rows.forEach((at, i) => {
        inOrder[at - block.firstRow] = similarities[i]!;
      });
      return inOrder;
    }).flat();
  return {
    build: kernels.build,
    i8: each(i8, (query) => kernels.scan(query, ids.length)),
    residual: each(block, (query) => search.scan(query, ids.length)),
  };
}
