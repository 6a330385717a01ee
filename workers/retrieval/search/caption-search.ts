import { type Embeddings, row, stack } from '../../../core';
import type { Hit, SearchResult } from '../../protocol';
import type { CaptionFilter } from '../cache/allowed-captions';
import { Pins, type ResidentCaption } from '../cache/pins';
import type { Residency } from '../cache/residency';
import type { StoredFiles } from '../cache/stored-files';
import type { Found, Kernels, Scan } from '../kernels';
import { CoarseSearch } from './coarse-search';
import { compareEveryList, compareNearestLists, type Query } from './compare-lists';
import { rankLists } from './list-ranking';
import { captionsPossible, planSearch, type RoutedLists, routedLists, type SearchPlan } from './search-plan';

/**
 * Searches for the k captions nearest to each query. One at a time in an index.
 * @param queries `[n, d]`, normalised
 * @param files how what left memory is read again; null where nothing did
 * @throws FernglassError as `planSearch`; `index-not-found` when the index is cleared meanwhile.
 */
export async function searchCaptions(
  index: Residency,
  queries: Embeddings,
  k: number,
  filter: CaptionFilter | undefined,
  files: StoredFiles | null,
): Promise<SearchResult> {
  const plan = planSearch(index, queries, k, filter);
  const pins = new Pins(index, files);
  try {
    for (let wanted = plan.k; ; wanted *= 4) {
      const result = await runPlan(plan, wanted, index, pins, index.kernels);
      // Words to leave out may leave fewer than k: then more are looked for.
      const enough = filter === undefined || result.hits.every((hits) => hits.length === plan.k);
      if (enough || wanted >= result.captionsSearched) return result;
    }
  } finally {
    pins.release();
  }
}

/**
 * Route, pin, first pass, refine, rank.
 * @param wanted captions that are looked for, of which the filter leaves some
 */
async function runPlan(
  plan: SearchPlan,
  wanted: number,
  index: Residency,
  pins: Pins,
  kernels: Kernels,
): Promise<SearchResult> {
  const allowed = plan.filter?.allowed ?? null;
  const queries: Query[] = [];
  try {
    const routed = routedLists(index, plan);
    const scanner = index.router?.residual ?? kernels;
    for (let q = 0; q < plan.queries.count; q++) {
      const vector = row(plan.queries, q);
      const coarse = routed && route(vector, routed, plan.margin);
      queries.push({ scan: scanner.scan(vector, wanted), coarse, compared: 0, expectedRecall: 1 });
    }
    if (routed === null) await compareEveryList(queries, index, pins, allowed);
    else await compareNearestLists(queries, wanted, plan.enough, index, pins, allowed);
    await refine(queries, pins);
    const found = queries.map(({ scan }) => scan.finish());
    await pins.loadTexts(found.map(({ rows }) => rows));
    return rank(plan, queries, found, index, pins);
  } finally {
    for (const { scan } of queries) scan.free();
  }
}

function route(vector: Float32Array, { router, sizes, lists }: RoutedLists, margin: number): CoarseSearch {
  return new CoarseSearch(rankLists(router, vector, lists), sizes, margin);
}

/** Compares the captions that the first pass lets through by all their codes, read where they are not in memory. */
async function refine(queries: readonly Query[], pins: Pins): Promise<void> {
  const gone = new Set<number>();
  for (;;) {
    const away = new Set(queries.flatMap(({ scan }) => supply(scan, pins, gone)));
    if (away.size === 0) return;
    await pins.loadCodes([...away]);
    for (const list of away) if (!pins.hasCodes(list)) gone.add(list);
  }
}

/** Compares what waits and is in memory; gives the lists of the rest. */
function supply(scan: Scan, pins: Pins, gone: ReadonlySet<number>): number[] {
  for (;;) {
    const rows: number[] = [];
    const codes: Uint8Array[] = [];
    const away: number[] = [];
    for (const at of scan.waiting()) {
      const list = pins.listOf(at);
      if (list === null || gone.has(list)) continue;
      const its = pins.codes(at, list);
      if (its === null) away.push(list);
      else {
        rows.push(at);
        codes.push(its);
      }
    }
    if (rows.length === 0) return away;
    scan.supply(rows, codes);
  }
}

/** Reads the texts of the best, passes over those that the filter refuses, and says what was searched. */
function rank(
  { filter, k }: SearchPlan,
  queries: readonly Query[],
  found: readonly Found[],
  index: Residency,
  pins: Pins,
): SearchResult {
  const seen = new Map<number, ResidentCaption>();
  const hits = found.map(({ rows, similarities }) => {
    const its: Hit[] = [];
    for (let i = 0; i < rows.length && its.length < k; i++) {
      const at = rows[i]!;
      const caption = seen.get(at) ?? pins.caption(at);
      if (caption === null || filter?.accepts(caption.text) === false) continue;
      seen.set(at, caption);
      its.push({ id: caption.id, text: caption.text, similarity: similarities[i]! });
    }
    return its;
  });
  const unique = [...seen.values()];
  return {
    hits,
    vectors: { ids: Int32Array.from(unique, ({ id }) => id), embeddings: vectorsOf(unique, index) },
    captionsSearched: captionsPossible(index, filter),
    captionsTotal: index.manifest.captions,
    captionsCompared: queries.map(({ compared }) => compared),
    expectedRecall: queries.map(({ expectedRecall }, q) => expectedRecall * found[q]!.recall),
  };
}

function vectorsOf(captions: readonly ResidentCaption[], { manifest, router }: Residency): Embeddings {
  const residual = router?.residual ?? null;
  if (residual !== null) return residual.vectors(captions);
  return stack(
    captions.map(({ block, i }) => block.vector(i)),
    manifest.model.width,
  );
}
