import { FernglassError } from '../../../core';
import { allFiles, type Manifest, parseManifest, readShard, verifyBytes } from '../../../index-shards/format';
import { Archive } from '../../intake/archive';

/** An index as an archive holds it, every file of it checked. */
export interface ExportedIndex {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

const MANIFEST = /(^|\/)manifest\.json$/;

/**
 * Reads an index out of a ZIP archive: the folder that any host serves, packed.
 * @throws FernglassError `input-invalid` where it is no index, or holds no captions that this browser can add to;
 *   `shard-corrupt`, `shard-not-found` where a file is damaged or missing.
 */
export async function readExported(archive: Blob): Promise<ExportedIndex> {
  const zip = await Archive.open(archive);
  const places = new Map(zip.entries.map(({ path }, at) => [path, at]));
  const [manifestPath, ...others] = [...places.keys()].filter((path) => MANIFEST.test(path));
  if (manifestPath === undefined || others.length > 0)
    throw new FernglassError(
      'input-invalid',
      manifestPath === undefined
        ? 'The archive holds no index: there is no manifest.json in it. Choose one that was exported here, or the packed folder of an index.'
        : 'The archive holds several indexes. Pack each by itself.',
    );
  const folder = manifestPath.replace(/manifest\.json$/, '');
  const manifest = readManifest(await textOf(zip, places.get(manifestPath)!));
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const entry of allFiles(manifest)) {
    const at = places.get(folder + entry.name);
    if (at === undefined)
      throw new FernglassError(
        'shard-not-found',
        `The archive lacks ${entry.name}, a part of “${manifest.title}”. Export it again.`,
      );
    const bytes = new Uint8Array(await (await zip.unpack(at)).content.arrayBuffer());
    await verifyBytes(bytes, entry);
    files.set(entry.name, bytes);
  }
  for (const shard of manifest.shards)
    readShard(files.get(shard.name)!, shard, manifest.model.width, manifest.captions);
  return { manifest, files };
}

function readManifest(text: string): Manifest {
  let manifest: Manifest;
  try {
    manifest = parseManifest(JSON.parse(text));
  } catch (error) {
    if (error instanceof FernglassError) throw error;
    throw new FernglassError(
      'input-invalid',
      'The manifest.json of the archive cannot be read. Export the index again.',
    );
  }
  if (manifest.codec.kind !== 'i8')
    throw new FernglassError(
      'input-invalid',
      `“${manifest.title}” is packed as the builder packs large indexes. Put its folder on a host and open its address instead.`,
    );
  return manifest;
}

async function textOf(zip: Archive, at: number): Promise<string> {
  return (await zip.unpack(at)).content.text();
}
