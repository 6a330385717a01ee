import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { parse } from 'csv-parse/sync';
import { unwrap } from '../../../core';
import type { ExportRequest, PhotoResult } from '../../protocol';
import { ExportWriter } from '../export-writer';

/** What an export came to. */
export interface Made {
  readonly extension: string;
  readonly leftOut: number;
  /** Text by path; a single file is known by its ending alone. */
  readonly files: ReadonlyMap<string, string>;
  /** The rows of one of its tables, by column. */
  rows(path: string): Record<string, string>[];
}

/** Writes an export as the worker does, and opens what comes of it. */
export async function made(request: ExportRequest, photos: readonly PhotoResult[]): Promise<Made> {
  const writer = new ExportWriter();
  unwrap(await writer.begin(request));
  unwrap(await writer.add(photos));
  const { file, extension, leftOut } = unwrap(await writer.finish());
  const files = extension === 'zip' ? await unzipped(file) : new Map([[extension, await file.text()]]);
  const rows = (path: string) =>
    parse(files.get(path) ?? '', { columns: true, bom: true, record_delimiter: '\r\n' }) as Record<
      string,
      string
    >[];
  return { extension, leftOut, files, rows };
}

async function unzipped(archive: Blob): Promise<ReadonlyMap<string, string>> {
  const reader = new ZipReader(new BlobReader(archive), { useWebWorkers: false, checkSignature: true });
  const files = new Map<string, string>();
  for (const entry of await reader.getEntries())
    if (!entry.directory) files.set(entry.filename, await entry.getData(new TextWriter()));
  return files;
}
