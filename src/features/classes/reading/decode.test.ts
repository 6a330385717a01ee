import { describe, expect, it } from 'vitest';
import { decodeTextFile } from './decode';

const NAMES = 'Größe\nfougère\n“fern”';

const utf16 = (text: string, isBig: boolean) => {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), !isBig);
  return bytes;
};

const fileOf = (bytes: BlobPart, name = 'list.txt') => new File([bytes], name);

describe('reading text files', () => {
  it('reads UTF-8, with and without its mark', async () => {
    expect(await decodeTextFile(fileOf(NAMES))).toEqual({ text: NAMES, encoding: null });
    expect(await decodeTextFile(fileOf(`\ufeff${NAMES}`))).toEqual({ text: NAMES, encoding: null });
  });

  it('reads UTF-16 of both orders, with and without its mark', async () => {
    for (const isBig of [false, true])
      for (const mark of ['\ufeff', ''])
        expect(await decodeTextFile(fileOf(utf16(mark + NAMES, isBig)))).toEqual({
          text: NAMES,
          encoding: 'UTF-16',
        });
  });

  it('reads what is no UTF-8 as Windows-1252, and says so', async () => {
    const bytes = new Uint8Array([0x47, 0x72, 0xf6, 0xdf, 0x65]);
    expect(await decodeTextFile(fileOf(bytes))).toEqual({ text: 'Größe', encoding: 'Windows-1252' });
  });

  it('says what to do with a spreadsheet and with what is no text', async () => {
    await expect(decodeTextFile(fileOf('PK\x03\x04…', 'ferns.xlsx'))).rejects.toMatchObject({
      code: 'list-unreadable',
      message: expect.stringMatching(/“ferns.xlsx”.*Save the names as CSV or text, or copy the cells/),
    });
    await expect(decodeTextFile(fileOf(new Uint8Array([1, 0, 0, 2, 0, 0])))).rejects.toMatchObject({
      code: 'list-unreadable',
    });
  });

  it('says what to do with a file that cannot be read any more', async () => {
    const gone = fileOf(NAMES);
    gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    await expect(decodeTextFile(gone)).rejects.toMatchObject({ code: 'list-unreadable' });
  });
});
