import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { dot, type Embeddings, row } from '../../../core';
import { loadNodeEncoder } from '../../../workers/encoder/node';
import { dequantise, FINGERPRINT_SENTENCE, type Manifest, readShard, readVectors } from '../../format';
import { buildIndex } from '../build';
import { openSentenceEncoder } from '../embed/encoders';
import { npyBytes } from '../embed/npy';
import { SILENT } from '../stages/progress';
import { someCaptions } from '../testing/captions';
import { contents, TINY_MODEL } from '../testing/cli';
import { randomRows } from '../testing/random-rows';
import { sentenceModel } from '../testing/sentence-model';
import { indexSettings, inputOf } from '../testing/settings';
import { checkFiles } from '../verify/files';
import { readIndexFile } from '../verify/shards';

const newFolder = () => mkdtemp(join(tmpdir(), 'fernglass-spaces-'));
const captions = someCaptions(400);

/** The vectors that an index holds in its first vector space, by caption id. */
async function storedVectors(out: string, manifest: Manifest): Promise<Map<number, Float32Array>> {
  const space = manifest.spaces![0]!;
  const { width } = space.encoder;
  const found = new Map<number, Float32Array>();
  for (const [i, entry] of manifest.shards.entries()) {
    const shard = readShard(await readIndexFile(out, entry), entry, manifest.model.width, manifest.captions);
    const codes = readVectors(await readIndexFile(out, space.files[i]!), entry, width);
    shard.ids.forEach((id, n) => {
      found.set(id, dequantise(codes.subarray(n * width, (n + 1) * width)));
    });
  }
  return found;
}

describe('embeddings made elsewhere', () => {
  let embeddings: Embeddings;
  beforeAll(async () => {
    const encoder = await loadNodeEncoder(TINY_MODEL, { precision: 'fp32', threads: 1 });
    embeddings = await encoder.embedTexts(captions);
    await encoder.dispose();
  });

  test('as f32 give the same index as embedding here; rows that are left out count as rows', async () => {
    const [here, there] = [await newFolder(), await newFolder()];
    await buildIndex(indexSettings(here), await inputOf(here, captions), SILENT);
    const rows = [captions[0]!, '', ...captions.slice(1)];
    const data = new Float32Array(rows.length * 64);
    data.set(embeddings.data.subarray(0, 64));
    data.set(embeddings.data.subarray(64), 2 * 64);
    const file = join(there, 'embeddings.npy');
    await writeFile(file, npyBytes({ count: rows.length, width: 64, data }));
    await buildIndex(indexSettings(there, { embeddings: [file] }), await inputOf(there, rows), SILENT);
    const { 'build-report.json': _, ...expected } = contents(join(here, 'index'));
    const { 'build-report.json': __, ...found } = contents(join(there, 'index'));
    expect(found).toEqual(expected);
  });

  test('as f16, in two files, without the checkpoint: packed, and as near as f16 is', async () => {
    const folder = await newFolder();
    const files = [join(folder, 'a.npy'), join(folder, 'b.npy')];
    const half = (start: number, end: number) => halfNpy(embeddings, start, end);
    await writeFile(files[0]!, half(0, 150));
    await writeFile(files[1]!, half(150, 400));
    const encoder = await loadNodeEncoder(TINY_MODEL, { precision: 'fp32', threads: 1 });
    const fingerprint = join(folder, 'fingerprint.npy');
    await writeFile(fingerprint, npyBytes(await encoder.embedTexts([FINGERPRINT_SENTENCE])));
    const queries = join(folder, 'queries.npy');
    await writeFile(
      queries,
      npyBytes(await encoder.embedTexts(captions.slice(0, 80).map((c) => c.slice(9)))),
    );
    await encoder.dispose();
    const manifest = await buildIndex(
      indexSettings(folder, {
        embeddings: files,
        queries: [queries],
        model: { checkpoint: null, id: 'tiny', revision: 'r', fingerprint },
      }),
      await inputOf(folder, captions),
      SILENT,
    );
    expect(manifest!.model).toMatchObject({ id: 'tiny', revision: 'r', width: 64 });
    expect(manifest!.recall!.sets).toHaveLength(1);
    expect(manifest!.recall!.sets![0]).toMatchObject({ name: 'queries.npy', queries: 40 });
    expect(manifest!.recall!.value).toBeGreaterThan(0.9);
  });

  test('with rows that are zero or no numbers lose those captions; with another count or width they are refused', async () => {
    const folder = await newFolder();
    const file = join(folder, 'embeddings.npy');
    const data = embeddings.data.slice();
    data.fill(0, 5 * 64, 6 * 64);
    data[9 * 64] = Number.NaN;
    await writeFile(file, npyBytes({ ...embeddings, data }));
    const manifest = await buildIndex(
      indexSettings(folder, { embeddings: [file] }),
      await inputOf(folder, captions),
      SILENT,
    );
    expect(manifest!.captions).toBe(398);

    const build = async (rows: Embeddings) => {
      const at = await newFolder();
      await writeFile(join(at, 'e.npy'), npyBytes(rows));
      return buildIndex(
        indexSettings(at, { embeddings: [join(at, 'e.npy')] }),
        await inputOf(at, captions),
        SILENT,
      );
    };
    await expect(build(randomRows(399, 64, 1))).rejects.toThrow(/400 rows, but the embeddings 399/);
    await expect(build(randomRows(400, 32, 1))).rejects.toThrow(/width 32, but the model gives 64/);
  });
});

