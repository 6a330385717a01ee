import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { row, stack } from '../../core';
import { openLocalIndex } from '../../workers/retrieval/search/local';
import { type Manifest, parseManifest } from '../format';
import { buildIndex, mergeIndex } from './build';
import { openChunks } from './embed/chunks';
import { readNpy } from './embed/npy';
import { meanRecall } from './pack/clip';
import { joinQueries, readQueries, splitQueries } from './queries/queries';
import { readReport } from './report/report';
import { summary } from './report/summary';
import type { IndexSettings } from './settings';
import { SILENT } from './stages/progress';
import { someCaptions } from './testing/captions';
import { contents } from './testing/cli';
import { indexSettings, inputOf } from './testing/settings';
import { exactIds } from './verify/exact';

const newFolder = () => mkdtemp(join(tmpdir(), 'fernglass-build-'));
const captions = someCaptions(1500);

describe.each(['i8', 'residual'] as const)('an index in %s codes', (codec) => {
  const settingsIn = (at: string, more: Partial<IndexSettings> = {}) => indexSettings(at, { codec, ...more });
  let folder: string;
  let out: string;
  let manifest: Manifest;

  beforeAll(async () => {
    folder = await newFolder();
    const settings = settingsIn(folder);
    out = settings.out;
    manifest = (await buildIndex(settings, await inputOf(folder, captions), SILENT))!;
  });

  test('is valid, and its shards keep to the size asked for', async () => {
    const written = parseManifest(JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')));
    expect(written).toEqual(manifest);
    expect(written).toMatchObject({ captions: 1500, id: 'things', model: { id: 'tiny-siglip', width: 64 } });
    expect(written.codec).toMatchObject(codec === 'i8' ? { kind: codec } : { kind: codec, bytes: 32 });
    expect(written.shards.length).toBeGreaterThan(3);
    for (const shard of written.shards) expect(shard.bytes).toBeLessThanOrEqual(32 * 1024);
  });

  test('holds every caption once', async () => {
    const index = await openLocalIndex(out);
    const any = stack([Float32Array.from({ length: 64 }, (_, i) => (i === 0 ? 1 : 0))]);
    const { hits } = await index.search(any, captions.length);
    expect(hits[0]!.map(({ text }) => text).toSorted()).toEqual(captions.toSorted());
  });

  test('finds on held-out queries what exact f32 search finds, and says how well', async () => {
    const embeddings = openChunks(join(folder, 'work', 'embed'), 1500, 64);
    const { heldOut } = splitQueries('', readNpy(join(folder, 'work', 'queries', 'queries.npy')));
    const truth = await exactIds(embeddings, heldOut, 10);
    const index = await openLocalIndex(out);
    const found = (await index.search(heldOut, 10)).hits.map((list) => list.map(({ id }) => id));
    const recall = meanRecall(found, truth);
    expect(recall).toBeGreaterThan(0.9);
    expect(manifest.recall!.value).toBeCloseTo(recall, 3);
    expect(manifest.recall!.sets).toEqual([
      {
        name: 'sentences made from captions',
        queries: heldOut.count,
        // What a caption is compared by first may hide a few from the app's search.
        exhaustive: expect.closeTo(manifest.recall!.value, 2),
        routed: manifest.recall!.value,
      },
    ]);
  });

  test('routed through its lists it finds nearly what exact search finds', async () => {
    const { heldOut } = splitQueries('', readNpy(join(folder, 'work', 'queries', 'queries.npy')));
    const exact = await openLocalIndex(out);
    const routed = await openLocalIndex(out, { exactUpTo: 0 });
    const ids = async (index: typeof exact) =>
      (await index.search(heldOut, 10)).hits.map((list) => list.map(({ id }) => id));
    expect(meanRecall(await ids(routed), await ids(exact))).toBeGreaterThan(0.9);
  });

  test('replaces an earlier one in its folder, and touches nothing else', async () => {
    await writeFile(join(out, `${'0'.repeat(64)}.bin`), 'of an earlier build');
    await writeFile(join(out, 'notes.txt'), 'not ours');
    await buildIndex(settingsIn(folder), await inputOf(folder, captions), SILENT);
    const named = [manifest.router, ...manifest.shards].map(({ name }) => name);
    expect((await readdir(out)).sort()).toEqual(
      [...named, 'build-report.json', 'manifest.json', 'notes.txt'].sort(),
    );
  });

  test('is whole again after a file of it went missing', async () => {
    const shard = join(out, manifest.shards[1]!.name);
    const bytes = await readFile(shard);
    await rm(shard);
    await buildIndex(settingsIn(folder), await inputOf(folder, captions), SILENT);
    expect((await readFile(shard)).equals(bytes)).toBe(true);
  });

  test('is the same for the same input and seed, and another for another seed', async () => {
    const again = await newFolder();
    await buildIndex(settingsIn(again), await inputOf(again, captions), SILENT);
    const { 'notes.txt': _, ...first } = contents(out);
    expect(contents(join(again, 'index'))).toEqual(first);
    const other = await newFolder();
    const different = await buildIndex(
      settingsIn(other, { seed: 2 }),
      await inputOf(other, captions),
      SILENT,
    );
    expect(different!.router.sha256).not.toBe(manifest.router.sha256);
  });

  test('has a report and a summary that name its counts and recall', () => {
    expect(readReport(out)).toMatchObject({
      cleaning: { rows: 1500, captions: 1500 },
      settings: { seed: 1, listSize: 100 },
      recall: manifest.recall,
    });
    const text = summary({ ...manifest, recall: { at: 10, queries: 500, value: 0.9912 } });
    expect(text).toMatch(/1,500 in \d+ lists/);
    expect(text).toMatch(/recall@10 0\.9912 over 500/);
  });
});

test('lists that are assigned across cells are the same merged from partitions, of the usual size if none is asked for', async () => {
  const folder = await newFolder();
  const { listSize: _, ...settings } = indexSettings(folder, { codec: 'residual', inMemory: 400 });
  const input = await inputOf(folder, captions);
  await buildIndex(settings, input, SILENT);
  expect(existsSync(join(settings.work, 'lists', 'leaves', '0003', 'lists.u32'))).toBe(true);
  expect(readReport(settings.out)).toMatchObject({ settings: { listSize: 256 } });

  const parts = [0, 1].map((index) => ({ index, of: 2 }));
  const works = parts.map(({ index }) => join(folder, `part-${index}`));
  for (const partition of parts)
    await buildIndex({ ...settings, work: works[partition.index]! }, { ...input, partition }, SILENT);
  const merged = { ...settings, out: join(folder, 'merged'), work: join(folder, 'merged.work') };
  await mergeIndex(merged, works, SILENT);
  expect(contents(merged.out)).toEqual(contents(settings.out));
});

test.each(['i8', 'residual'] as const)('one caption makes an index, in %s codes', async (codec) => {
  const folder = await newFolder();
  const manifest = await buildIndex(
    indexSettings(folder, { codec }),
    await inputOf(folder, ['a fern']),
    SILENT,
  );
  expect(manifest).toMatchObject({ captions: 1, lists: 1, recall: null });
});

test('what was fitted on labelled photos stays when an index is built anew, and goes with its model', async () => {
  const folder = await newFolder();
  const settings = indexSettings(folder);
  const file = join(settings.out, 'manifest.json');
  const build = async (caption: string) => buildIndex(settings, await inputOf(folder, [caption]), SILENT);
  const scales = {
    version: 1,
    fittedOn: '30 photos of ferns',
    methods: { 'zero-shot': { axes: [], scales: [37] } },
  };
  const first = await build('a fern');
  expect(first).not.toHaveProperty('scales');
  await writeFile(file, JSON.stringify({ ...first, scales }));
  expect(await build('a royal fern')).toMatchObject({ captions: 1, scales });
  const written = parseManifest(JSON.parse(await readFile(file, 'utf8')));
  expect(written.scales).toEqual(scales);

  const { fingerprint } = written.model;
  const other = { ...fingerprint, embedding: fingerprint.embedding.map((x) => -x) };
  await writeFile(file, JSON.stringify({ ...written, model: { ...written.model, fingerprint: other } }));
  expect(await build('a fern')).not.toHaveProperty('scales');
  await writeFile(file, 'no manifest');
  expect(await build('a royal fern')).toMatchObject({ captions: 1 });
});

test.each(['i8', 'residual'] as const)(
  'captions that the model cannot tell apart make an index, in %s codes',
  async (codec) => {
    const folder = await newFolder();
    // Beyond the context length nothing is read.
    const same = Array.from({ length: 300 }, (_, i) => `${'fern '.repeat(60)}${i}`);
    const manifest = await buildIndex(indexSettings(folder, { codec }), await inputOf(folder, same), SILENT);
    expect(manifest).toMatchObject({ captions: 300, lists: 3 });
  },
);

test('more bytes a caption find more, fewer than a run takes are refused', async () => {
  const recalls: number[] = [];
  for (const captionBytes of [16, 32, 48]) {
    const folder = await newFolder();
    const settings = indexSettings(folder, { codec: 'residual', captionBytes });
    const manifest = await buildIndex(settings, await inputOf(folder, captions), SILENT);
    expect(manifest!.codec).toEqual({ kind: 'residual', bytes: captionBytes });
    recalls.push(manifest!.recall!.value);
  }
  expect(recalls).toEqual(recalls.toSorted((a, b) => a - b));
  expect(recalls[2]).toBeGreaterThan(recalls[0]! + 0.05);
  const folder = await newFolder();
  const settings = indexSettings(folder, { codec: 'residual', captionBytes: 15 });
  await expect(buildIndex(settings, await inputOf(folder, captions), SILENT)).rejects.toThrow(
    expect.objectContaining({ code: 'input-invalid' }),
  );
});

describe('queries from a file', () => {
  const values = [3, 4, 0, 1, 0, 0];

  test('raw f32 and .npy give the same, normalised', async () => {
    const folder = await newFolder();
    const raw = new Uint8Array(Float32Array.from(values).buffer);
    await writeFile(join(folder, 'q.f32'), raw);
    const header = `${"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117)}\n`;
    const prefix = Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0);
    await writeFile(join(folder, 'q.npy'), Buffer.concat([prefix, new TextEncoder().encode(header), raw]));
    for (const name of ['q.f32', 'q.npy']) {
      const queries = readQueries(join(folder, name), 3);
      expect(Array.from(queries.data).map((x) => Number(x.toFixed(6)))).toEqual([0.6, 0.8, 0, 1, 0, 0]);
      expect(() => readQueries(join(folder, name), 4)).toThrow(
        expect.objectContaining({ code: 'input-invalid' }),
      );
    }
  });

  test('are dealt out in pairs, and joined again', () => {
    const all = stack(Array.from({ length: 7 }, (_, i) => [i, 1]));
    const { tuning, heldOut } = splitQueries('all', all);
    const first = (set: typeof all) => Array.from({ length: set.count }, (_, i) => row(set, i)[0]);
    expect([first(tuning), first(heldOut)]).toEqual([
      [0, 1, 4, 5],
      [2, 3, 6],
    ]);
    expect(first(joinQueries([tuning, heldOut], 2))).toEqual([0, 1, 4, 5, 2, 3, 6]);
  });
});
