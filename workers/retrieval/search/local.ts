import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FernglassError } from '../../../core';
import { parseManifest, verifyBytes } from '../../../index-shards/format';
import { DEFAULT_SEARCH_PARAMETERS, type SearchParameters } from '../cache/search-parameters';
import { parseJson } from '../download/fetch-index';
import { kernelsInNode } from '../kernels/node';
import { SearchableIndex } from './searchable-index';

/**
 * Opens the index in a directory, whole, with the same search as in the browser. `npm run wasm` must have run.
 * @throws FernglassError `index-not-found`, `manifest-invalid`, `shard-not-found` or `shard-corrupt`.
 */
export async function openLocalIndex(
  directory: string,
  parameters: Partial<SearchParameters> = {},
): Promise<SearchableIndex> {
  const manifestText = await readFile(join(directory, 'manifest.json'), 'utf8').catch((cause) => {
    throw new FernglassError('index-not-found', `There is no index in ${directory}.`, { cause });
  });
  const manifest = parseManifest(parseJson(manifestText));
  const index = new SearchableIndex(manifest, await kernelsInNode(manifest.model.width), {
    ...DEFAULT_SEARCH_PARAMETERS,
    ...parameters,
  });
  for (const entry of index.missing()) {
    const bytes = await readFile(join(directory, entry.name)).catch((cause) => {
      throw new FernglassError('shard-not-found', `The index in ${directory} lacks ${entry.name}.`, {
        cause,
      });
    });
    const plain = new Uint8Array(bytes);
    await verifyBytes(plain, entry);
    index.add(entry, plain);
  }
  return index;
}
