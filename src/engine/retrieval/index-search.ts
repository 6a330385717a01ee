import type { CaptionRules, VersionedResult } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import type { FoundIn } from '../state/records';
import type { RetrievalClient } from '../workers/clients';
import type { RetrievedCaptions } from './captions/caption-store';
import type { SearchedIndex } from './indexes/open-indexes';
import type { OpenedIndex } from './indexes/opened/opened-index';

/** A search that failed, and in which index. */
export class SearchFailed extends Error {
  /** @param wasCurrent whether the index was still the one that the search was for */
  constructor(
    readonly index: OpenedIndex,
    readonly wasCurrent: boolean,
    override readonly cause: unknown,
  ) {
    super('A search failed', { cause });
  }
}

/** What a search in an index depends on beside its query and what is sought. */
export function searchKey({ index }: SearchedIndex, data: EngineData, rules: CaptionRules): string {
  const { info, status } = index.state;
  // While shards arrive, captions found among the first ones do; once it rests, everything is searched again.
  const coverage = status === 'downloading' ? 'partial' : String(info!.bytesPresent);
  const { indexRecall } = data.store.getState().request;
  return `${data.basis().space} ${index.numbers!.serial} ${coverage} ${indexRecall} ${JSON.stringify(rules)}`;
}

/** What merged captions depend on beside their query. */
export function mergedKey(searched: readonly SearchedIndex[], data: EngineData, rules: CaptionRules): string {
  const parts = searched.map((one) => `${searchKey(one, data, rules)} × ${one.use.weight}`);
  return `${data.basis().captions} ${parts.join(' + ')}`;
}

/**
 * Asks one of several indexes.
 * @returns null where the answer is not of what is searched now
 * @throws SearchFailed
 */
export async function askIndex<T extends Pick<VersionedResult, 'opening' | 'present'>>(
  index: OpenedIndex,
  ask: (client: RetrievalClient) => Promise<T>,
): Promise<T | null> {
  const { turn } = index;
  try {
    const result = await ask(index.client);
    return index.isCurrent(result) ? result : null;
  } catch (thrown) {
    throw new SearchFailed(index, !turn.aborted, thrown);
  }
}

/** What has parts of several indexes: a photo or a class. */
interface Searchable<T extends RetrievedCaptions> {
  parts?: readonly FoundIn<T>[];
}

/** What an index gave for a query under a key; undefined where it was not asked, or not for that. */
export function partOf<T extends RetrievedCaptions>(
  { parts = [] }: Searchable<T>,
  { index }: SearchedIndex,
  key: string,
  query: Float32Array,
): FoundIn<T> | undefined {
  const { numbers } = index;
  return parts.find((part) => part.numbers === numbers && part.key === key && part.query === query);
}

/** Keeps what an index gave in the place of what it gave before, and beside what the other open ones gave. */
export function keepPart<T extends RetrievedCaptions>(
  record: Searchable<T>,
  part: FoundIn<T>,
  open: readonly OpenedIndex[],
): void {
  const others = (record.parts ?? []).filter(
    ({ numbers }) => numbers !== part.numbers && open.some((index) => index.numbers === numbers),
  );
  record.parts = [...others, part];
}
