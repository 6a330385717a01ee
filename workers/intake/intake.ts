import { attempt, FernglassError } from '../../core';
import type { IntakeApi } from '../protocol';
import { Archive } from './archive';
import { lookAtFile } from './look';

let archive: Archive | null = null;

const opened = (): Archive => {
  if (archive === null) throw new FernglassError('input-invalid', 'The archive is not open: add it again.');
  return archive;
};

/** Null where the page is served without https: browsers give digests to secure pages alone. */
async function digest(file: Blob): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  try {
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    return null;
  }
}

/** What the worker does. */
export const intake: IntakeApi = {
  look: (files) => attempt(() => Promise.all(files.map(lookAtFile))),
  digests: (files) =>
    attempt(async () => {
      const all: (string | null)[] = [];
      // One after another: a file is in memory while it is read.
      for (const file of files) all.push(await digest(file));
      return all;
    }),
  openArchive: (file) =>
    attempt(async () => {
      archive = null;
      archive = await Archive.open(file);
      return archive.entries;
    }),
  lookInArchive: (at) => attempt(() => opened().look(at)),
  unpack: (at) => attempt(() => opened().unpack(at), 'input-invalid'),
  textsOfParquet: (file) =>
    attempt(async () => {
      // Few folders hold such files: what reads them is loaded with the first.
      const { readTexts } = await import('./parquet');
      return readTexts(file);
    }),
  giveUp: async () => archive?.giveUp(),
};
