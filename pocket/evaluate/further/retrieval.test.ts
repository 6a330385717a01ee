import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { dot, type Embeddings, row, stack } from '../../../core';
import { openLocalIndex } from '../../../workers/retrieval/search/local.ts';
import type { SearchableIndex } from '../../../workers/retrieval/search/searchable-index.ts';
import { MethodRetrieval } from './retrieval.ts';

const folder = fileURLToPath(new URL('../../../index-shards/pocket', import.meta.url));
let index: SearchableIndex;
let retrieval: MethodRetrieval;
/** Embeddings of captions on two things. */
let query: Embeddings;

beforeAll(async () => {
  index = await openLocalIndex(folder);
  retrieval = await MethodRetrieval.open(index, folder);
  const [first] = await retrieval.byName(['walking fern'], 1);
  query = stack([first!.captions[0]!]);
}, 60_000);

it('finds captions by name, and by name and meaning', async () => {
  const [byName] = await retrieval.byName(['walking fern'], 10);
  const [hybrid] = await retrieval.hybrid(['walking fern'], query, 10);
  for (const { captions, similarities } of [byName!, hybrid!]) {
    expect(captions.length).toBe(10);
    expect(similarities[0]).toBe(1);
    for (let i = 1; i < 10; i++) expect(similarities[i]).toBeLessThanOrEqual(similarities[i - 1]!);
  }
  expect(hybrid!.captions).not.toEqual(byName!.captions);
});

it('reads pairs whose captions are near a photo, and counts names', async () => {
  expect(retrieval.hasPairs).toBe(true);
  const [paired] = (await retrieval.pairs(query, 128, 16))!;
  expect(paired!.captions.length).toBe(16);
  paired!.captions.forEach((caption, i) => {
    expect(dot(caption, row(query, 0))).toBeCloseTo(paired!.similarities[i]!, 5);
  });
  const [ferns, nothing] = await retrieval.counts(['walking fern', 'steam-powered fern']);
  expect(ferns).toBeGreaterThan(20);
  expect(nothing).toBe(0);
});

it('has no pairs where the index has none', async () => {
  const { spaces: _, ...manifest } = index.manifest;
  const without = await MethodRetrieval.open({ manifest } as SearchableIndex, folder);
  expect(without.hasPairs).toBe(false);
  expect(await without.pairs(query, 128, 16)).toBeNull();
});
