import { BlobReader, ZipWriter } from '@zip.js/zip.js';
import type { ExportPreview } from '../protocol';
import type { Piece } from './formats/format';

/** Characters of text that are gathered before they leave the heap for a Blob, which browsers may keep on disk. */
const PART = 1 << 20;

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  zip: 'application/zip',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
};

/** One file of an export. */
class OutputFile {
  readonly #parts: Blob[] = [];
  #text = '';
  #beginning = '';

  add(text: string, beginning: number): void {
    if (this.#beginning.length < beginning) this.#beginning += text.slice(0, beginning);
    this.#text += text;
    if (this.#text.length > PART) this.#cut();
  }

  addWhole(content: Blob): void {
    this.#parts.push(content);
  }

  get beginning(): string {
    return this.#beginning;
  }

  finish(type: string): Blob {
    this.#cut();
    return new Blob(this.#parts.splice(0), { type });
  }

  #cut(): void {
    if (this.#text !== '') this.#parts.push(new Blob([this.#text]));
    this.#text = '';
  }
}

/** Characters of each file that stay at hand for a preview. */
const BEGINNING = 20_000;

/** The files of an export while it is written, so that their text is never in memory as a whole. */
export class Output {
  readonly #files = new Map<string, OutputFile>();

  add(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      const file = this.#files.get(piece.path) ?? new OutputFile();
      this.#files.set(piece.path, file);
      if ('text' in piece) file.add(piece.text, BEGINNING);
      else file.addWhole(piece.content);
    }
  }

  /** Its files, each to be taken once. */
  *files(): Generator<readonly [path: string, file: Blob]> {
    for (const [path, file] of this.#files) yield [path, file.finish('')];
  }

  /** The beginnings of its text files. */
  preview(characters: number): ExportPreview[] {
    return [...this.#files].flatMap(([path, { beginning }]) =>
      beginning === '' ? [] : [{ path, text: beginning.slice(0, characters) }],
    );
  }

  /** The only file, or an archive of all of them. @param archive whether one file is put into an archive too */
  async finish(archive: boolean): Promise<{ readonly file: Blob; readonly extension: string }> {
    const [first] = this.#files;
    if (!archive && this.#files.size === 1) {
      const [path, file] = first!;
      const extension = path.slice(path.lastIndexOf('.') + 1);
      return { file: file.finish(TYPES[extension] ?? ''), extension };
    }
    return { file: await this.#zip(), extension: 'zip' };
  }

  async #zip(): Promise<Blob> {
    const parts: Blob[] = [];
    let chunks: Uint8Array<ArrayBuffer>[] = [];
    let held = 0;
    const cut = () => {
      parts.push(new Blob(chunks));
      chunks = [];
      held = 0;
    };
    const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
      write(chunk) {
        chunks.push(chunk.slice());
        held += chunk.length;
        if (held > PART) cut();
      },
    });
    const zip = new ZipWriter(sink, { useWebWorkers: false, extendedTimestamp: false });
    for (const [path, file] of this.#files) {
      // Pictures are compressed already.
      const level = file.beginning === '' ? 0 : 6;
      await zip.add(path, new BlobReader(file.finish('')), { level });
    }
    await zip.close();
    cut();
    return new Blob(parts, { type: TYPES.zip! });
  }
}
