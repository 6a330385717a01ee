import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alignedBuffer, bytesOf, FileWriter } from '../stages/files';
import { TextLines, TextLinesWriter } from '../stages/text-lines';

/**
 * Captions on disk: `captions.txt`, one a line in the order of their ids, and the row of the input that each was (u32).
 * With pictures, `pictures.txt` holds the file name of each caption's picture, or an empty line.
 */
export class CaptionWriter {
  readonly #captions: TextLinesWriter;
  readonly #pictures: TextLinesWriter | null;
  readonly #rows: FileWriter;
  readonly #row = new Uint32Array(1);

  constructor(folder: string, withPictures: boolean) {
    this.#captions = new TextLinesWriter(folder, 'captions');
    this.#pictures = withPictures ? new TextLinesWriter(folder, 'pictures') : null;
    this.#rows = new FileWriter(join(folder, 'rows.u32'));
  }

  add(text: string, row: number, picture: string): void {
    this.#row[0] = row;
    this.#captions.add(text);
    this.#pictures?.add(picture.replace(/[\r\n]/g, ' '));
    this.#rows.write(bytesOf(this.#row));
  }

  close(): void {
    for (const file of [this.#captions, this.#pictures, this.#rows]) file?.close();
  }
}

/** The captions in a folder, by id. */
export const openCaptions = (folder: string) => new TextLines(folder, 'captions');

/** The file name of each caption's picture, empty where it has none. */
export const openPictures = (folder: string) => new TextLines(folder, 'pictures');

/** The row of the input that each caption was, `[captions]`, rising. */
export function captionRows(folder: string): Uint32Array {
  return new Uint32Array(alignedBuffer(readFileSync(join(folder, 'rows.u32'))));
}
