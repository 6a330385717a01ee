import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { dot, type Embeddings, exactTopK, recall, row } from '../../core';
import { picturedLines } from '../../pocket/captions/pictures';
import { saveDrawing } from '../../pocket/pictures/drawing';
import { loadNodeEncoder, type NodeEncoder } from '../../workers/encoder/node';
import { openLocalIndex } from '../../workers/retrieval/search/local';
import type { SearchableIndex } from '../../workers/retrieval/search/searchable-index';
import { captionText, dequantise, readShard, readVectors } from '../format';
import { OWN_BLOCK_LIST } from './clean/block-list';
import { openCaptions } from './clean/caption-files';
import { cleanCaptions } from './prepare';
import { querySentences } from './queries/queries';
import { sampleIndices, seededRandom } from './random';
import { SILENT } from './stages/progress';
import { WorkFolder } from './stages/stages';
import { readIndexFile } from './verify/shards';

// Embedding all captions takes ten seconds of a processor, and longer on a busy machine.
const LONG = 600_000;

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe('the index that ships with the app', () => {
  let index: SearchableIndex;
  let encoder: NodeEncoder;
  let captions: readonly string[];
  let embeddings: Embeddings;

  beforeAll(async () => {
    index = await openLocalIndex(at('index-shards/pocket'));
    captions = await cleaned(at('pocket/captions/captions.tsv'));
    encoder = await loadNodeEncoder(at('public/models/pocket-siglip'), { precision: 'fp32', threads: 1 });
    embeddings = await encoder.embedTexts(captions);
  }, LONG);

  test('was built with the model that ships with the app', async () => {
    const { sentence, embedding } = index.manifest.model.fingerprint;
    expect(index.manifest.model.id).toBe('pocket-siglip');
    expect(dot(row(await encoder.embedTexts([sentence]), 0), embedding)).toBeGreaterThan(0.9999);
  });

  test('holds the captions of the corpus, in shards small enough to stream', async () => {
    const { hits } = await index.search(
      { ...embeddings, count: 1, data: row(embeddings, 0) },
      captions.length,
    );
    expect(hits[0]!.map(({ text }) => text).toSorted()).toEqual(captions.toSorted());
    expect(index.manifest.shards.length).toBeGreaterThan(1);
    for (const { bytes } of index.manifest.shards) expect(bytes).toBeLessThanOrEqual(512 * 1024);
  });

  test('holds the vectors of the pictures of captions about classes, as the vision tower gives them', async () => {
    const space = index.manifest.spaces!.find(({ kind }) => kind === 'image')!;
    expect(space.captions).toBeGreaterThan(9000);
    const folder = at('index-shards/pocket');
    const stored = new Map<string, Float32Array>();
    for (const [s, entry] of index.manifest.shards.entries()) {
      const shard = readShard(await readIndexFile(folder, entry), entry, 192, captions.length);
      const codes = readVectors(await readIndexFile(folder, space.files[s]!), entry, 192);
      for (let i = 0; i < shard.ids.length; i++)
        stored.set(captionText(shard, i), dequantise(codes.subarray(i * 192, (i + 1) * 192)));
    }
    expect([...stored.values()].filter((vector) => vector.some((x) => x !== 0))).toHaveLength(space.captions);
    const drawings = await mkdtemp(join(tmpdir(), 'fernglass-'));
    const some = picturedLines(drawings).filter(({ caption }, i) => i % 2000 === 0 && stored.has(caption));
    expect(some.length).toBeGreaterThan(2);
    for (const line of some) await saveDrawing(line);
    const fresh = await encoder.embedPhotos(some.map(({ file }) => file));
    some.forEach(({ caption }, i) => {
      expect(dot(stored.get(caption)!, row(fresh, i))).toBeGreaterThan(0.99);
    });
  });

  test(
    'agrees with exact f32 search at recall@10 ≥ 0.98, on queries it was not built with',
    async () => {
      const random = seededRandom(2718);
      const chosen = sampleIndices(captions.length, 300, random).map((i) => captions[i]!);
      const queries = await encoder.embedTexts(querySentences(chosen, random));
      const { hits } = await index.search(queries, 10);
      const recalls = hits.map((list, q) => {
        const truth = exactTopK(embeddings, row(queries, q), 10);
        return recall(
          list.map(({ id }) => id),
          truth.map(({ index }) => index),
        );
      });
      expect(recalls.reduce((sum, value) => sum + value, 0) / recalls.length).toBeGreaterThanOrEqual(0.98);
      expect(index.manifest.recall!.value).toBeGreaterThanOrEqual(0.98);
    },
    LONG,
  );
});

/** The captions that a build keeps of a file. */
async function cleaned(file: string): Promise<string[]> {
  const work = new WorkFolder(await mkdtemp(join(tmpdir(), 'fernglass-')));
  const { folder, captions } = await cleanCaptions(
    work,
    [],
    {
      inputs: [file],
      source: {},
      limits: { shortest: 3, longest: 500 },
      blockList: OWN_BLOCK_LIST,
      nearRepetitions: true,
    },
    SILENT,
  );
  return openCaptions(folder).texts(0, captions);
}
