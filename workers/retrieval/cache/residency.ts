import type { Manifest } from '../../../index-shards/format';
import type { Kernels, ResidualSearch, Router } from '../kernels';
import type { IndexLayout } from './index-layout';
import type { ListCache } from './list-cache';
import type { SearchParameters } from './search-parameters';
import type { ShardMemory } from './shard-memory';

/** What of an index is in memory, as a search sees it. */
export interface Residency {
  readonly manifest: Manifest;
  readonly kernels: Kernels;
  readonly parameters: SearchParameters;
  readonly layout: IndexLayout;
  readonly shards: ShardMemory;
  readonly listCache: ListCache;
  readonly router: Router | null;
  readonly residual: ResidualSearch | null;
  /** `[lists]`, captions. */
  readonly listSizes: Uint32Array;
  readonly captionsPresent: number;
  /** Whether a shard of which nothing is in memory comes in as a whole for `lists` of its lists to be compared. */
  readonly loadsWhole: (shard: number, lists: number) => boolean;
  /** How often everything was forgotten. */
  readonly clearings: number;
}
