import { expect, test } from 'vitest';
import { type Embeddings, exactTopK, recall, row, stack, unwrap } from '../../../core';
import type { FieldPlan } from '../../protocol';
import type { Retrieval } from '../retrieval';
import { type IndexFixture, makeIndex } from '../testing/index-fixture';
import { inResidualCodes } from '../testing/residual-fixture';
import { newTab, noNetwork, setUpBench } from '../testing/tab';

const bench = setUpBench();
const K = 10;
const SHAPE = { captions: 6000, width: 24, lists: 60, shards: 60, seed: 4 } as const;

/** The same files, of an index that states how near its lists' captions lie. */
function calm({ files, manifest }: IndexFixture): ReadonlyMap<string, Uint8Array> {
  const text = JSON.stringify({ ...manifest, routing: { caution: 1.2 } });
  return new Map([...files, ['manifest.json', new TextEncoder().encode(text)]]);
}

/** Captions of three lists stand for photos of a few things. */
const queriesOf = ({ embeddings }: IndexFixture): Embeddings =>
  stack([100, 104, 109, 1500, 1507, 3010].map((id) => row(embeddings, id)));

/** Fetches what is needed until no more turns out to be. */
async function prepared(tab: Retrieval, queries: Embeddings): Promise<readonly FieldPlan[]> {
  const plans = [unwrap(await tab.planField(queries, K))];
  while (plans.at(-1)!.missing.length > 0) {
    const { storageNotice } = unwrap(await tab.fetchFiles(plans.at(-1)!.missing, () => {}));
    expect(storageNotice).toBeNull();
    plans.push(unwrap(await tab.planField(queries, K)));
  }
  return plans;
}

async function recallOf(tab: Retrieval, { embeddings }: IndexFixture, queries: Embeddings): Promise<number> {
  const { hits } = unwrap(await tab.search(queries, K));
  const parts = hits.map((its, q) =>
    recall(
      its.map(({ id }) => id),
      exactTopK(embeddings, row(queries, q), K).map(({ index }) => index),
    ),
  );
  return parts.reduce((sum, part) => sum + part, 0) / parts.length;
}

test.each([
  ['8-bit', async (fixture: IndexFixture) => fixture],
  ['small', inResidualCodes],
])('of an index in %s codes a part is fetched, and finds what all of it would', async (_, inCodes) => {
  const fixture = await makeIndex(SHAPE);
  bench.host.serve(calm(await inCodes(fixture)));
  const queries = queriesOf(fixture);
  const tab = await bench.opened();
  const plans = await prepared(tab, queries);
  const last = plans.at(-1)!;
  expect(last).toMatchObject({ mayGrow: false, bytesMissing: 0, captionsTotal: 6000 });
  expect(last.bytesNeeded).toBeLessThan(0.5 * last.bytesTotal);
  expect(last.captions).toBeLessThan(0.5 * last.captionsTotal);
  expect(last.expectedRecall).toBeGreaterThanOrEqual(0.95);
  // Codes of a few bits miss some by themselves.
  expect(await recallOf(tab, fixture, queries)).toBeGreaterThanOrEqual(0.9);
  const [first] = plans;
  expect(first!.bytesNeeded - first!.bytesMissing).toBeLessThan(first!.bytesTotal / 10);
  expect(new Set(bench.filesAskedFor()).size).toBe(bench.filesAskedFor().length);
});

test('what was prepared is there in a tab without a network, and more of it needs one', async () => {
  const fixture = await makeIndex(SHAPE);
  bench.host.serve(fixture.files);
  const queries = queriesOf(fixture);
  const tab = await bench.opened();
  await prepared(tab, queries);
  const online = unwrap(await tab.search(queries, K));
  const afield = await bench.opened({ fetch: noNetwork });
  expect(unwrap(await afield.search(queries, K)).hits).toEqual(online.hits);
  expect(unwrap(await afield.planField(queries, K))).toMatchObject({ missing: [], mayGrow: false });
  const others = stack([700, 2200].map((id) => row(fixture.embeddings, id)));
  const plan = unwrap(await afield.planField(others, K));
  expect(plan.bytesMissing).toBeGreaterThan(0);
  const failed = await afield.fetchFiles(plan.missing, () => {});
  expect(failed).toMatchObject({ ok: false, error: { code: 'network-failed' } });
});

test('an index that is here whole needs nothing more', async () => {
  const tab = await bench.downloaded();
  const plan = unwrap(await tab.planField(bench.oneQuery(), K));
  expect(plan).toMatchObject({ missing: [], bytesMissing: 0, mayGrow: false });
});

test('without the file that leads to captions nothing can be planned', async () => {
  bench.host.misbehave(bench.fixture.manifest.router.name, (response) => response.writeHead(404).end(), 99);
  const tab = newTab();
  unwrap(await tab.open(bench.manifestUrl));
  expect(await tab.planField(bench.oneQuery(), K)).toMatchObject({
    ok: false,
    error: { code: 'shard-not-found' },
  });
});
