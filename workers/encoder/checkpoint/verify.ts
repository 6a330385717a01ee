import { FernglassError } from '../../../core';

/** What is known of a file beforehand. */
export interface FileRecord {
  readonly bytes: number;
  /** Lower-case hexadecimal; absent where the host does not say. */
  readonly sha256?: string;
}

/**
 * Checks that `bytes` are the file they should be: of the stated length and digest, and inside what the name says.
 * @throws FernglassError `model-unreadable` naming `url`
 */
export async function verifyFile(
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
  url: string,
  record?: FileRecord,
): Promise<void> {
  if (isMarkup(bytes)) throw unreadable(url, 'a web page came instead of the file');
  if (record && bytes.length !== record.bytes)
    throw unreadable(url, `${bytes.length} bytes came instead of ${record.bytes}`);
  if (file.endsWith('.json')) checkJson(bytes, url);
  if (file.endsWith('.onnx')) checkOnnx(bytes, url);
  // Browsers offer digests to https pages and to this machine's own alone.
  if (record?.sha256 && crypto.subtle && (await sha256(bytes)) !== record.sha256)
    throw unreadable(url, 'its content does not match its checksum');
}

function checkJson(bytes: Uint8Array, url: string): void {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw unreadable(url, 'it is damaged or cut short (no valid JSON)');
  }
}

/** Field of ONNX's ModelProto that holds the graph. */
const GRAPH = 7;

/**
 * Walks the outermost fields of the protobuf message. The graph is one field that states its own length, so a file cut
 * anywhere does not end where its last field does. (A session made from such a file would spoil the whole worker.)
 */
function checkOnnx(bytes: Uint8Array, url: string): void {
  let offset = 0;
  let hasGraph = false;
  while (offset < bytes.length) {
    const tag = readVarint(bytes, offset);
    const field = Math.floor(tag.value / 8);
    const end = fieldEnd(bytes, tag.end, tag.value % 8);
    if (field === 0 || !(end <= bytes.length))
      throw unreadable(url, 'it is damaged or cut short (no whole ONNX file)');
    hasGraph ||= field === GRAPH;
    offset = end;
  }
  if (!hasGraph) throw unreadable(url, 'it is damaged or no ONNX file (it holds no graph)');
}

/** Where a field's content ends; NaN for a kind of field that does not exist. */
function fieldEnd(bytes: Uint8Array, start: number, kind: number): number {
  if (kind === 0) return readVarint(bytes, start).end;
  if (kind === 1) return start + 8;
  if (kind === 5) return start + 4;
  if (kind !== 2) return Number.NaN;
  const length = readVarint(bytes, start);
  return length.end + length.value;
}

function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: start + i + 1 };
  }
  return { value: Number.NaN, end: Number.NaN };
}

function isMarkup(bytes: Uint8Array): boolean {
  return /^(\xef\xbb\xbf)?\s*</.test(String.fromCharCode(...bytes.subarray(0, 64)));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function unreadable(url: string, why: string): FernglassError {
  return new FernglassError(
    'model-unreadable',
    `${url} cannot be used: ${why}. Check the model's address and load it again.`,
  );
}
