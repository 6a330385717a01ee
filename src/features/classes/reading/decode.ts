import { FernglassError } from '../../../../core';

/** A text file's words, and how its bytes were read where that was not UTF-8. */
export interface DecodedText {
  readonly text: string;
  /** For the user: “Windows-1252”; null for UTF-8. */
  readonly encoding: string | null;
}

/** Larger files are no class lists. */
const MOST_BYTES = 32_000_000;

/** What people take for a list and what is none to a program, by its first bytes. */
const OTHERS: readonly (readonly [string, string])[] = [
  ['PK', 'is a spreadsheet, a document or an archive'],
  ['\xd0\xcf\x11\xe0', 'is a spreadsheet or a document of an older kind'],
  ['%PDF', 'is a PDF'],
  ['{\\rtf', 'is a formatted document'],
];

/**
 * Reads a text file: UTF-8, UTF-16 with its mark (or with so many zeros that it can be nothing else), or Windows-1252 for
 * bytes that are no UTF-8.
 * @throws FernglassError `list-unreadable` for what is no text, saying what to do
 */
export async function decodeTextFile(file: Blob & { readonly name?: string }): Promise<DecodedText> {
  const name = file.name === undefined ? 'The file' : `“${file.name}”`;
  if (file.size > MOST_BYTES)
    throw new FernglassError(
      'list-unreadable',
      `${name} is larger than 32 MB, and no class list. Choose a list of names.`,
    );
  const bytes = new Uint8Array(
    await file.arrayBuffer().catch((cause) => {
      throw new FernglassError('list-unreadable', `${name} could not be read. Choose it again.`, { cause });
    }),
  );
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  const other = OTHERS.find(([magic]) => start.startsWith(magic));
  if (other !== undefined)
    throw new FernglassError(
      'list-unreadable',
      `${name} ${other[1]}. Save the names as CSV or text, or copy the cells and paste them.`,
    );
  const decoded = decode(bytes);
  if (decoded.text.includes('\0'))
    throw new FernglassError('list-unreadable', `${name} is no text. Choose a list of names as text or CSV.`);
  return decoded;
}

function decode(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return { text: new TextDecoder(utf16).decode(bytes), encoding: 'UTF-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: null };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
  }
}

/** The label of UTF-16, by its mark, or by the zeros of plain letters in every second byte. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const looked = bytes.subarray(0, 512);
  const zeros = [0, 0];
  looked.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]!++;
  });
  const most = looked.length / 4;
  if (zeros[1]! > most && zeros[0] === 0) return 'utf-16le';
  if (zeros[0]! > most && zeros[1] === 0) return 'utf-16be';
  return null;
}