describe('a second text encoder', () => {
  test('embeds every caption, with its own width, codec and fingerprint', async () => {
    const folder = await newFolder();
    const model = await sentenceModel(folder);
    const encoder = openSentenceEncoder({
      folder: model,
      revision: 'main',
      precision: 'fp32',
      pooling: 'mean',
      prefix: 'query: ',
    });
    const settings = indexSettings(folder, { second: { encoder } });
    const manifest = (await buildIndex(settings, await inputOf(folder, captions), SILENT))!;
    expect(manifest.spaces).toMatchObject([
      {
        kind: 'text',
        encoder: { id: 'sentences', width: 64, reading: { pooling: 'mean', prefix: 'query: ' } },
        captions: 400,
      },
    ]);
    const stored = await storedVectors(settings.out, manifest);
    const fresh = await encoder.embedTexts(captions);
    for (let id = 0; id < captions.length; id++)
      expect(dot(stored.get(id)!, row(fresh, id))).toBeGreaterThan(0.99);
    const fingerprint = row(await encoder.embedTexts([FINGERPRINT_SENTENCE]), 0);
    expect(dot(fingerprint, manifest.spaces![0]!.encoder.fingerprint!.embedding)).toBeGreaterThan(0.9999);
    await encoder.dispose();
    expect(await checkFiles(settings.out, manifest, () => {}, SILENT)).toBe(1 + 2 * manifest.shards.length);
  });

  test('a folder without a model is refused', async () => {
    const folder = await newFolder();
    expect(() =>
      openSentenceEncoder({ folder, revision: '', precision: 'fp32', pooling: 'cls', prefix: '' }),
    ).toThrow(expect.objectContaining({ code: 'model-not-found' }));
  });
});

describe('vectors of pictures', () => {
  test('from a folder: as the vision tower gives them; missing and broken pictures have none', async () => {
    const folder = await newFolder();
    const pictures = join(folder, 'pictures');
    await mkdir(pictures);
    const fixtures = join(TINY_MODEL, '../pictures');
    await copyFile(join(fixtures, 'plain.png'), join(pictures, '0.png'));
    await copyFile(join(fixtures, 'baseline.jpg'), join(pictures, '1.jpg'));
    await writeFile(join(pictures, '2.jpg'), 'no picture');
    const names = ['0.png', '1.jpg', '2.jpg', 'missing.png', '../captions.csv', ''];
    const file = join(folder, 'captions.csv');
    await writeFile(
      file,
      `image,caption\n${captions.map((caption, i) => `${names[i] ?? ''},${caption}\n`).join('')}`,
    );
    const settings = indexSettings(folder, { images: { folder: pictures } });
    const input = await inputOf(folder, captions, { inputs: [file], source: { picture: 'image' } });
    const manifest = (await buildIndex(settings, input, SILENT))!;
    expect(manifest.spaces).toMatchObject([
      { kind: 'image', encoder: { id: 'tiny-siglip', width: 64, fingerprint: null }, captions: 2 },
    ]);
    const stored = await storedVectors(settings.out, manifest);
    const encoder = await loadNodeEncoder(TINY_MODEL, { precision: 'fp32', threads: 1 });
    const fresh = await encoder.embedPhotos([join(pictures, '0.png'), join(pictures, '1.jpg')]);
    await encoder.dispose();
    for (const id of [0, 1]) expect(dot(stored.get(id)!, row(fresh, id))).toBeGreaterThan(0.99);
    for (const id of [2, 3, 4, 5, 399]) expect(stored.get(id)!.every((x) => x === 0)).toBe(true);
  });

  test('from a file: each caption keeps its own', async () => {
    const folder = await newFolder();
    const rows = randomRows(400, 24, 7);
    const file = join(folder, 'pictures.npy');
    await writeFile(file, npyBytes(rows));
    const settings = indexSettings(folder, { images: { embeddings: [file] } });
    const manifest = (await buildIndex(settings, await inputOf(folder, captions), SILENT))!;
    expect(manifest.spaces).toMatchObject([{ kind: 'image', encoder: { width: 24 }, captions: 400 }]);
    const stored = await storedVectors(settings.out, manifest);
    for (let id = 0; id < 400; id++) expect(dot(stored.get(id)!, row(rows, id))).toBeGreaterThan(0.99);
  });
});

/** Rows `start` up to `end` as a .npy file of f16. */
function halfNpy({ width, data }: Embeddings, start: number, end: number): Uint8Array {
  const header = `${`{'descr': '<f2', 'fortran_order': False, 'shape': (${end - start}, ${width}), }`.padEnd(117)}\n`;
  const prefix = Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0);
  const values = Uint16Array.from(data.subarray(start * width, end * width), halfBits);
  return Buffer.concat([prefix, Buffer.from(header), new Uint8Array(values.buffer)]);
}

/** Bits of the nearest half-precision number, for magnitudes from 2^-14 to 1. */
function halfBits(x: number): number {
  const sign = x < 0 ? 0x8000 : 0;
  const magnitude = Math.abs(x);
  if (magnitude < 2 ** -14) return sign | Math.round(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  return sign | (((exponent + 15) << 10) + Math.round((magnitude / 2 ** exponent - 1) * 1024));
}
