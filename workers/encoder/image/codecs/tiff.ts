import GeoTIFF, { type GeoTIFFImage } from 'geotiff';
import { FernglassError } from '../../../../core';
import { orientationOf, readTiffPages } from '../formats/tiff';
import { blockReader, checkSize, readBlob } from '../inspect';
import type { Raster } from './raster';
import { boundDecoders, COMPRESSIONS, OTHER_COMPRESSIONS, tally } from './tiff-blocks';
import { colourReader, type Samples } from './tiff-colours';
import { placeOf } from './turn';

/** Rows that are decoded at once, where strips and tiles are lower. */
const BAND = 256;
/** Most bytes that one strip, or one row of tiles, may decode to. */
const LARGEST_BAND = 512 << 20;

let bounded: Promise<void> | null = null;

/**
 * Decodes the first page of a TIFF file that is no small copy, upright, to 8 bits a colour.
 * @throws FernglassError `image-unreadable`, `image-too-large`, `image-type-unsupported`
 */
export async function decodeTiff(file: Blob): Promise<Raster> {
  try {
    bounded ??= boundDecoders();
    await bounded;
    const { pages, main, raw } = await readTiffPages(blockReader(file));
    if (raw) throw unsupported('a camera raw file');
    const image = await (await GeoTIFF.fromSource(sourceOf(file))).getImage(main);
    return await decodePage(image, orientationOf(pages[main]!));
  } catch (thrown) {
    if (thrown instanceof FernglassError) throw thrown;
    throw new FernglassError(
      'image-unreadable',
      `The TIFF file is damaged or cut short, or of a kind that cannot be decoded (${thrown instanceof Error ? thrown.message : thrown}). Copy it again, or save it as PNG.`,
      { cause: thrown },
    );
  }
}

/** Reads pieces of the file; one beyond its end is short. */
function sourceOf(file: Blob) {
  const read = async ({ offset, length }: { offset: number; length: number }) => {
    if (!Number.isSafeInteger(offset + length)) throw new RangeError('A piece of it lies nowhere.');
    const from = Math.min(Math.max(0, offset), file.size);
    return readBlob(file.slice(from, Math.min(from + length, file.size)));
  };
  return {
    fileSize: file.size,
    fetch: (slices: { offset: number; length: number }[]) => Promise.all(slices.map(read)),
  } as unknown as Parameters<typeof GeoTIFF.fromSource>[0];
}

async function decodePage(image: GeoTIFFImage, orientation: number): Promise<Raster> {
  const [width, height] = [image.getWidth(), image.getHeight()];
  checkSize({ width, height });
  checkSize({ width: image.getTileWidth(), height: Math.min(image.getTileHeight(), height) });
  const page = image.getFileDirectory();
  const compression = Number(page.getValue('Compression') ?? 1);
  if (!COMPRESSIONS.has(compression)) {
    const name = OTHER_COMPRESSIONS.get(compression) ?? 'something that is not known here';
    throw unsupported(`a TIFF file compressed as ${name} (${compression})`);
  }
  const colours = await colourReader(image, compression);
  if (colours === null) throw unsupported('a TIFF file with colours of a kind that is not read here');

  const block = Math.min(image.getTileHeight(), height);
  const band = block * Math.max(1, Math.floor(BAND / block));
  const bytes = width * band * image.getSamplesPerPixel() * Math.ceil(image.getBitsPerSample(0) / 8);
  if (bytes > LARGEST_BAND)
    throw new FernglassError(
      'image-too-large',
      'The TIFF file is written in strips or tiles that are too large to be decoded. Save it as PNG.',
    );
  const turned = orientation > 4;
  const upright = turned ? { width: height, height: width } : { width, height };
  const pixels = new Uint8Array(width * height * 4);
  const place = placeOf(orientation, width, height);
  tally.decoded = tally.failed = tally.empty = 0;
  for (let top = 0; top < height; top += band) {
    const bottom = Math.min(height, top + band);
    const samples = (await image.readRasters({
      window: [0, top, width, bottom],
      samples: [...colours.samples],
      interleave: true,
    })) as Samples;
    for (let y = top; y < bottom; y++)
      for (let x = 0; x < width; x++)
        colours.write(samples, ((y - top) * width + x) * colours.samples.length, pixels, place(x, y) * 4);
  }
  if (tally.empty === tally.decoded) throw new RangeError('none of its pixels make sense');
  const line = upright.width * 4;
  return {
    ...upright,
    damaged: tally.failed > 0,
    // A copy: who reads rows may change them.
    rows: (start, end) => pixels.slice(start * line, end * line),
    close() {},
  };
}

const unsupported = (what: string) =>
  new FernglassError(
    'image-type-unsupported',
    `The file is ${what}, which cannot be shown here. Save the picture as JPEG or PNG.`,
  );
