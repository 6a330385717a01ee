import { FernglassError } from '../../../../core';
import { fieldsOf } from '../protobuf';
import { hexDigest } from './digest';

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
  const digest = record?.sha256 === undefined ? null : await hexDigest(bytes);
  if (digest !== null && digest !== record?.sha256)
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
function checkOnnx(bytes: Uint8Array<ArrayBuffer>, url: string): void {
  let hasGraph = false;
  try {
    for (const { number } of fieldsOf(bytes)) hasGraph ||= number === GRAPH;
  } catch {
    throw unreadable(url, 'it is damaged or cut short (no whole ONNX file)');
  }
  if (!hasGraph) throw unreadable(url, 'it is damaged or no ONNX file (it holds no graph)');
}

function isMarkup(bytes: Uint8Array): boolean {
  return /^(\xef\xbb\xbf)?\s*</.test(String.fromCharCode(...bytes.subarray(0, 64)));
}

function unreadable(url: string, why: string): FernglassError {
  return new FernglassError(
    'model-unreadable',
    `${url} cannot be used: ${why}. Check the model's address and load it again.`,
  );
}
