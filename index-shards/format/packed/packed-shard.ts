import {
  asUint16,
  asUint32,
  checkOffsets,
  concatenated,
  corrupt,
  readHeader,
  readSections,
  writeFile,
} from '../layout';
import type { ShardEntry } from '../manifest/manifest';
import type { ListFrame } from './residual';
import { type TextBlock, writeTexts } from './texts';

const MAGIC = 'FGSHARD\n';
const VERSION = 2;
export const HEADER_NUMBERS = 6;
/** Numbers per list: texts' bytes deflated and plain. */
export const TEXT_NUMBERS = 2;

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

/** A shard file of residual codes taken apart. `codes`, centres and texts are views into the file. */
export interface PackedShard {
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
  /** `[lists]`. */
  readonly texts: readonly TextBlock[];
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
  const texts = lists.map((list) => writeTexts(list.texts));
  const text = concatenated(texts.map(({ deflated }) => deflated));
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
      Uint32Array.from(texts.flatMap(({ deflated, length }) => [deflated.length, length])),
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

/** Lengths of a file's sections in their order: starts of lists, ids, numbers of texts, frames, centres, norms, codes. */
export const sectionLengths = (lists: number, captions: number, width: number, packed: number) => [
  4 * (lists + 1),
  4 * captions,
  4 * TEXT_NUMBERS * lists,
  8 * lists,
  lists * width,
  2 * captions,
  captions * packed,
];

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
  const [listSection, idSection, textNumbers, frameSection, centres, normSection, codes, text] = readSections(
    bytes,
    HEADER_NUMBERS,
    [...sectionLengths(lists, captions, width, packed), textBytes],
  ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const listStarts = asUint32(listSection);
  const ids = asUint32(idSection);
  checkOffsets(listStarts, captions, 'list offsets');
  if (ids.some((id) => id >= captionsTotal)) corrupt('a caption id is out of bounds');
  return {
    width,
    firstList,
    listStarts,
    ids,
    frames: readFrames(frameSection, centres, width),
    codes,
    inverseNorms: asUint16(normSection),
    texts: readBlocks(asUint32(textNumbers), text),
  };
}

/** Scales and centres `[lists, d]` of some lists. */
export function readFrames(numbers: Uint8Array, centres: Uint8Array, width: number): ListFrame[] {
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

function readBlocks(numbers: Uint32Array, text: Uint8Array): TextBlock[] {
  let end = 0;
  const blocks = Array.from({ length: numbers.length / TEXT_NUMBERS }, (_, i) => {
    const start = end;
    end += numbers[TEXT_NUMBERS * i]!;
    return { length: numbers[TEXT_NUMBERS * i + 1]!, deflated: text.subarray(start, end) };
  });
  if (end !== text.length) corrupt('texts do not span their section');
  return blocks;
}

function starts(lengths: readonly number[]): Uint32Array {
  const offsets = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    offsets[i + 1] = offsets[i]! + length;
  });
  return offsets;
}
