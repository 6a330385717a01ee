import { asUint32, checkOffsets, corrupt, readHeader, readSections, writeFile } from './layout';
import type { ShardEntry } from './manifest';
import type { ListFrame } from './residual';
import type { CaptionTexts } from './shard';

const MAGIC = 'FGSHARD\n';
const VERSION = 2;
const HEADER_NUMBERS = 6;

/** One list in residual codes. */
export interface PackedList {
  /** `[n]`, unique in the index. */
  readonly ids: readonly number[];
  readonly texts: readonly string[];
  readonly frame: ListFrame;
  /** `[n, packedBytes]`. */
  readonly codes: Uint8Array;
  /** `[n]`, in units of `INVERSE_NORM_UNIT`. */
  readonly inverseNorms: Uint16Array;
}

/** A shard file of residual codes taken apart. `codes`, `centres` and `text` are views into the file. */
export interface PackedShard extends CaptionTexts {
  readonly width: number;
  readonly firstList: number;
  /** `[lists + 1]`: list `i` holds captions `listStarts[i]` up to `listStarts[i + 1]`. */
  readonly listStarts: Uint32Array;
  /** `[n]`. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** `[lists]`. */
  readonly frames: readonly ListFrame[];
  /** `[n, packedBytes]`. */
  readonly codes: Uint8Array;
  /** `[n]`. */
  readonly inverseNorms: Uint16Array;
}

/** Writes the lists `firstList`, `firstList + 1`, … as one shard file. */
export function writePackedShard(
  width: number,
  firstList: number,
  lists: readonly PackedList[],
): Uint8Array<ArrayBuffer> {
  const captions = lists.reduce((sum, { ids }) => sum + ids.length, 0);
  const packed = lists.reduce((sum, { codes }) => sum + codes.length, 0) / captions;
  lists.forEach(({ ids, texts, codes, inverseNorms, frame }, i) => {
    const fits =
      texts.length === ids.length &&
      inverseNorms.length === ids.length &&
      codes.length === ids.length * packed &&
      frame.centre.length === width;
    if (!fits) throw new RangeError(`list ${firstList + i} has ids, texts and codes of different counts`);
  });
  const encoder = new TextEncoder();
  const texts = lists.flatMap((list) => list.texts.map((text) => encoder.encode(text)));
  const text = concatenated(texts);
  const norms = new DataView(new ArrayBuffer(2 * captions));
  lists
    .flatMap(({ inverseNorms }) => [...inverseNorms])
    .forEach((norm, i) => {
      norms.setUint16(2 * i, norm, true);
    });
  const frames = new DataView(new ArrayBuffer(8 * lists.length));
  lists.forEach(({ frame }, i) => {
    frames.setFloat32(8 * i, frame.centreScale, true);
    frames.setFloat32(8 * i + 4, frame.gain, true);
  });
  return writeFile(
    MAGIC,
    VERSION,
    [width, firstList, lists.length, captions, packed, text.length],
    [
      starts(lists.map(({ ids }) => ids.length)),
      Uint32Array.from(lists.flatMap(({ ids }) => ids)),
      starts(texts.map(({ length }) => length)),
      new Uint8Array(frames.buffer),
      concatenated(
        lists.map(({ frame }) => new Uint8Array(frame.centre.buffer, frame.centre.byteOffset, width)),
      ),
      new Uint8Array(norms.buffer),
      concatenated(lists.map(({ codes }) => codes)),
      text,
    ],
  );
}

/**
 * Takes a shard file of residual codes apart and checks it against its entry; the caller has checked the hash.
 * @param packed bytes of one caption's codes
 * @param captionsTotal captions of the whole index: ids must lie below
 * @throws FernglassError `shard-corrupt`.
 */
export function readPackedShard(
  bytes: Uint8Array,
  entry: Pick<ShardEntry, 'firstList' | 'lists' | 'captions'>,
  width: number,
  packed: number,
  captionsTotal: number,
): PackedShard {
  const [itsWidth, firstList, lists, captions, itsPacked, textBytes] = readHeader(
    bytes,
    MAGIC,
    VERSION,
    HEADER_NUMBERS,
  ) as [number, number, number, number, number, number];
  if (itsWidth !== width) corrupt(`its vectors have width ${itsWidth}, not ${width}`);
  if (itsPacked !== packed) corrupt(`its vectors take ${itsPacked} bytes, not ${packed}`);
  if (firstList !== entry.firstList || lists !== entry.lists || captions !== entry.captions)
    corrupt('it holds other lists than the manifest says');
  const [listSection, idSection, textStartSection, frameSection, centres, normSection, codes, text] =
    readSections(bytes, HEADER_NUMBERS, [
      4 * (lists + 1),
      4 * captions,
      4 * (captions + 1),
      8 * lists,
      lists * width,
      2 * captions,
      captions * packed,
      textBytes,
    ]) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const listStarts = asUint32(listSection);
  const textStarts = asUint32(textStartSection);
  const ids = asUint32(idSection);
  checkOffsets(listStarts, captions, 'list offsets');
  checkOffsets(textStarts, textBytes, 'text offsets');
  if (ids.some((id) => id >= captionsTotal)) corrupt('a caption id is out of bounds');
  return {
    width,
    firstList,
    listStarts,
    ids,
    textStarts,
    text,
    frames: readFrames(frameSection, centres, width),
    codes,
    inverseNorms: readNorms(normSection),
  };
}

function readFrames(numbers: Uint8Array, centres: Uint8Array, width: number): ListFrame[] {
  const view = new DataView(numbers.buffer, numbers.byteOffset, numbers.length);
  return Array.from({ length: numbers.length / 8 }, (_, i) => {
    const centreScale = view.getFloat32(8 * i, true);
    const gain = view.getFloat32(8 * i + 4, true);
    if (!(centreScale > 0 && centreScale < Infinity && gain >= 0 && gain < Infinity))
      corrupt('a list has no scale');
    const centre = new Int8Array(centres.buffer, centres.byteOffset + i * width, width);
    return { centre, centreScale, gain };
  });
}

function readNorms(section: Uint8Array): Uint16Array {
  const view = new DataView(section.buffer, section.byteOffset, section.length);
  return Uint16Array.from({ length: section.length / 2 }, (_, i) => view.getUint16(2 * i, true));
}

function starts(lengths: readonly number[]): Uint32Array {
  const offsets = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    offsets[i + 1] = offsets[i]! + length;
  });
  return offsets;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
