import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Hub, startHub } from '../../workers/encoder/testing/hub';
import { gifOf, greyPng } from '../support/pictures';
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
      thumbnail: { type: 'image/jpeg', width, height },
    });
    // Same picture, same direction: alone the washed-out, recoloured and turned ones point elsewhere.
    if (/baseline|progressive|plain|profile|gamma|lossy|animated.webp|turned/.test(name))
      expect(cosine(outcome.value.embedding, plain.value.embedding), name).toBeGreaterThan(0.995);
  });
});

/** The first part of one of the pictures. */
function cut(name: string, part: number): string {
  const bytes = readFileSync(join(pictures, name));
  return write(`${part}-${name}`, bytes.subarray(0, Math.floor(bytes.length * part)));
}

const incomplete = (message: RegExp) => ({
  code: 'image-incomplete',
  label: 'incomplete file',
  message: expect.stringMatching(message),
});

test('a file that ends too soon is read as far as it goes, and says so', async ({ encoder }) => {
  const whole = readFileSync(join(pictures, 'baseline.jpg'));
  const zeroed = Buffer.from(whole).fill(0, 1200, 1500);
  const plain = readFileSync(join(pictures, 'plain.png'));
  const wrongSum = Buffer.from(plain);
  wrongSum[plain.length - 14]! ^= 1;
  const scan = whole.indexOf(Buffer.of(0xff, 0xda));
  const bogus = Buffer.concat([
    whole.subarray(0, scan + 300),
    Buffer.of(0xff, 0x4a),
    whole.subarray(scan + 300),
  ]);
  const damaged = { code: 'image-damaged' };
  const files: [string, number, object[]][] = [
    [write('whole.jpg', whole), 1, []],
    [write('no-end.jpg', whole.subarray(0, -2)), 1, [incomplete(/all of the picture could be read/)]],
    [write('half-end.jpg', whole.subarray(0, -1)), 1, [incomplete(/all of the picture/)]],
    [write('less-20.jpg', whole.subarray(0, -20)), 0.99, [incomplete(/about 95 %/)]],
    [cut('baseline.jpg', 0.7), -1, [incomplete(/about 40 %/)]],
    [cut('progressive.jpg', 0.7), -1, [incomplete(/not in all its detail/)]],
    [write('zeroed.jpg', zeroed), -1, [damaged]],
    [write('bogus-marker.jpg', bogus), 1, [damaged]],
    [write('two-in-one.jpg', Buffer.concat([whole, whole])), 1, []],
    [write('rubbish-behind.jpg', Buffer.concat([whole, Buffer.from('<x:xmpmeta/>')])), 1, []],
    [cut('plain.png', 0.7), -1, [incomplete(/about \d+ %/)]],
    [write('no-end.png', plain.subarray(0, -12)), 0.99, [incomplete(/all of the picture/)]],
    [write('wrong-sum.png', wrongSum), 0.99, [damaged]],
    [cut('lossy.webp', 0.7), -1, [incomplete(/about 70 %/)]],
    [cut('plain.heic', 0.7), -1, [incomplete(/about 70 %/)]],
    [cut('plain.avif', 0.7), -1, [incomplete(/about \d+ %/)]],
    [cut('plain.bmp', 0.7), -1, [incomplete(/about 70 %/)]],
    [cut('animated.gif', 0.4), -1, [incomplete(/about \d+ %/)]],
  ];
  const outcomes = await encoder.embedPhotos(files.map(([path]) => path));
  const [first] = outcomes;
  files.forEach(([path, likeness, warnings], i) => {
    const outcome = outcomes[i]!;
    if (!outcome.ok || !first?.ok) throw new Error(`${path}: ${JSON.stringify(outcome)}`);
    expect(outcome.value, path).toMatchObject({ width: 80, height: 60, warnings });
    expect(outcome.value.warnings, path).toHaveLength(warnings.length);
    expect(cosine(outcome.value.embedding, first.value.embedding), path).toBeGreaterThan(likeness - 1e-6);
  });

  const lossless = await sharp(join(FIXTURES, 'preprocess/landscape-420.jpg'))
    .resize(160, 120)
    .webp({ lossless: true })
    .toBuffer();
  const part = write('cut-lossless.webp', lossless.subarray(0, lossless.length * 0.7));
  expect(await encoder.embedPhotos([part])).toMatchObject([
    { ok: true, value: { width: 160, height: 120, warnings: [incomplete(/about 70 %/)] } },
  ]);
});

