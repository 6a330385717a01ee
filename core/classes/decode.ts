/** A text file's words, and how its bytes were read where that was not UTF-8. */
export interface DecodedText {
  readonly text: string;
  /** For the user: “Windows-1252”; null for UTF-8. */
  readonly encoding: string | null;
}

/**
 * Reads a text file's bytes: UTF-8, UTF-16 with its mark (or with so many zeros that it can be nothing else), or Windows-1252
 * for bytes that are no UTF-8. What is no text at all holds the letter of number 0 then.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
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
