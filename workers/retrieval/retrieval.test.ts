import { describe, expect, test, vi } from 'vitest';
import { exactTopK, row, stack, unwrap } from '../../core';
import { LIMITS } from '../../index-shards/format';
import { startHost } from '../net/testing/host';
import { answers } from '../net/testing/misbehaviour';
import type { DownloadProgress } from '../protocol';
import { makeIndex } from './testing/index-fixture';
import { FIXTURE, newTab, setUpBench, WHOLE } from './testing/tab';

const bench = setUpBench();

describe('download and search', () => {
  test('open shows the manifest with nothing present; download brings everything, with progress', async () => {
    const worker = newTab();
    const before = unwrap(await worker.open(bench.manifestUrl));
    expect(before).toMatchObject({ manifest: bench.fixture.manifest, captionsPresent: 0, bytesPresent: 0 });
    const progress: DownloadProgress[] = [];
    const after = unwrap(await worker.download((event) => progress.push(event)));
    expect(after).toMatchObject({ ...WHOLE, bytesPresent: after.bytesTotal });
    expect(progress.at(-1)).toMatchObject({ bytesLoaded: after.bytesTotal, bytesTotal: after.bytesTotal });
    const seen = progress.map((event) => event.info.captionsPresent);
    expect(new Set(seen).size).toBeGreaterThanOrEqual(FIXTURE.shards);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('search finds what exact f32 search finds, with texts, similarities and vectors that fit', async () => {
    const worker = await bench.downloaded();
    const queries = stack([3, 77, 200].map((id) => row(bench.fixture.embeddings, id)));
    const result = unwrap(await worker.search(queries, 5));
    expect(result).toMatchObject({ captionsSearched: 240, captionsTotal: 240 });
    result.hits.forEach((hits, q) => {
      const truth = exactTopK(bench.fixture.embeddings, row(queries, q), 5);
      expect(hits[0]!.id).toBe(truth[0]!.index);
      hits.forEach((hit) => {
        expect(hit.text).toBe(bench.fixture.texts[hit.id]);
        const vector = row(result.vectors.embeddings, Array.from(result.vectors.ids).indexOf(hit.id));
        expect(exactTopK(stack([vector]), row(queries, q), 1)[0]!.similarity).toBeCloseTo(hit.similarity, 5);
      });
    });
    expect(new Set(result.vectors.ids).size).toBe(result.vectors.ids.length);
    expect(result.vectors.embeddings.count).toBe(result.vectors.ids.length);
  });

  // Fault: claims too much × captions
  test('captions of a hundred kilobytes each are cut, and counted', async () => {
    const hostile = await makeIndex({ ...FIXTURE, padding: 100_000 });
    bench.host.serve(hostile.files);
    const worker = await bench.downloaded();
    const { hits, present } = unwrap(await worker.search(bench.oneQuery(), 100));
    expect(present.captionsCut).toBe(240);
    for (const { id, text } of hits[0]!) {
      expect(text.length).toBeLessThanOrEqual(LIMITS.captionBytes + 1);
      expect(hostile.texts[id]!.startsWith(text.slice(0, -1))).toBe(true);
    }
  });

  test('more captions asked for than there are: all come, each once', async () => {
    const worker = await bench.downloaded();
    const { hits } = unwrap(await worker.search(bench.oneQuery(), 1000));
    expect(new Set(hits[0]!.map((hit) => hit.id)).size).toBe(240);
  });

  test('what is not there yet is left out, and the result says so', async () => {
    const missing = bench.fixture.manifest.shards[0]!;
    bench.host.misbehave(missing.name, answers.status(404), 9);
    const worker = await bench.opened();
    await worker.download(() => {});
    const result = unwrap(await worker.search(bench.oneQuery(), 10));
    expect(result).toMatchObject({ captionsSearched: 200, captionsTotal: 240 });
    expect(result.hits[0]!.every((hit) => hit.id >= missing.captions)).toBe(true);
  });

  test('in a large index a search looks at as much as the recall asked for needs, and says how much', async () => {
    const large = await makeIndex({ captions: 51_000, width: 24, lists: 1020, shards: 6, seed: 2 });
    const host = await startHost(large.files);
    try {
      const worker = newTab();
      await worker.aimAt(0.5);
      unwrap(await worker.open(`${host.url}manifest.json`));
      unwrap(await worker.download(() => {}));
      const query = stack([row(large.embeddings, 7)]);
      const little = unwrap(await worker.search(query, 10));
      await worker.aimAt(0.99);
      const much = unwrap(await worker.search(query, 10));
      expect(little.captionsSearched).toBe(51_000);
      expect(little.expectedRecall[0]).toBeGreaterThanOrEqual(0.5);
      expect(much.expectedRecall[0]).toBeGreaterThanOrEqual(0.99);
      expect(little.captionsCompared[0]).toBeLessThan(much.captionsCompared[0]!);
      expect(much.captionsCompared[0]).toBeLessThanOrEqual(51_000);
    } finally {
      await host.close();
    }
  }, 30_000);

  test('before anything is open, and with queries of another model, errors say what to do', async () => {
    const closed = newTab();
    expect(await closed.search(bench.oneQuery(), 5)).toMatchObject({ error: { code: 'index-not-found' } });
    expect(await closed.download(() => {})).toMatchObject({ error: { code: 'index-not-found' } });
    const worker = await bench.downloaded();
    expect(await worker.search(stack([new Float32Array(8).fill(0.3)]), 5)).toMatchObject({
      error: { code: 'index-model-mismatch' },
    });
    expect(await worker.search(bench.oneQuery(), 0)).toMatchObject({ error: { code: 'input-invalid' } });
    expect(await worker.search(stack([new Float32Array(24).fill(NaN)]), 3)).toMatchObject({
      error: { code: 'input-invalid' },
    });
  });

  test('two downloads at once fetch every file once', async () => {
    const worker = await bench.opened();
    const both = await Promise.all([worker.download(() => {}), worker.download(() => {})]);
    for (const result of both) expect(unwrap(result)).toMatchObject(WHOLE);
    expect(bench.host.requests.filter(({ name }) => name.endsWith('.bin'))).toHaveLength(FIXTURE.shards + 1);
  });
});

test('of two opens the newest wins, however late the other is answered', async () => {
  const second = await startHost((await makeIndex({ ...FIXTURE, title: 'Second', seed: 2 })).files);
  let release = () => {};
  bench.host.misbehave('manifest.json', (_response, _bytes, next) => {
    release = next;
  });
  const worker = newTab();
  const late = worker.open(bench.manifestUrl);
  await vi.waitFor(() => expect(bench.host.requests).toHaveLength(1), 20_000);
  unwrap(await worker.open(`${second.url}manifest.json`));
  release();
  await late;
  expect(unwrap(await worker.download(() => {})).manifest.title).toBe('Second');
  await second.close();
});
