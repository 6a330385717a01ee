import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { build } from 'vite';
import { BUILD, type Site, startSite } from '../../e2e/support/site';
import type { HostSource, Precision } from '../../workers/protocol';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PICTURE = at('../../workers/encoder/fixtures/preprocess/landscape-420.jpg');
const PAGE = at('./page/');
const OUT = at('../../.cache/bench-photos/page');
const PHOTOS = at('../../.cache/bench-photos/photos');
const COMBINED = at('../../.cache/bench-photos/combined');
const POCKET = at('../../public/models/pocket-siglip');
const FULL_SIZE = at('../../.cache/full-size/siglip-base');

/** A checkpoint that photos are embedded with. */
export interface BenchModel {
  readonly folder: string;
  readonly precision: Precision;
  /** Whether both towers lie in one graph as well, without which transformers.js's pipeline does not run. */
  readonly combined: boolean;
}

/** A size of photos, and how many of them the page is given. */
export interface PhotoSize {
  readonly name: string;
  /** What it is called on the command line. */
  readonly short: string;
  readonly width: number;
  readonly height: number;
  readonly photos: number;
}

export const SIZES: readonly PhotoSize[] = [
  { name: '640 × 480', short: 'small', width: 640, height: 480, photos: 500 },
  { name: '12 MP', short: 'large', width: 4000, height: 3000, photos: 120 },
];
/** Different drawings of each size; the page is given them again and again, as files that are not the same. */
const DRAWN = 8;

/** The pocket model, and SigLIP base of full size where `npm run test:full-size` has left one. */
export function benchModels(): BenchModel[] {
  return [POCKET, FULL_SIZE]
    .filter((folder) => existsSync(join(folder, 'config.json')))
    .map((folder) => ({
      folder,
      precision: 'q8',
      combined: existsSync(join(COMBINED, basename(folder), 'model_quantized.onnx')),
    }));
}

/** Where a model is found on the site of the bench. */
export const sourceOf = ({ folder }: BenchModel, { url }: Site): HostSource => ({
  id: basename(folder),
  revision: 'main',
  host: `${url}models/`,
  layout: 'folder',
});

/** Paths of a size's photos below the site's address. */
export const photoPaths = ({ name }: PhotoSize): string[] =>
  Array.from({ length: DRAWN }, (_, i) => `bench-photos/${fileOf(name, i)}`);

/** Where a size's photos lie on the disk. */
export const photoFiles = ({ name }: PhotoSize): string[] =>
  Array.from({ length: DRAWN }, (_, i) => join(PHOTOS, fileOf(name, i)));

const fileOf = (name: string, i: number) =>
  `${createHash('sha256').update(`${name} ${i}`).digest('hex').slice(0, 12)}.jpg`;

/** Serves the built page, the bench's own page under `bench/`, photos and models. */
export async function startPhotoSite(isolated: boolean): Promise<Site> {
  if (!existsSync(join(BUILD, 'index.html')))
    throw new Error('The page is not built. Run `npm run build`, then this again.');
  await build({
    root: PAGE,
    configFile: false,
    logLevel: 'error',
    base: './',
    worker: { format: 'es' },
    build: { outDir: OUT, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  });
  await drawPhotos();
  const folders = Object.fromEntries(benchModels().map(({ folder }) => [basename(folder), folder]));
  const places: readonly (readonly [prefix: string, of: (rest: string) => string | null])[] = [
    ['bench/', (rest) => join(OUT, rest)],
    ['bench-photos/', (rest) => join(PHOTOS, rest)],
    [
      'models/',
      (rest) => {
        const [id, ...path] = rest.split('/') as [string, ...string[]];
        const name = path.join('/');
        if (/^onnx\/model/.test(name)) return join(COMBINED, id, path.at(-1)!);
        return folders[id] === undefined ? null : join(folders[id], name);
      },
    ],
  ];
  return startSite({
    isolated,
    alter: (path) => {
      const place = places.find(([prefix]) => path.startsWith(prefix));
      const file = place?.[1](path.slice(place[0].length)) ?? null;
      return file !== null && existsSync(file) ? { body: readFileSync(file) } : null;
    },
  });
}

/** A picture blown up, with the noise of a camera: what compresses too well is decoded too fast. */
async function drawPhotos(): Promise<void> {
  mkdirSync(PHOTOS, { recursive: true });
  for (const { name, width, height } of SIZES)
    for (let i = 0; i < DRAWN; i++) {
      const file = join(PHOTOS, fileOf(name, i));
      if (existsSync(file)) continue;
      const raw = { width, height, channels: 3 } as const;
      const pixels = await sharp(PICTURE)
        .resize(width, height, { fit: 'fill' })
        .removeAlpha()
        .raw()
        .toBuffer();
      let drawn = i + 1;
      for (let at = 0; at < pixels.length; at++) {
        drawn = (drawn * 16_807) % 2_147_483_647;
        pixels[at] = Math.max(0, Math.min(255, pixels[at]! + (drawn % 17) - 8));
      }
      writeFileSync(file, await sharp(pixels, { raw }).jpeg({ quality: 88 }).toBuffer());
    }
}
