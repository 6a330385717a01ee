import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dot, type Embeddings, row } from '../../../core';
import type { Precision } from '../../protocol';
import { hostFiles } from '../checkpoint/files/host';
import { readSettings } from '../checkpoint/settings';
import { createNodeEncoder, loadNodeEncoder } from '../node';
import { directoryFiles } from '../node/directory';
import { startHub } from '../testing/hub';
import { createTokenize, openTokenizer } from './tokens';

const directory = new URL('../fixtures/tiny-siglip', import.meta.url).pathname;
const reference = JSON.parse(readFileSync(`${directory}/reference.json`, 'utf8')) as {
  texts: string[];
  inputIds: number[][];
  textEmbeddings: number[][];
  gradient: number[];
  pictures: Record<string, number[]>;
  blocks: number[][][][];
  blockEmbeddings: number[][];
};

/** `[3, 3, 96, 96]`: each picture is 6 × 6 squares of 16 pixels. */
function blockPixels() {
  const size = 96;
  const data = new Float32Array(3 * 3 * size * size);
  reference.blocks.forEach((picture, n) => {
    for (let c = 0; c < 3; c++)
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++)
          data[((n * 3 + c) * size + y) * size + x] = picture[y >> 4]![x >> 4]![c]! / 127.5 - 1;
  });
  return { count: 3, size, data };
}

function expectAgreement(embeddings: Embeddings, expected: number[][], precision: Precision): void {
  expect(embeddings.count).toBe(expected.length);
  expected.forEach((values, i) => {
    const embedding = row(embeddings, i);
    if (precision === 'fp32') {
      const error = Math.max(...values.map((value, j) => Math.abs(value - embedding[j]!)));
      expect(error).toBeLessThan(1e-4);
    } else expect(dot(embedding, values)).toBeGreaterThan(0.999);
  });
}

describe.each(['fp32', 'fp16', 'q8'] as const)('%s towers agree with PyTorch', (precision) => {
  test('texts', async () => {
    const encoder = await loadNodeEncoder(directory, { precision, threads: 1 });
    const embeddings = await encoder.embedTexts(reference.texts);
    expectAgreement(embeddings, reference.textEmbeddings, precision);
    await encoder.dispose();
  });

  test('pictures', async () => {
    const encoder = await loadNodeEncoder(directory, { precision, threads: 1 });
    expectAgreement(await encoder.embedPixels(blockPixels()), reference.blockEmbeddings, precision);
    await encoder.dispose();
  });

  test('an embedding does not depend on what else is in the batch', async () => {
    const encoder = await loadNodeEncoder(directory, { precision, threads: 1 });
    const together = await encoder.embedTexts(reference.texts);
    const alone = await encoder.embedTexts([reference.texts[2]!]);
    const error = Math.max(...row(together, 2).map((value, j) => Math.abs(value - alone.data[j]!)));
    expect(error).toBeLessThan(precision === 'fp16' ? 1e-3 : 1e-6);
    await encoder.dispose();
  });
});

test('pictures from their files agree with PyTorch on the pixels Pillow gives it', async () => {
  const encoder = await loadNodeEncoder(directory, { precision: 'fp32', threads: 1 });
  const paths = Object.keys(reference.pictures).map((name) => `${directory}/../preprocess/${name}`);
  const embeddings = await encoder.embedPhotos(paths);
  expect(paths).toHaveLength(5);
  // JPEG decoders may differ by a level.
  Object.values(reference.pictures).forEach((expected, i) => {
    expect(1 - dot(row(embeddings, i), expected)).toBeLessThan(1e-5);
  });
});

test('a checkpoint on a hub gives what the same checkpoint in a directory gives', async () => {
  const hub = await startHub(directory, 'someone/tiny-siglip');
  try {
    const files = hostFiles({ id: 'someone/tiny-siglip', revision: 'main', host: hub.url, layout: 'hub' });
    const encoder = await createNodeEncoder(files, { precision: 'fp16', threads: 1 });
    const local = await loadNodeEncoder(directory, { precision: 'fp16', threads: 1 });
    expect(await encoder.embedTexts(['a fern'])).toEqual(await local.embedTexts(['a fern']));
    expect(await encoder.embedPixels(blockPixels())).toEqual(await local.embedPixels(blockPixels()));
  } finally {
    await hub.close();
  }
});

test('no text gives an empty matrix', async () => {
  const encoder = await loadNodeEncoder(directory, { precision: 'fp32', threads: 1 });
  expect((await encoder.embedTexts([])).count).toBe(0);
});

describe('tokenizer', () => {
  const settings = readSettings(directoryFiles(directory));

  test('gives the ids of the reference tokenizer: padded, truncated before </s>, punctuation and case dropped', async () => {
    const ids = createTokenize(await settings)(reference.texts);
    expect(ids.length).toBe((await settings).text.contextLength);
    reference.inputIds.forEach((expected, i) => {
      expect([...ids.data.subarray(i * ids.length, (i + 1) * ids.length)].map(Number)).toEqual(expected);
    });
  });

  test('lowercases for SigLIP 2, whose tokenizer does not', async () => {
    const read = await settings;
    const model = { ...read.tokenizer.model, normalizer: null };
    const tokenize = (clean: 'lower' | 'none') =>
      createTokenize({
        ...read,
        tokenizer: { ...read.tokenizer, model },
        text: { ...read.text, clean },
      });
    expect(tokenize('lower')(['A Fern']).data).toEqual(tokenize('none')(['a fern']).data);
    expect(tokenize('none')(['A Fern']).data).not.toEqual(tokenize('none')(['a fern']).data);
  });

  test('says which texts it reads as the same, and how many words it reads of one that is too long', async () => {
    const read = await settings;
    const { read: readTexts, tokenize } = openTokenizer(read);
    const long = Array.from({ length: 80 }, () => 'fern').join(' ');
    const texts = ['A fern.', 'a fern', 'a moss', `${long} in a wood`, `${long} by a stream`];
    const found = readTexts(texts);
    expect(found.map(({ cut }) => cut === null)).toEqual([true, true, true, false, false]);
    expect(found[3]!.cut!.words).toBe(83);
    // What is read of it, by itself, takes all the room there is, and one word more is too many.
    const words = found[3]!.cut!.read;
    const beginning = (count: number) => Array.from({ length: count }, () => 'fern').join(' ');
    expect(words).toBeGreaterThan(0);
    expect(readTexts([beginning(words)])[0]!.cut).toBeNull();
    expect(readTexts([beginning(words + 2)])[0]!.cut).not.toBeNull();

    const { data, length } = tokenize(texts);
    const rows = texts.map((_, i) => data.slice(i * length, (i + 1) * length).join(' '));
    for (const [i, one] of found.entries())
      for (const [j, other] of found.entries()) expect(one.tokens === other.tokens).toBe(rows[i] === rows[j]);
    expect(found[0]!.tokens).toBe(found[1]!.tokens);
    expect(found[3]!.tokens).toBe(found[4]!.tokens);
  });
});
