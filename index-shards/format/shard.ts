import { asUint32, checkOffsets, corrupt, readHeader, readSections, writeFile } from './layout';
import { LIMITS } from './limits';
import type { ShardEntry } from './manifest/manifest';

const MAGIC = 'FGSHARD\n';
const VERSION = 1;
const HEADER_NUMBERS = 5;

/** One list: the captions of one cluster. */
export interface List {
  /** `[n]`, unique in the index. */
  readonly ids: readonly number[];
  readonly texts: readonly string[];
  /** `[n, d]`, as the codec writes them. */
  readonly codes: Int8Array;
}

/** The captions' texts of a shard. */
export interface CaptionTexts {
  /** `[n + 1]`: where each caption's UTF-8 text starts. */
  readonly textStarts: Uint32Array;
  readonly text: Uint8Array;
}

/** A shard file of i8 codes taken apart. `codes` and `text` are views into the file. */
export interface Shard extends CaptionTexts {
  readonly width: number;
  readonly firstList: number;
  /** `[lists + 1]`: list `i` holds captions `listStarts[i]` up to `listStarts[i + 1]`. */
  readonly listStarts: Uint32Array;
  /** `[n]`. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** `[n, d]`. */
  readonly codes: Int8Array;
}

/** Writes the lists `firstList`, `firstList + 1`, … as one shard file. */
export function writeShard(
  width: number,
  firstList: number,
  lists: readonly List[],
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const texts = lists.flatMap((list) => list.texts.map((text) => encoder.encode(text)));
  const captions = texts.length;
  const listStarts = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => {
    listStarts[i + 1] = listStarts[i]! + list.ids.length;
  });
  const textStarts = new Uint32Array(captions + 1);
  texts.forEach((text, i) => {
    textStarts[i + 1] = textStarts[i]! + text.length;
  });
  const text = new Uint8Array(textStarts[captions]!);
  texts.forEach((bytes, i) => {
    text.set(bytes, textStarts[i]!);
  });
  const codes = new Int8Array(captions * width);
  lists.forEach((list, i) => {
    if (list.codes.length !== list.ids.length * width || list.texts.length !== list.ids.length)
      throw new RangeError(`list ${firstList + i} has ids, texts and codes of different counts`);
    codes.set(list.codes, listStarts[i]! * width);
  });
  const ids = Uint32Array.from(lists.flatMap((list) => list.ids));
  return writeFile(
    MAGIC,
    VERSION,
    [width, firstList, lists.length, captions, text.length],
    [listStarts, ids, textStarts, codes, text],
  );
}

/**
 * Takes a shard file apart and checks it against its entry; the caller has checked the hash.
 * @param captionsTotal captions of the whole index: ids must lie below
 * @throws FernglassError `shard-corrupt`.
 */
export function readShard(
  bytes: Uint8Array,
  entry: Pick<ShardEntry, 'firstList' | 'lists' | 'captions'>,
  width: number,
  captionsTotal: number,
): Shard {
  const header = readHeader(bytes, MAGIC, VERSION, HEADER_NUMBERS);
  const [itsWidth, firstList, lists, captions, textBytes] = header as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (itsWidth !== width) corrupt(`its vectors have width ${itsWidth}, not ${width}`);
  if (firstList !== entry.firstList || lists !== entry.lists || captions !== entry.captions)
    corrupt('it holds other lists than the manifest says');
  const sections = readSections(bytes, HEADER_NUMBERS, [
    4 * (lists + 1),
    4 * captions,
    4 * (captions + 1),
    captions * width,
    textBytes,
  ]);
  const [listSection, idSection, textStartSection, codeSection, text] = sections as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const listStarts = asUint32(listSection);
  const textStarts = asUint32(textStartSection);
  const ids = asUint32(idSection);
  checkOffsets(listStarts, captions, 'list offsets');
  checkOffsets(textStarts, textBytes, 'text offsets');
  if (ids.some((id) => id >= captionsTotal)) corrupt('a caption id is out of bounds');
  const codes = new Int8Array(codeSection.buffer, codeSection.byteOffset, codeSection.length);
  return { width, firstList, listStarts, ids, codes, textStarts, text };
}

/** Text of the shard's caption `i`; a longer one than `LIMITS.captionBytes` is cut there and ends in `…`. */
export function captionText({ text, textStarts }: CaptionTexts, i: number): string {
  const start = textStarts[i]!;
  const end = textStarts[i + 1]!;
  if (end - start <= LIMITS.captionBytes) return decoded(text.subarray(start, end));
  let cut = start + LIMITS.captionBytes;
  // Not within a character: its further bytes begin with the bits 10.
  while (cut > start && (text[cut]! & 0xc0) === 0x80) cut--;
  return `${decoded(text.subarray(start, cut))}…`;
}

/** How many of a shard's, or a list's, captions `captionText` cuts. @param textStarts `[n + 1]` */
export function countCut(textStarts: Uint32Array): number {
  let cut = 0;
  for (let i = 1; i < textStarts.length; i++)
    if (textStarts[i]! - textStarts[i - 1]! > LIMITS.captionBytes) cut++;
  return cut;
}

const decoded = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
