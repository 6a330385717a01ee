import { FernglassError } from '../../../core';
import type { PhotoWarning } from '../../protocol';
import { withRightChecksums } from './formats/png';
import { withRebuiltTable } from './formats/tiff-rebuilt';
import { blockReader, type Inspected, readBlob } from './inspect';
import { examineJpeg } from './jpeg/examine';
import { damagedInside, endMissing, finePartMissing, firstOf, partMissing } from './warnings';

/** A file that a decoder reads as far as the picture goes, and what is missing of it. */
export interface Mended {
  readonly file: Blob;
  readonly warnings: readonly PhotoWarning[];
}

/** Less than this part of its data is no picture. */
const LEAST_PART = 1 / 64;
/** A larger JPEG file is not gone over: a picture within the limit of pixels takes less. */
const LARGEST_JPEG = 256 << 20;

const END_OF_JPEG = Uint8Array.of(0xff, 0xd9);
const END_OF_PNG = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);
const ZEROS = new Uint8Array(1 << 16);

/**
 * Finds what of a picture is missing in its file, and puts an end to one that has none: decoders refuse such files though
 * most or all of the picture is there.
 * @throws FernglassError `image-unreadable` where nothing of the picture is there
 */
export async function mend(file: Blob, picture: Inspected): Promise<Mended> {
  const mended = await mendOne(file, picture);
  return picture.frames > 1 ? { ...mended, warnings: [...mended.warnings, firstOf(picture.frames)] } : mended;
}

function mendOne(file: Blob, picture: Inspected): Promise<Mended> {
  if (picture.type === 'JPEG') return mendJpeg(file);
  if (picture.type === 'TIFF' && picture.cutAt !== null)
    return mendTiff(file, picture.cutAt, picture.damaged);
  return mendOther(file, picture);
}

/** A TIFF file that ends within a table, where many writers put it: behind the pixels. */
async function mendTiff(file: Blob, cutAt: number, damaged: boolean): Promise<Mended> {
  const warnings = [...(damaged ? [damagedInside()] : []), endMissing()];
  // A page that should follow lacks its table; those before it are whole.
  if (cutAt >= file.size) return { file, warnings };
  const little = new Uint8Array(await readBlob(file.slice(0, 1)))[0] === 0x49;
  const whole = await withRebuiltTable(file, blockReader(file), cutAt, little).catch((thrown) => {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  });
  if (whole === null)
    throw new FernglassError(
      'image-unreadable',
      'The TIFF file is cut short within the table behind its pixels, which says how they are written: without the missing part they cannot be read. Copy it again from where it came from.',
    );
  return { file: whole, warnings };
}

async function mendJpeg(file: Blob): Promise<Mended> {
  if (file.size > LARGEST_JPEG) return { file, warnings: [] };
  const bytes = new Uint8Array(await readBlob(file));
  const report = examineJpeg(bytes);
  if (report === null) return { file, warnings: [] };
  const { part, complete, hasEnd, damaged, cut, usable, bogus } = report;
  if (part === 0) throw nothingThere('JPEG');
  const warnings: PhotoWarning[] = [];
  // A piece lost within is damage; only a missing end makes the file incomplete.
  if (part < 1 && !(damaged && hasEnd)) warnings.push(partMissing(part));
  else if (!hasEnd) warnings.push(complete ? endMissing() : finePartMissing());
  // Someone put an end mark behind passes that are not all there.
  else if (cut && part === 1 && !damaged) warnings.push(finePartMissing());
  if (damaged) warnings.push(damagedInside());
  if (hasEnd && bogus.length === 0) return { file, warnings };
  const sound = without(
    file,
    bogus.map((at) => [startOfFill(bytes, at), at + 2] as const),
    hasEnd ? file.size : usable,
  );
  return { file: hasEnd ? sound : new Blob([sound, END_OF_JPEG]), warnings };
}

/** Bytes that fill up before a marker belong to it: one that is left behind would make another. */
function startOfFill(bytes: Uint8Array, marker: number): number {
  let at = marker;
  while (bytes[at - 1] === 0xff) at--;
  return at;
}

/** A file up to its `end`, without some stretches. */
function without(file: Blob, stretches: readonly (readonly [from: number, to: number])[], end: number): Blob {
  const starts = [0, ...stretches.map(([, to]) => to)];
  return new Blob(starts.map((from, i) => file.slice(from, Math.min(stretches[i]?.[0] ?? end, end))));
}

async function mendOther(file: Blob, { type, length, cutAt, damaged }: Inspected): Promise<Mended> {
  const warnings = damaged ? [damagedInside()] : [];
  const sound = damaged && type === 'PNG' ? await withRightChecksums(file) : file;
  if (length === null || file.size >= length) return { file: sound, warnings };
  // These say no length of the whole. If more than their end is missing, they are not decoded without it either.
  if (type === 'PNG') {
    const ended = new Blob([sound.slice(0, cutAt ?? sound.size), END_OF_PNG]);
    return { file: ended, warnings: [...warnings, endMissing()] };
  }
  if (type === 'GIF') return { file, warnings: [endMissing()] };
  const part = file.size / length;
  if (part < LEAST_PART) throw nothingThere(type);
  return { file: new Blob([file, ...zeros(length - file.size)]), warnings: [partMissing(part)] };
}

/** So many zeros, in pieces that share their memory. */
function zeros(count: number): BlobPart[] {
  const piece = new Blob([ZEROS]);
  return [
    ...Array.from({ length: Math.floor(count / ZEROS.length) }, () => piece),
    ZEROS.subarray(0, count % ZEROS.length),
  ];
}

const nothingThere = (type: string) =>
  new FernglassError(
    'image-unreadable',
    `The ${type} file is damaged or cut short before its picture begins. Copy it again from where it came from.`,
  );
