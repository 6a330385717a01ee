import { attempt, FernglassError, type Result } from '../../core';
import type { ExportApi, ExportPreview, ExportRequest, PhotoResult, WrittenExport } from '../protocol';
import { FolderOutput } from './folder-output';
import { FORMATS } from './formats';
import type { Format } from './formats/format';
import { Output } from './output';

/** Writes an export photo by photo, in the form that the request names. */
export class ExportWriter implements ExportApi {
  #format: Format | null = null;
  #output: Output | FolderOutput = new Output();

  begin(request: ExportRequest): Promise<Result<void>> {
    return attempt(async () => {
      this.#format = null;
      const format = FORMATS[request.format](request);
      const { into } = request;
      this.#output = into === undefined ? new Output() : new FolderOutput(into.folder, into.name);
      await this.#output.add(format.begin());
      this.#format = format;
    });
  }

  add(photos: readonly PhotoResult[]): Promise<Result<void>> {
    return attempt(async () => {
      const format = this.#begun();
      for (const photo of photos) await this.#output.add(await format.photo(photo));
    });
  }

  finish(): Promise<Result<WrittenExport>> {
    return attempt(async () => {
      const format = await this.#end();
      const { leftOut } = format;
      if (this.#output instanceof FolderOutput)
        return { file: new Blob(), extension: '', folder: await this.#output.finish(), leftOut };
      return { ...(await this.#output.finish(format.archive)), folder: null, leftOut };
    });
  }

  preview(characters: number): Promise<Result<readonly ExportPreview[]>> {
    return attempt(async () => {
      await this.#end();
      return this.#output instanceof Output ? this.#output.preview(characters) : [];
    });
  }

  async #end(): Promise<Format> {
    const format = this.#begun();
    this.#format = null;
    await this.#output.add(await format.end());
    return format;
  }

  #begun(): Format {
    if (this.#format === null)
      throw new FernglassError('input-invalid', 'An export begins with its head. Export again.');
    return this.#format;
  }
}