// Fault: worker dies × photos
test('photos that other threads read ahead are the same to the last bit, in their order, also when these threads end', async ({
  encoder,
}) => {
  const names = readdirSync(pictures).filter((name) => !name.endsWith('.json'));
  const paths = [
    ...names.map((name) => join(pictures, name)),
    cut('baseline.jpg', 0.7),
    write('notes.jpg', 'only text'),
    join(FIXTURES, 'preprocess/landscape-420.jpg'),
  ];
  const alone = await encoder.embedPhotos(paths);
  const readers = () => encoder.page.workers().filter((worker) => !before.has(worker));
  const before = new Set(encoder.page.workers());
  expect(await encoder.embedPhotos(paths, 3)).toEqual(alone);
  expect(readers().length).toBeGreaterThan(0);

  for (const reader of readers()) {
    const gone = new Promise((resolve) => reader.once('close', resolve));
    await reader.evaluate(() => (globalThis as unknown as { close(): void }).close()).catch(() => {});
    await gone;
  }
  expect(await encoder.embedPhotos(paths, 3)).toEqual(alone);
});

test('an animated picture is read by its first frame, and says of how many', async ({ encoder }) => {
  const outcomes = await encoder.embedPhotos([
    join(pictures, 'animated.gif'),
    join(pictures, 'animated.webp'),
  ]);
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({
      value: { warnings: [{ code: 'image-first-frame', label: 'first of 2 frames' }] },
    });
});

test('pictures wider or taller than a canvas are read as what they are', async ({ encoder }) => {
  const across = (width: number) => {
    const row = new Uint8Array(width).fill(255, Math.floor(width / 2));
    return write(
      `${width}-wide.png`,
      greyPng(width, 50, () => row),
    );
  };
  const down = (width: number, height: number) =>
    write(
      `${width}x${height}.png`,
      greyPng(width, height, (y) => new Uint8Array(width).fill(y < height / 2 ? 0 : 255)),
    );
  const files = [
    across(1000),
    across(65_536),
    across(70_000),
    down(50, 1000),
    down(50, 70_000),
    down(2, 300_000),
  ];
  const outcomes = await encoder.embedPhotos(files);
  const embeddings = outcomes.map((outcome) => {
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
    return outcome.value.embedding;
  });
  for (const [i, like] of [
    [1, 0],
    [2, 0],
    [4, 3],
    [5, 3],
  ] as const)
    expect(cosine(embeddings[i]!, embeddings[like]!), files[i]).toBeGreaterThan(0.9999);
  expect(cosine(embeddings[0]!, embeddings[3]!)).toBeLessThan(0.9995);
});

test('what cannot be read says why, and spoils nothing else in the batch', async ({ encoder }) => {
  const good = join(pictures, 'plain.png');
  const huge = readFileSync(good);
  huge.writeUInt32BE(30_000, 16);
  huge.writeUInt32BE(30_000, 20);
  const files: [string, string | null][] = [
    [good, null],
    [write('notes.jpg', 'only text'), 'image-unreadable'],
    [write('empty.png', ''), 'image-unreadable'],
    [write('headers.jpg', readFileSync(join(pictures, 'baseline.jpg')).subarray(0, 630)), 'image-unreadable'],
    [write('headers.png', readFileSync(good).subarray(0, 60)), 'image-unreadable'],
    [write('headers.bmp', readFileSync(join(pictures, 'plain.bmp')).subarray(0, 60)), 'image-unreadable'],
    [write('huge.png', huge), 'image-too-large'],
    [write('huge-frame.gif', gifOf(10, 20_000)), 'image-too-large'],
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
