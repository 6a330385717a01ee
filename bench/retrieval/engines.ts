import { type Embeddings, recall, row, stack } from '../../core';

/** One line of the retrieval table. */
export interface RetrievalRow {
  readonly engine: string;
  readonly where: 'node' | 'chromium';
  /** Captions and width of an embedding. */
  readonly n: number;
  readonly d: number;
  readonly queries: string;
  readonly bytesDisk: number;
  readonly bytesResident: number;
  readonly bytesFetched: number;
  /** Milliseconds a query. */
  readonly msP50: number;
  readonly msP95: number;
  /** recall@10 against exact f32 search. */
  readonly recall: number;
}

/** Something that finds captions; ids are row numbers of the synthetic world. */
export interface Engine {
  readonly name: string;
  /** Captions it holds: peers that need minutes to build hold fewer. */
  readonly n: number;
  readonly bytesDisk: number;
  readonly bytesFetched: number;
  bytesResident(): number;
  /** Ids of the k best for each query. */
  search(queries: Embeddings, k: number): number[][] | Promise<number[][]>;
  /** Queries searched together; 1 where absent. */
  readonly batch?: number;
  /** Queries of each kind that it is measured with; all where absent. */
  readonly most?: number;
}

/** Queries of one kind, and the exact answers for each size of engine. */
export interface QueryTask {
  readonly name: string;
  readonly queries: Embeddings;
  readonly truth: ReadonlyMap<number, readonly (readonly number[])[]>;
}

export const K = 10;

/** Measures engines query by query in turn, so that a drift of the machine meets all alike. */
export async function measureEngines(
  engines: readonly Engine[],
  tasks: readonly QueryTask[],
  where: RetrievalRow['where'],
): Promise<RetrievalRow[]> {
  const rows: RetrievalRow[] = [];
  for (const { name, queries, truth } of tasks) {
    const times = engines.map((): number[] => []);
    const found = engines.map((): number[][] => []);
    // The first query of each engine warms it up.
    for (const engine of engines) await engine.search(stack([row(queries, 0)]), K);
    const step = Math.max(...engines.map(({ batch = 1 }) => batch));
    for (let start = 0; start < queries.count; start += step)
      for (const [e, engine] of engines.entries()) {
        const { batch = 1, most = Infinity } = engine;
        const end = Math.min(start + step, queries.count, most);
        for (let q = start; q < end; q += batch) {
          const part = stack(
            Array.from({ length: Math.min(batch, end - q) }, (_, i) => row(queries, q + i)),
            queries.width,
          );
          const began = performance.now();
          const ids = await engine.search(part, K);
          times[e]!.push((performance.now() - began) / part.count);
          found[e]!.push(...ids);
        }
      }
    engines.forEach((engine, e) => {
      const sorted = times[e]!.toSorted((a, b) => a - b);
      const quantile = (part: number) => sorted[Math.floor(part * (sorted.length - 1))]!;
      const exact = truth.get(engine.n)!;
      rows.push({
        engine: engine.name,
        where,
        n: engine.n,
        d: queries.width,
        queries: name,
        bytesDisk: engine.bytesDisk,
        bytesResident: engine.bytesResident(),
        bytesFetched: engine.bytesFetched,
        msP50: quantile(0.5),
        msP95: quantile(0.95),
        recall: found[e]!.reduce((sum, ids, q) => sum + recall(ids, exact[q]!), 0) / found[e]!.length,
      });
    });
  }
  return rows;
}
