import { expect, test } from 'vitest';
import { recall, row, stack } from '../../../core';
import { DEFAULT_SEARCH_PARAMETERS } from '../../../workers/retrieval/cache/search-parameters';
import { kernelsInNode } from '../../../workers/retrieval/kernels/node';
import { SearchableIndex } from '../../../workers/retrieval/search/searchable-index';
import { makeIndex } from '../../../workers/retrieval/testing/index-fixture';
import { leastMargin } from './margin';

const width = 24;

test('the least margin that finds what is asked for is found, and the index states it', async () => {
  const { manifest, files, embeddings } = await makeIndex({
    captions: 1200,
    width,
    lists: 60,
    shards: 6,
    seed: 1,
  });
  const queries = (from: number) =>
    stack(Array.from({ length: 30 }, (_, i) => row(embeddings, from + 40 * i)));
  const opened = async (margin?: number) => {
    const stated = margin === undefined ? manifest : { ...manifest, routing: { caution: margin } };
    const index = new SearchableIndex(stated, await kernelsInNode(width), {
      ...DEFAULT_SEARCH_PARAMETERS,
      exactUpTo: 0,
    });
    for (const entry of index.missing()) index.add(entry, files.get(entry.name)!);
    return index;
  };
  const index = await opened();
  const { parameters } = index;
  const margin = await leastMargin(index, [queries(0), queries(7)]);
  expect(margin).toBeGreaterThan(1);
  expect(margin).toBeLessThan(3);
  expect(index.parameters).toBe(parameters);

  const all = new SearchableIndex(manifest, await kernelsInNode(width));
  for (const entry of all.missing()) all.add(entry, files.get(entry.name)!);
  const found = await (await opened(margin)).search(queries(0), 10);
  const truth = await all.search(queries(0), 10);
  const part = found.hits.map((its, q) =>
    recall(
      its.map(({ id }) => id),
      truth.hits[q]!.map(({ id }) => id),
    ),
  );
  expect(part.reduce((sum, x) => sum + x, 0) / part.length).toBeGreaterThanOrEqual(0.95);
  const careless = await (await opened(1)).search(queries(0), 10);
  const sum = (values: readonly number[]) => values.reduce((all, x) => all + x, 0);
  expect(sum(careless.captionsCompared)).toBeLessThan(sum(found.captionsCompared));
});
