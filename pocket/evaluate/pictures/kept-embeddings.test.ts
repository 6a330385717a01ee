import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { loadNodeEncoder } from '../../../workers/encoder/node';
import { keepingEmbeddings } from './kept-embeddings.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MODEL = at('../../../public/models/pocket-siglip');
const SAMPLES = at('../../../public/samples');
const pictures = readdirSync(SAMPLES)
  .filter((name) => /\.(png|jpg|webp)$/.test(name))
  .slice(0, 3)
  .map((name) => join(SAMPLES, name));
const folder = mkdtempSync(join(tmpdir(), 'kept-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('embeds each picture once, by its bytes, and mends a file that was not written whole', async () => {
  const plain = await loadNodeEncoder(MODEL, { precision: 'fp32', threads: 1 });
  let embedded = 0;
  const counting = {
    ...plain,
    embedPhotos: (asked: readonly (string | Uint8Array)[]) => {
      embedded += asked.length;
      return plain.embedPhotos(asked);
    },
  };
  const open = () => keepingEmbeddings(counting, MODEL, 'fp32', folder);
  const expected = await plain.embedPhotos(pictures);

  expect((await open().embedPhotos([pictures[0]!, pictures[0]!, pictures[1]!])).count).toBe(3);
  expect(embedded).toBe(2);
  const [file] = readdirSync(folder);
  appendFileSync(join(folder, file!), Buffer.alloc(50, 7));
  expect((await open().embedPhotos([readFileSync(pictures[1]!), pictures[2]!])).data).toEqual(
    expected.data.subarray(expected.width),
  );
  expect(embedded).toBe(3);
  expect(await open().embedPhotos(pictures)).toEqual(expected);
  expect(embedded).toBe(3);
  await plain.dispose();
});
