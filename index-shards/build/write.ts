import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalIndex } from '../../workers/retrieval/local';
import type { Manifest } from '../format';
import type { BuiltIndex } from './build';
import { exactIds, meanRecall } from './clip';

/**
 * Writes an index into a directory and measures it there: the manifest comes last, with the recall@10 of the held-out
 * queries on the files as they were written. Files of an earlier build go.
 */
export async function writeIndex(directory: string, built: BuiltIndex): Promise<Manifest> {
  await mkdir(directory, { recursive: true });
  for (const [name, bytes] of built.files) await writeFile(join(directory, name), bytes);
  await writeManifest(directory, built.manifest);
  const index = await openLocalIndex(directory);
  const { hits } = index.search(built.heldOut, 10);
  const found = hits.map((list) => list.map(({ id }) => id));
  const value = meanRecall(found, exactIds(built.embeddings, built.heldOut, 10));
  const recall = { at: 10, queries: built.heldOut.count, value: Number(value.toFixed(4)) } as const;
  const manifest: Manifest = { ...built.manifest, recall };
  await writeManifest(directory, manifest);
  for (const name of await readdir(directory))
    if (/^[0-9a-f]{64}\.bin$/.test(name) && !built.files.has(name)) await rm(join(directory, name));
  return manifest;
}

/** In one step: a host that is read while it is written sees the old manifest or the new one. */
async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const file = join(directory, 'manifest.json');
  await writeFile(`${file}.new`, `${JSON.stringify(manifest, null, 1)}\n`);
  await rename(`${file}.new`, file);
}
