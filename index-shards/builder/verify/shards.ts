import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FernglassError } from '../../../core';
import { InflatedTexts } from '../../../workers/retrieval/cache/inflated-texts';
import { type LoadedShard, loadShard } from '../../../workers/retrieval/cache/loaded-shard';
import type { Kernels, Scan } from '../../../workers/retrieval/kernels';
import { ResidualSearch } from '../../../workers/retrieval/kernels';
import { kernelsInNode } from '../../../workers/retrieval/kernels/node';
import {
  type FileEntry,
  type Manifest,
  type RouterFile,
  readResidualFile,
  readRouter,
  type ShardEntry,
  verifyBytes,
} from '../../format';

/**
 * Reads a file of an index and checks its length and hash.
 * @throws FernglassError `shard-not-found`, `shard-corrupt`
 */
export async function readIndexFile(folder: string, entry: FileEntry): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(join(folder, entry.name)));
  } catch (cause) {
    throw new FernglassError('shard-not-found', `The index in ${folder} lacks ${entry.name}.`, { cause });
  }
  await verifyBytes(bytes, entry);
  return bytes;
}

/** Takes an index's shards into memory as the app does, and searches them, one at a time. */
export class ShardReader {
  private constructor(
    private readonly folder: string,
    private readonly manifest: Manifest,
    private readonly kernels: Kernels,
    private readonly residual: ResidualSearch | null,
    readonly router: RouterFile,
  ) {}

  /** @throws FernglassError `shard-not-found`, `shard-corrupt` when the router is missing or damaged. */
  static async open(folder: string, manifest: Manifest): Promise<ShardReader> {
    const { codec, lists, model } = manifest;
    const bytes = await readIndexFile(folder, manifest.router);
    const router = readRouter(bytes, lists, model.width, codec.kind === 'i8' ? 1 : 2);
    const kernels = await kernelsInNode(model.width);
    kernels.openRouter(router.graph, lists).free();
    const residual =
      codec.kind === 'i8' ? null : new ResidualSearch(kernels, readResidualFile(router.codec, model.width));
    return new ShardReader(folder, manifest, kernels, residual, router);
  }

  /**
   * A shard, with rows counted from 0; its block is to be freed.
   * @throws FernglassError `shard-not-found`, `shard-corrupt`
   */
  async load(entry: ShardEntry): Promise<LoadedShard> {
    const bytes = await readIndexFile(this.folder, entry);
    return loadShard(this.manifest, entry, bytes, 0, this.kernels, this.residual, new InflatedTexts(), null);
  }

  /** Starts a search for the k captions of loaded shards nearest to `query`. */
  scan(query: Float32Array, k: number): Scan {
    return (this.residual ?? this.kernels).scan(query, k);
  }
}
