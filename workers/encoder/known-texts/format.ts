import { type Embeddings, FernglassError } from '../../../core';
import { PRECISION_SUFFIXES, type Precision } from '../../protocol';

/**
 * Texts whose embeddings lie beside a checkpoint, in a file of its own for every precision of the text tower:
 *
 *     0  magic "FGTE"            4  format version, u32
 *     8  SHA-256 of all after   40  bytes of the description, u32
 *    44  the description, JSON, padded with spaces to a multiple of four bytes
 *        embeddings, float32 [texts][width]
 *
 * All numbers are little-endian.
 */
export interface TextEmbeddings extends TextEmbeddingsOrigin {
  readonly texts: readonly string[];
  /** `[texts.length, d]`, normalised. */
  readonly embeddings: Embeddings;
}

/** Which tower embedded the texts. */
export interface TextEmbeddingsOrigin {
  /** `fingerprintOf` the checkpoint. */
  readonly fingerprint: string;
  readonly precision: Precision;
  /** SHA-256 of the text tower's weights, in lower-case hexadecimal. */
  readonly tower: string;
}

type Description = TextEmbeddingsOrigin & { readonly width: number; readonly texts: readonly string[] };

export const TEXT_EMBEDDINGS_VERSION = 1;

const MAGIC = 'FGTE';
const DIGEST_AT = 8;
const LENGTH_AT = 40;
const DESCRIPTION_AT = 44;

/** The file's name in a checkpoint. */
export function textEmbeddingsFile(precision: Precision): string {
  return `text-embeddings${PRECISION_SUFFIXES[precision]}.bin`;
}

/** Writes the file. */
export async function encodeTextEmbeddings(content: TextEmbeddings): Promise<Uint8Array<ArrayBuffer>> {
  const { embeddings, texts, fingerprint, precision, tower } = content;
  if (embeddings.count !== texts.length) throw new RangeError('One embedding is needed for every text.');
  const description: Description = { fingerprint, precision, tower, width: embeddings.width, texts };
  const json = new TextEncoder().encode(JSON.stringify(description));
  const padded = Math.ceil(json.length / 4) * 4;
  const bytes = new Uint8Array(DESCRIPTION_AT + padded + embeddings.data.length * 4);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(4, TEXT_EMBEDDINGS_VERSION, true);
  view.setUint32(LENGTH_AT, padded, true);
  bytes.fill(0x20, DESCRIPTION_AT, DESCRIPTION_AT + padded);
  bytes.set(json, DESCRIPTION_AT);
  embeddings.data.forEach((value, i) => {
    view.setFloat32(DESCRIPTION_AT + padded + 4 * i, value, true);
  });
  bytes.set(await digest(bytes.subarray(LENGTH_AT)), DIGEST_AT);
  return bytes;
}

/**
 * Reads the file, checked by its digest.
 * @throws FernglassError `model-unreadable` where it is damaged or of another version
 */
export async function decodeTextEmbeddings(bytes: Uint8Array<ArrayBuffer>): Promise<TextEmbeddings> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < DESCRIPTION_AT || new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC)
    throw unreadable('they are no such file');
  const version = view.getUint32(4, true);
  if (version !== TEXT_EMBEDDINGS_VERSION)
    throw unreadable(`they are of format ${version}, not ${TEXT_EMBEDDINGS_VERSION}`);
  const stored = bytes.subarray(DIGEST_AT, LENGTH_AT);
  if ((await digest(bytes.subarray(LENGTH_AT))).some((byte, i) => byte !== stored[i]))
    throw unreadable('their content does not match their checksum');
  // What follows was written by `encodeTextEmbeddings`, byte for byte.
  const start = DESCRIPTION_AT + view.getUint32(LENGTH_AT, true);
  const json = new TextDecoder().decode(bytes.subarray(DESCRIPTION_AT, start));
  const { width, texts, fingerprint, precision, tower } = JSON.parse(json) as Description;
  const data = new Float32Array(texts.length * width);
  if (bytes.length !== start + data.length * 4) throw unreadable('they are not as long as they should be');
  for (let i = 0; i < data.length; i++) data[i] = view.getFloat32(start + 4 * i, true);
  return { fingerprint, precision, tower, texts, embeddings: { count: texts.length, width, data } };
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function unreadable(why: string): FernglassError {
  return new FernglassError(
    'model-unreadable',
    `The text embeddings beside the model cannot be used: ${why}. Make them anew with npm run pocket:texts.`,
  );
}
