import { sniff } from '../encoder/image/sniff';
import type { Looked, NamedBlob } from '../protocol';
import { recogniseText } from './side-files';

/** Bytes of a file's beginning and of its end that tell what it is. */
export const HEAD = 65_536;

/** What `sniff` knows and nobody would call a picture. */
const NO_PICTURE = /document|archive|video/;

/** Further kinds that lie in folders of photos, by their first bytes. */
const OTHERS: readonly (readonly [bytes: string, words: string, kind?: 'archive'])[] = [
  ['PK\x03\x04', 'a ZIP archive', 'archive'],
  ['PK\x05\x06', 'an empty ZIP archive', 'archive'],
  ['Rar!', 'a RAR archive: unpack it first', 'archive'],
  ['7z\xbc\xaf', 'a 7z archive: unpack it first', 'archive'],
  ['\x1f\x8b', 'a gzip archive: unpack it first', 'archive'],
  ['RIFF', 'a video or sound'],
  ['ID3', 'sound'],
  ['OggS', 'sound or a video'],
  ['fLaC', 'sound'],
  ['SQLite format 3', 'a database'],
  ['%PDF', 'a PDF document'],
];

/** Office documents are ZIP archives within; nobody means them as one. */
const OFFICE = /\.(?:docx|xlsx|pptx|odt|ods|odp|epub|kmz|apk|jar)$/i;

/**
 * What a file is by its content first and its name second.
 * @param head its first bytes: all of it, or `HEAD`
 * @param tail its last bytes, where the head is not all of it
 */
export function lookAt(name: string, head: Uint8Array, tail: Uint8Array = new Uint8Array()): Looked {
  if (head.length === 0) return { kind: 'other', words: 'an empty file' };
  if (isPicture(head)) return { kind: 'picture', words: 'a picture' };
  const latin = String.fromCharCode(...head.subarray(0, 16));
  const known = OTHERS.find(([bytes]) => latin.startsWith(bytes));
  if (known !== undefined) {
    const [, words, kind] = known;
    if (kind === 'archive' && OFFICE.test(name))
      return { kind: 'other', words: 'an office document or the like' };
    return { kind: kind ?? 'other', words };
  }
  const sniffed = sniff(head.subarray(0, 4096));
  if (sniffed.kind === 'other') return { kind: 'other', words: sniffed.name };
  if (head.includes(0)) return { kind: 'other', words: 'no picture' };
  const decoder = new TextDecoder();
  const recognised = recogniseText(name, decoder.decode(head), decoder.decode(tail));
  return recognised ?? { kind: 'other', words: 'text' };
}

function isPicture(head: Uint8Array): boolean {
  const sniffed = sniff(head.subarray(0, 4096));
  if (sniffed.kind === 'other') return !NO_PICTURE.test(sniffed.name);
  if (sniffed.kind !== 'image') return false;
  // “BM” is how many a text begins; a bitmap goes on with four bytes of zero and the size of its header.
  return sniffed.type !== 'BMP' || (head.length > 26 && head.subarray(6, 10).every((byte) => byte === 0));
}

/** Reads what `lookAt` needs of a file. */
export async function lookAtFile({ name, content }: NamedBlob): Promise<Looked> {
  try {
    const bytes = async (part: Blob) => new Uint8Array(await part.arrayBuffer());
    const head = await bytes(content.slice(0, HEAD));
    const tail =
      content.size > HEAD ? await bytes(content.slice(Math.max(HEAD, content.size - HEAD))) : undefined;
    return lookAt(name, head, tail);
  } catch {
    return { kind: 'other', words: 'a file that could not be read' };
  }
}
