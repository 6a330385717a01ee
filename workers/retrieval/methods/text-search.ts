import { type Embeddings, FernglassError, type FoundBy, foundBy, fuseRankings, row } from '../../../core';
import type { FoundHit, Hit, SearchResult, TextQueries, TextSearchResult } from '../../protocol';
import type { CaptionFilter } from '../cache/allowed-captions';
import type { CaptionSource } from '../search/caption-source';
import type { IndexWords } from './index-words';
import { rankedCaptions, vectorsOf } from './ranked-captions';
import type { SpaceVectors } from './space-vectors';

/** Hits of each search that a fusion looks at, at least: below them a reciprocal rank decides nothing any more. */
const FUSED = 100;

type Found = Omit<TextSearchResult, 'opening' | 'present'>;

/** What a search for texts works on. */
export interface TextSources {
  readonly source: CaptionSource;
  readonly words: IndexWords;
  /** Vectors by the second text encoder; null where the index has none. */
  readonly second: SpaceVectors | null;
}

/**
 * The k captions that each query finds in its mode.
 * @throws FernglassError `input-invalid` where the mode needs embeddings that are not given or vectors that the index
 * lacks; as `SearchableIndex.search`.
 */
export async function searchTexts(
  sources: TextSources,
  queries: TextQueries,
  k: number,
  filter?: CaptionFilter,
): Promise<Found> {
  if (!Number.isInteger(k) || k < 1)
    throw new FernglassError('input-invalid', `k is ${k}; it must be a whole number above 0.`);
  switch (queries.mode) {
    case 'meaning':
    case 'second':
      return found(await byMeaning(sources, queries, k, filter), 'meaning');
    case 'name': {
      const result = await byName(sources, queries.names, k, filter);
      return found({ ...result, hits: result.hits.map(relativeToBest) }, 'name');
    }
    case 'hybrid': {
      const depth = Math.max(k, FUSED);
      const meaning = await byMeaning(sources, queries, depth, filter);
      const name = await byName(sources, queries.names, depth, filter);
      return fused(name, meaning, k);
    }
  }
}

function found(result: SearchResult, by: FoundBy): Found {
  return { ...result, hits: result.hits.map((hits) => hits.map((hit) => ({ ...hit, foundBy: [by] }))) };
}

async function byMeaning(
  { source, second }: TextSources,
  { mode, meaning, second: inSecond }: TextQueries,
  k: number,
  filter?: CaptionFilter,
): Promise<SearchResult> {
  if (inSecond !== null && mode !== 'meaning') {
    if (second === null)
      throw new FernglassError(
        'input-invalid',
        'This index has no vectors by a second text encoder. Search it by meaning or by name.',
      );
    return inSpace(source, second, inSecond, k, filter);
  }
  if (meaning === null || mode === 'second')
    throw new FernglassError('input-invalid', `To search by ${mode}, the queries' embeddings are needed.`);
  return source.index.search(meaning, k, { files: source, filter });
}

/** As `SearchableIndex.search`, by the captions' vectors in a vector space. */
async function inSpace(
  source: CaptionSource,
  space: SpaceVectors,
  queries: Embeddings,
  k: number,
  filter?: CaptionFilter,
): Promise<SearchResult> {
  let captionsSearched = 0;
  const captions = await rankedCaptions(
    source,
    async (wanted) => {
      const nearest = await space.nearest(queries, wanted);
      captionsSearched = nearest.captionsSearched;
      return nearest.rankings;
    },
    k,
    filter,
  );
  return exactly(source, captions, captionsSearched);
}

async function byName(
  { source, words }: TextSources,
  names: readonly string[],
  k: number,
  filter?: CaptionFilter,
): Promise<SearchResult> {
  const known = await words.current();
  const captions = await rankedCaptions(
    source,
    (wanted) => names.map((name) => known.search(name, wanted).map(({ id, score }) => ({ row: id, score }))),
    k,
    filter,
  );
  return exactly(source, captions, known.captions);
}

/** The result of a search that compared everything that it knows. */
function exactly(
  { index: { manifest } }: CaptionSource,
  captions: Awaited<ReturnType<typeof rankedCaptions>>,
  captionsSearched: number,
): SearchResult {
  return {
    hits: captions.map((its) => its.map(({ id, text, score }) => ({ id, text, similarity: score }))),
    vectors: vectorsOf(captions.flat(), manifest.model.width),
    captionsSearched,
    captionsTotal: manifest.captions,
    captionsCompared: captions.map(() => captionsSearched),
    expectedRecall: captions.map(() => 1),
  };
}

/** Scores as parts of the best one: BM25 and sums of reciprocal ranks have a scale of their own for each query. */
function relativeToBest<H extends Hit>(hits: readonly H[]): H[] {
  const best = hits[0]?.similarity ?? 1;
  return hits.map((hit) => ({ ...hit, similarity: hit.similarity / best }));
}

function fused(name: SearchResult, meaning: SearchResult, k: number): Found {
  const all = new Map([...name.hits.flat(), ...meaning.hits.flat()].map((hit) => [hit.id, hit]));
  const hits = name.hits.map((byName, q) => {
    const ranking = fuseRankings({ name: byName, meaning: meaning.hits[q]! }, k);
    return relativeToBest(
      ranking.map((hit): FoundHit => {
        const { id, text } = all.get(hit.id)!;
        return { id, text, similarity: hit.score, foundBy: foundBy(hit) };
      }),
    );
  });
  const kept = new Set(hits.flat().map(({ id }) => id));
  const captions = [name, meaning].flatMap(({ vectors: { ids, embeddings } }) =>
    Array.from(ids, (id, i) => ({ id, text: '', vector: row(embeddings, i) })).filter(({ id }) =>
      kept.has(id),
    ),
  );
  return {
    ...meaning,
    hits,
    vectors: vectorsOf(captions, meaning.vectors.embeddings.width),
    captionsSearched: Math.min(name.captionsSearched, meaning.captionsSearched),
  };
}
