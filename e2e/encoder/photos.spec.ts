import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Hub, startHub } from '../../workers/encoder/testing/hub';
import { expect, FIXTURES, test } from './harness';
import { cosine, ID, TINY } from './reference';

const pictures = join(FIXTURES, 'pictures');
const rung = { backend: 'wasm', precision: 'fp32', threads: 1 } as const;

let hub: Hub;
let directory: string;
test.beforeAll(async () => {
  hub = await startHub(TINY, ID);
  directory = mkdtempSync(join(tmpdir(), 'fernglass-'));
});
test.afterAll(async () => {
  await hub.close();
  rmSync(directory, { recursive: true });
});
test.beforeEach(async ({ encoder }) => {
  const loaded = await encoder.load({ id: ID, revision: 'main', host: hub.url, layout: 'hub' }, rung);
  expect(loaded).toMatchObject({ ok: true });
});

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

test('every format gives an embedding, its upright size and a thumbnail', async ({ encoder }) => {
  const names = readdirSync(pictures).filter((name) => !name.endsWith('.json'));
  const outcomes = await encoder.embedPhotos(names.map((name) => join(pictures, name)));
  const plain = outcomes[names.indexOf('plain.png')]!;
  names.forEach((name, i) => {
    const outcome = outcomes[i]!;
    if (!outcome.ok || !plain.ok) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    const [width, height] = /exif-[5-8]/.test(name) ? [60, 80] : [80, 60];
    expect(outcome.value, name).toMatchObject({
      width,
      height,
      thumbnail: { type: 'image/webp', width, height },
    });
    // Same picture, same direction: alone the washed-out, recoloured and turned ones point elsewhere.
    if (/baseline|progressive|plain|profile|gamma|lossy|animated.webp/.test(name))
      expect(cosine(outcome.value.embedding, plain.value.embedding), name).toBeGreaterThan(0.995);
  });
});

test('what cannot be read says why, and spoils nothing else in the batch', async ({ encoder }) => {
  const good = join(pictures, 'plain.png');
  const cut = (name: string) => {
    const bytes = readFileSync(join(pictures, name));
    return write(`cut-${name}`, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
  };
  const huge = readFileSync(good);
  huge.writeUInt32BE(30_000, 16);
  huge.writeUInt32BE(30_000, 20);
  const files: [string, string | null][] = [
    [good, null],
    [write('notes.jpg', 'only text'), 'image-unreadable'],
    [write('empty.png', ''), 'image-unreadable'],
    [cut('baseline.jpg'), 'image-unreadable'],
    [cut('plain.png'), 'image-unreadable'],
    [cut('lossy.webp'), 'image-unreadable'],
    [cut('plain.avif'), 'image-unreadable'],
    [cut('plain.bmp'), 'image-unreadable'],
    [write('huge.png', huge), 'image-too-large'],
    [write('document.jpg', '%PDF-1.7 …'), 'image-type-unsupported'],
    [good, null],
  ];
  const outcomes = await encoder.embedPhotos(files.map(([path]) => path));
  expect(outcomes.map((outcome) => (outcome.ok ? null : outcome.error.code))).toEqual(
    files.map(([, code]) => code),
  );
  expect(outcomes.at(-1)).toEqual(outcomes[0]);
});

test('100 megapixels go through', async ({ encoder }) => {
  const [width, height] = [12_500, 8_000];
  const tile = readFileSync(join(FIXTURES, 'preprocess/landscape-420.jpg'));
  const path = join(directory, 'large.jpg');
  await sharp(tile)
    .resize(width, height, { fit: 'fill', kernel: 'nearest' })
    .jpeg({ quality: 90 })
    .toFile(path);
  const [large, small] = await encoder.embedPhotos([path, join(FIXTURES, 'preprocess/landscape-420.jpg')]);
  if (!large?.ok || !small?.ok) throw new Error(JSON.stringify([large, small]));
  expect(large.value).toMatchObject({ width, height, thumbnail: { width: 320, height: 205 } });
  expect(cosine(large.value.embedding, small.value.embedding)).toBeGreaterThan(0.999);
});
