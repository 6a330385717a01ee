import { FernglassError } from '../../../../core';
import type { ByteProgress, DeviceSource } from '../../../protocol';
import { KeptFile } from '../kept-file';
import type { HostFiles } from './files';
import { LISTING, storedListing, storeKey } from './listing';
import { type ModelStore, NO_STORE } from './model-store';
import { readWhole, wholeBlob } from './pieces';
import { verifyFile } from './verify';

/** A checkpoint that was opened from this device: its files lie in the store, and nowhere else. */
export function deviceFiles(
  source: DeviceSource,
  {
    store = NO_STORE,
    onProgress,
  }: { readonly store?: ModelStore; readonly onProgress?: (progress: ByteProgress) => void },
): HostFiles {
  const { id, revision } = source;
  const listing = storedListing(store, storeKey(source, LISTING));

  /** A file's bytes; null where the checkpoint never had it. */
  async function read(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const listed = await listing;
    if (listed === null) throw gone(id);
    const record = listed.get(file);
    if (record === undefined) return null;
    const bytes = await readWhole(store, storeKey(source, file));
    if (bytes === null) throw gone(id);
    // Its pieces were held against their digests.
    await verifyFile(file, bytes, `${file} of ${id}`, { bytes: record.bytes });
    onProgress?.({ file, loaded: bytes.length, total: bytes.length });
    return bytes;
  }

  return {
    id,
    revision,
    keeps: true,
    listing: () => listing,
    has: async (file) => (await listing)?.has(file) ?? false,
    async text(file) {
      const bytes = await read(file);
      return bytes && new TextDecoder().decode(bytes);
    },
    async weights(file) {
      const bytes = await read(file);
      if (bytes) return bytes;
      throw new FernglassError(
        'model-not-found',
        `${id} has no ${file}. Export it with this file, and open its folder again.`,
      );
    },
    async kept(file) {
      const content = (await listing)?.has(file) ? await wholeBlob(store, storeKey(source, file)) : null;
      if (content === null) return null;
      onProgress?.({ file, loaded: content.size, total: content.size });
      return new KeptFile(content);
    },
    // It was kept whole, or not at all.
    keep: async () => true,
    allStored: () => true,
  };
}

function gone(id: string): FernglassError {
  return new FernglassError(
    'model-not-found',
    `${id} is not kept in this browser any more, or was never kept whole. Open its folder or archive again.`,
  );
}
