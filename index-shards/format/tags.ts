import { asUint16, corrupt, readHeader, readSections, writeFile } from './layout';
import type { CaptionTags, ShardEntry } from './manifest/manifest';

const MAGIC = 'FGTAGSET';
const VERSION = 1;
const HEADER_NUMBERS = 2;

/**
 * Tags of one shard's captions, in the order of the shard, `[n]` each: 0 where a caption has none, otherwise 1 + the
 * tag's place in the manifest.
 */
export interface ShardTags {
  readonly languages: Uint16Array;
  readonly sources: Uint16Array;
}

/** Writes the tags of one shard's captions as one file. */
export function writeTags(firstList: number, { languages, sources }: ShardTags): Uint8Array<ArrayBuffer> {
  const sections = [languages, sources].map(littleEndian);
  return writeFile(MAGIC, VERSION, [firstList, languages.length], sections);
}

/**
 * Takes such a file apart and checks that it belongs to a shard; the caller has checked the hash.
 * @throws FernglassError `shard-corrupt`.
 */
export function readTags(
  bytes: Uint8Array,
  shard: Pick<ShardEntry, 'firstList' | 'captions'>,
  names: Pick<CaptionTags, 'languages' | 'sources'>,
): ShardTags {
  const [firstList, captions] = readHeader(bytes, MAGIC, VERSION, HEADER_NUMBERS) as [number, number];
  if (firstList !== shard.firstList || captions !== shard.captions)
    corrupt('it holds tags of other captions than the manifest says');
  const sections = readSections(bytes, HEADER_NUMBERS, [2 * captions, 2 * captions]);
  const [languages, sources] = sections.map(asUint16) as [Uint16Array, Uint16Array];
  if (languages.some((tag) => tag > names.languages.length)) corrupt('a language is out of bounds');
  if (sources.some((tag) => tag > names.sources.length)) corrupt('a source is out of bounds');
  return { languages, sources };
}

function littleEndian(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setUint16(2 * i, value, true);
  });
  return bytes;
}
