import { stack } from '../../../core';
import type { SearchResult } from '../../protocol';
import type { CaptionFilter } from '../cache/allowed-captions';
import type { CaptionSource } from '../search/caption-source';
import { type Caption, captionsAt } from './captions-at';

/** A caption of a ranking: its row, and what it is ranked by. */
export interface RankedRow {
  readonly row: number;
  readonly score: number;
}

/** A caption that a ranking led to. */
export interface RankedCaption extends Caption {
  readonly score: number;
}

/**
 * The first k captions of each ranking that the filter lets through.
 * @param rank gives the first `wanted` rows of each ranking, or all where there are fewer
 */
export async function rankedCaptions(
  source: CaptionSource,
  rank: (wanted: number) => Promise<RankedRow[][]> | RankedRow[][],
  k: number,
  filter?: CaptionFilter,
): Promise<RankedCaption[][]> {
  const captions = new Map<number, Caption>();
  for (let wanted = k; ; wanted *= 4) {
    const rankings = await rank(wanted);
    const allowed = filter?.allowed ?? null;
    const possible = rankings.map((its) => its.filter(({ row }) => allowed === null || allowed.has(row)));
    const unread = new Set(possible.flat().map(({ row }) => row));
    for (const row of captions.keys()) unread.delete(row);
    for (const [row, caption] of await captionsAt(source, unread)) captions.set(row, caption);
    const found = possible.map((ranking) =>
      ranking
        .flatMap(({ row, score }) => {
          const caption = captions.get(row);
          return caption === undefined || filter?.accepts(caption.text) === false
            ? []
            : [{ ...caption, score }];
        })
        .slice(0, k),
    );
    const enough = found.every((its, q) => its.length === k || rankings[q]!.length < wanted);
    if (enough || filter === undefined) return found;
  }
}

/** Captions each once, with their vectors, as a search's result has them. */
export function vectorsOf(captions: readonly Caption[], width: number): SearchResult['vectors'] {
  const unique = [...new Map(captions.map((caption) => [caption.id, caption])).values()];
  return {
    ids: Int32Array.from(unique, ({ id }) => id),
    embeddings: stack(
      unique.map(({ vector }) => vector),
      width,
    ),
  };
}
