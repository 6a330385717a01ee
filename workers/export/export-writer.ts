import { attempt, FernglassError, type Result } from '../../core';
import type { CsvStart, ExportApi, ExportFormat, PhotoResult, ResultHead } from '../protocol';
import { csvHead, csvPhoto } from './csv';
import { jsonEnd, jsonHead, jsonPhoto } from './json';

/** Characters of text that are gathered before they leave the heap for a Blob, which browsers may keep on disk. */
const PART = 1 << 20;

const TYPES: Readonly<Record<ExportFormat, string>> = { json: 'application/json', csv: 'text/csv' };

/** Writes an export part by part, so that the text is never in memory as a whole. */
export class ExportWriter implements ExportApi {
  #format: ExportFormat = 'json';
  #head: ResultHead | null = null;
  #photos = 0;
  #text = '';
  #parts: Blob[] = [];

  begin(format: ExportFormat, head: ResultHead, start: CsvStart): Promise<Result<void>> {
    return attempt(() => {
      this.#format = format;
      this.#head = head;
      this.#photos = 0;
      this.#parts = [];
      this.#text = format === 'json' ? jsonHead(head) : csvHead(head, start);
    });
  }

  add(photos: readonly PhotoResult[]): Promise<Result<void>> {
    return attempt(() => {
      const head = this.#begun();
      for (const photo of photos) {
        const first = this.#photos++ === 0;
        this.#text += this.#format === 'json' ? jsonPhoto(photo, first) : csvPhoto(photo, head);
        if (this.#text.length > PART) this.#cut();
      }
    });
  }

  finish(): Promise<Result<Blob>> {
    return attempt(() => {
      this.#begun();
      if (this.#format === 'json') this.#text += jsonEnd(this.#photos === 0);
      this.#cut();
      this.#head = null;
      return new Blob(this.#parts.splice(0), { type: TYPES[this.#format] });
    });
  }

  #begun(): ResultHead {
    if (this.#head === null)
      throw new FernglassError('input-invalid', 'An export begins with its head. Export again.');
    return this.#head;
  }

  #cut(): void {
    this.#parts.push(new Blob([this.#text]));
    this.#text = '';
  }
}
