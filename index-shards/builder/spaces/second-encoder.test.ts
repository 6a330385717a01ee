import { copyFile, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dot, row, unwrap } from '../../../core';
import {
  type ModelStore,
  modelStoreIn,
  NO_STORE,
} from '../../../workers/encoder/checkpoint/files/model-store';
import { type Hub, startHub } from '../../../workers/encoder/testing/hub';
import type { ByteProgress } from '../../../workers/protocol';
import { Sentences } from '../../../workers/sentences/sentences';
import { MemoryFiles } from '../../../workers/storage';
import { FINGERPRINT_SENTENCE, type SentenceReading, type VectorSpace } from '../../format';
import { openSentenceEncoder, type TextEncoder } from '../embed/encoders';
import { TINY_MODEL } from '../testing/cli';
import { sentenceModel } from '../testing/sentence-model';

const ID = 'someone/sentences';
const TEXTS = ['a photo of a maidenhair spleenwort', 'a photo of an H-bridge'];
const READINGS: SentenceReading[] = [
  { pooling: 'mean', prefix: 'query: ' },
  { pooling: 'cls', prefix: '' },
];

let hub: Hub;
let folder: string;
beforeAll(async () => {
  folder = await sentenceModel(await mkdtemp(join(tmpdir(), 'fernglass-second-')));
  hub = await startHub(folder, ID);
});
afterAll(() => hub.close());

const source = (layout: 'hub' | 'folder') => ({ id: ID, revision: 'main', host: hub.url, layout });
const sentences = (store: ModelStore = NO_STORE) =>
  new Sentences({
    device: 'cpu',
    keptEncoders: async () => [],
    openModelStore: async () => store,
    prepare: async () => {},
  });
const builders = (reading: SentenceReading) =>
  openSentenceEncoder({ folder, revision: 'main', precision: 'fp32', ...reading });

/** What the builder writes of an encoder. */
async function described(encoder: TextEncoder, reading: SentenceReading): Promise<VectorSpace['encoder']> {
  const embedding = Array.from(row(await encoder.embedTexts([FINGERPRINT_SENTENCE]), 0));
  const fingerprint = { sentence: FINGERPRINT_SENTENCE, embedding };
  return { id: ID, revision: 'main', width: embedding.length, fingerprint, reading };
}

test.each(READINGS)('embeds as the builder does: $pooling, “$prefix”', async (reading) => {
  const builder = builders(reading);
  const expected = await builder.embedTexts(TEXTS);
  const encoder = await described(builder, reading);
  await builder.dispose();
  for (const layout of ['hub', 'folder'] as const) {
    const worker = sentences();
    const progress: ByteProgress[] = [];
    const { fingerprintCosine } = unwrap(
      await worker.load(source(layout), encoder, (step) => progress.push(step)),
    );
    expect(fingerprintCosine).toBeCloseTo(1, 5);
    expect(progress.at(-1)!.loaded).toBe(progress.at(-1)!.total);
    const found = unwrap(await worker.embedTexts(TEXTS));
    TEXTS.forEach((_, i) => {
      expect(dot(row(found, i), row(expected, i))).toBeCloseTo(1, 5);
    });
  }
});

test.each(['hub', 'folder'] as const)('says before it loads how much of it is stored: %s', async (layout) => {
  const [reading] = READINGS as [SentenceReading];
  const builder = builders(reading);
  const encoder = await described(builder, reading);
  await builder.dispose();
  const store = modelStoreIn(new MemoryFiles());
  const weigh = async () => unwrap(await sentences(store).weigh(source(layout)));
  const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
  const bytesNeeded = sizes.reduce((sum, size) => sum + size, 0);
  // A plain folder has no list of its files.
  const isListed = layout === 'hub';
  expect(await weigh()).toEqual(isListed ? { bytesNeeded, bytesMissing: bytesNeeded } : null);
  unwrap(await sentences(store).load(source(layout), encoder, () => {}));
  expect(await weigh()).toEqual({ bytesNeeded: isListed ? bytesNeeded : null, bytesMissing: 0 });
});

test('int8 weights are preferred where they embed alike', async () => {
  await copyFile(
    join(TINY_MODEL, 'onnx/text_model_quantized.onnx'),
    join(folder, 'onnx/model_quantized.onnx'),
  );
  const small = await startHub(folder, ID);
  const [reading] = READINGS as [SentenceReading];
  const builder = builders(reading);
  const encoder = await described(builder, reading);
  await builder.dispose();
  unwrap(await sentences().load({ ...source('hub'), host: small.url }, encoder, () => {}));
  expect(small.requests.some((path) => path.endsWith('storage/onnx/model_quantized.onnx'))).toBe(true);
  expect(small.requests).not.toContain('storage/onnx/model.onnx');
  await small.close();
});

test('another encoder, and one that is not there, are refused in words', async () => {
  const [reading] = READINGS as [SentenceReading];
  const builder = builders(reading);
  const encoder = await described(builder, reading);
  await builder.dispose();
  const embedding = encoder.fingerprint!.embedding.map((x, i) => (i % 2 === 0 ? -x : x));
  const other = { ...encoder, fingerprint: { sentence: FINGERPRINT_SENTENCE, embedding } };
  expect(await sentences().load(source('hub'), other, () => {})).toMatchObject({
    error: { code: 'index-model-mismatch', message: expect.stringContaining(ID) },
  });
  expect(await sentences().load({ ...source('hub'), id: 'no/body' }, encoder, () => {})).toMatchObject({
    error: { code: 'model-not-found' },
  });
  expect(await sentences().embedTexts(['a'])).toMatchObject({ error: { code: 'worker-failed' } });
});
