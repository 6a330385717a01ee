import type { FileEntry, Manifest } from './manifest';

/** Files without which an index is not whole. */
export function neededFiles({ router, shards, tags }: Manifest): FileEntry[] {
  return [router, ...(tags?.files ?? []), ...shards];
}

/** Every file of an index, those of vector spaces included. */
export function allFiles(manifest: Manifest): FileEntry[] {
  return [...neededFiles(manifest), ...(manifest.spaces ?? []).flatMap(({ files }) => files)];
}

/** Bytes of files. */
export const sizeOf = (files: readonly FileEntry[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);
