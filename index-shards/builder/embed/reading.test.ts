import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readingOf } from './reading';

const fixture = (name: string) =>
  new URL(`../../../workers/sentences/fixtures/${name}`, import.meta.url).pathname;

async function folderWith(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fernglass-reading-'));
  for (const [name, value] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), JSON.stringify(value));
  }
  return folder;
}

test('an encoder is run as its own files say', () => {
  expect(readingOf(fixture('tiny-bert'), 'tiny')).toEqual({
    pooling: 'mean',
    prefix: 'passage: ',
    queryPrefix: 'query: ',
  });
  expect(readingOf(fixture('tiny-decoder'), 'tiny')).toEqual({
    pooling: 'last_token',
    prefix: '',
    queryPrefix: 'Instruct: Find captions of the class\nQuery:',
  });
});

test('without such files, as its name tells; else by the mean', async () => {
  const folder = await folderWith({});
  expect(readingOf(folder, 'Xenova/e5-base-v2')).toMatchObject({ prefix: 'passage: ' });
  expect(readingOf(folder, 'onnx-community/Qwen3-Embedding-0.6B-ONNX').pooling).toBe('last_token');
  expect(readingOf(folder, 'someone/sentences')).toEqual({ pooling: 'mean', prefix: '' });
});

test('its files go before its name', async () => {
  const folder = await folderWith({ '1_Pooling/config.json': { pooling_mode_cls_token: true } });
  expect(readingOf(folder, 'Xenova/e5-base-v2')).toMatchObject({ pooling: 'cls', queryPrefix: 'query: ' });
});

test.each([
  [{ '1_Pooling/config.json': { pooling_mode_max_tokens: true } }, /none of mean, cls/],
  [{ 'modules.json': [{ path: '2_Dense', type: 'sentence_transformers.models.Dense' }] }, /Dense layer/],
])('what cannot be done here is refused: %j', async (files, reason) => {
  const folder = await folderWith(files);
  expect(() => readingOf(folder, 'someone/sentences')).toThrow(reason);
});
