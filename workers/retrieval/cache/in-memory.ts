import type { Manifest } from '../../../index-shards/format';
import type { ResidualSearch, Router, Usearch } from '../kernels';
import type { Effort } from './effort';
import type { HotLists } from './hot-lists';
import type { IndexPlaces } from './index-places';
import type { ShardMemory } from './shard-memory';

/** What of an index is in memory, as a search sees it. */
export interface InMemory {
  readonly manifest: Manifest;
  readonly usearch: Usearch;
  readonly effort: Effort;
  readonly places: IndexPlaces;
  readonly shards: ShardMemory;
  readonly hot: HotLists;
  readonly router: Router | null;
  readonly residual: ResidualSearch | null;
  /** `[lists]`, captions. */
  readonly listSizes: Uint32Array;
  readonly captionsPresent: number;
  /** Whether a shard of which nothing is in memory comes in as a whole for `lists` of its lists to be compared. */
  readonly comesWhole: (place: number, lists: number) => boolean;
  /** How often everything was forgotten. */
  readonly clearings: number;
}
