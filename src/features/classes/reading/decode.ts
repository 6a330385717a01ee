import { type DecodedText, decodeText, FernglassError } from '../../../../core';

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
  const decoded = decodeText(bytes);
  if (decoded.text.includes('\0'))
    throw new FernglassError('list-unreadable', `${name} is no text. Choose a list of names as text or CSV.`);
  return decoded;
}
