import type { IndexInfo } from '../../../../../workers/protocol';
import type { LargeDownload } from '../../../state/types';

/** A new index of more than so many bytes is fetched only when the user agrees. */
const ASK_FROM = 200e6;

/**
 * What is to be asked before an index is fetched: where it is large and hardly any of it is here yet, or where a part of
 * it was fetched on purpose; null where nothing is.
 * @param isPart whether so much of it as is here was fetched for the field
 */
export async function largeDownload(
  address: string,
  info: Pick<IndexInfo, 'bytesPresent' | 'bytesTotal' | 'manifest'>,
  isPart: boolean,
): Promise<LargeDownload | null> {
  const { bytesPresent, bytesTotal, manifest } = info;
  // A single shard is fetched to tell how much of an index is needed.
  const largest = manifest.shards.reduce((most, { bytes }) => Math.max(most, bytes), 0);
  const isBegun = bytesPresent > manifest.router.bytes + largest;
  if (bytesPresent === bytesTotal || !(isPart || (bytesTotal >= ASK_FROM && !isBegun))) return null;
  return restOf(address, info);
}

/** What is not here of an index that lies at an address. */
export async function restOf(
  address: string,
  { bytesPresent, bytesTotal }: Pick<IndexInfo, 'bytesPresent' | 'bytesTotal'>,
): Promise<LargeDownload> {
  const estimate = await globalThis.navigator?.storage?.estimate?.().catch(() => null);
  const { quota, usage } = estimate ?? {};
  const freeBytes = quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  return { bytes: bytesTotal - bytesPresent, host: new URL(address).host, freeBytes };
}
