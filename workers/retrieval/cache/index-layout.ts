import type { Manifest } from '../../../index-shards/format';
import { lastAtMost } from '../kernels';

/** Which shard a list, a file or a row of an index is in. A row is a caption's number within the index. */
export class IndexLayout {
  /** Row of the first caption of each shard, in the manifest's order. */
  readonly firstRows: readonly number[];
  readonly #byName: ReadonlyMap<string, number>;

  constructor(private readonly manifest: Manifest) {
    this.firstRows = firstRowsOf(manifest.shards);
    this.#byName = new Map(manifest.shards.map(({ name }, shard) => [name, shard]));
  }

  /** Number of the shard that holds a list. */
  ofList(list: number): number {
    return lastAtMost(this.manifest.shards, (shard) => shard.firstList, list);
  }

  /** Number of the shard that holds a row. */
  ofRow(row: number): number {
    return lastAtMost(this.firstRows, (first) => first, row);
  }

  /** Number of the shard of this name; −1 for other files. */
  ofFile(name: string): number {
    return this.#byName.get(name) ?? -1;
  }
}

/** Row of the first caption of each shard. */
export function firstRowsOf(shards: readonly { readonly captions: number }[]): number[] {
  let captions = 0;
  return shards.map((shard) => {
    const first = captions;
    captions += shard.captions;
    return first;
  });
}
