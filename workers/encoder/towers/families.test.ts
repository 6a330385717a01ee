import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dot, row } from '../../../core';
import { PRECISIONS, type Precision } from '../../protocol';
import { hostFiles } from '../checkpoint/files/host';
import { graphFile } from '../checkpoint/layout';
import { readSettings } from '../checkpoint/settings';
import { createNodeEncoder, loadNodeEncoder } from '../node';
import { directoryFiles } from '../node/directory';
import { startHub } from '../testing/hub';
import { createTokenize } from './tokens';

const fixtures = new URL('../fixtures/', import.meta.url).pathname;

interface Reference {
  readonly texts: string[];
  readonly inputIds: number[][];
  readonly textEmbeddings: number[][];
  readonly pictures: Record<string, number[]>;
}

const referenceOf = (name: string) =>
  JSON.parse(readFileSync(`${fixtures}${name}/reference.json`, 'utf8')) as Reference;

/** Both towers of a checkpoint on what PyTorch was given: largest error of texts, least cosine of texts and pictures. */
async function compare(name: string, precision: Precision) {
  const { texts, textEmbeddings, pictures } = referenceOf(name);
  const encoder = await loadNodeEncoder(`${fixtures}${name}`, { precision, threads: 1 });
  const words = await encoder.embedTexts(texts);
  const photos = await encoder.embedPhotos(
    Object.keys(pictures).map((file) => `${fixtures}preprocess/${file}`),
  );
  await encoder.dispose();
  expect([words.count, photos.count]).toEqual([texts.length, Object.keys(pictures).length]);
  const cosines = (rows: typeof words, expected: number[][]) => expected.map((x, i) => dot(row(rows, i), x));
  const errors = textEmbeddings.flatMap((x, i) => x.map((value, j) => Math.abs(value - row(words, i)[j]!)));
  return {
    textError: Math.max(...errors),
    text: Math.min(...cosines(words, textEmbeddings)),
    picture: Math.min(...cosines(photos, Object.values(pictures))),
  };
}

describe.each(['tiny-clip', 'tiny-open-clip', 'tiny-mobileclip', 'tiny-siglip2'])('%s', (name) => {
  test('agrees with PyTorch, from the files of pictures on', async () => {
    const { textError, picture } = await compare(name, 'fp32');
    expect(textError).toBeLessThan(1e-4);
    // JPEG decoders may differ by a level.
    expect(picture).toBeGreaterThan(1 - 1e-5);
  });

  test('gives the ids of the reference tokenizer, padded and cut before the end token', async () => {
    const settings = await readSettings(directoryFiles(`${fixtures}${name}`));
    const { texts, inputIds } = referenceOf(name);
    const { data, length } = createTokenize(settings)(texts);
    expect(texts.map((_, i) => [...data.slice(i * length, (i + 1) * length)].map(Number))).toEqual(inputIds);
  });
});

// 4-bit weights of random towers lie far from the weights; what is held to is that they were read as they are meant.
test.each([
  ['fp16', 0.9999],
  ['q8', 0.998],
  ['int8', 0.998],
  ['uint8', 0.998],
  ['q4', 0.97],
  ['q4f16', 0.97],
  ['bnb4', 0.97],
] as const)('weights in %s agree with PyTorch in direction', async (precision, least) => {
  const { text, picture } = await compare('tiny-clip', precision);
  expect(text).toBeGreaterThan(least);
  expect(picture).toBeGreaterThan(least);
});

test('every precision has its case', () => {
  const listed = PRECISIONS.map((precision) => graphFile('vision_model', precision));
  for (const file of listed) expect(readFileSync(`${fixtures}tiny-clip/${file}`).length).toBeGreaterThan(0);
});

test('external data is found by a hub’s listing where config.json does not declare it, and by asking for it without', async () => {
  const { texts, textEmbeddings } = referenceOf('tiny-siglip2');
  const hub = await startHub(`${fixtures}tiny-siglip2`, 'someone/tiny-siglip2');
  try {
    for (const api of [true, false]) {
      hub.api = api;
      const source = { id: 'someone/tiny-siglip2', revision: 'main', host: hub.url, layout: 'hub' } as const;
      const encoder = await createNodeEncoder(hostFiles(source), { precision: 'fp32', threads: 1 });
      const words = await encoder.embedTexts(texts);
      for (const [i, expected] of textEmbeddings.entries())
        expect(dot(row(words, i), expected)).toBeGreaterThan(1 - 1e-6);
      await encoder.dispose();
    }
  } finally {
    await hub.close();
  }
});
