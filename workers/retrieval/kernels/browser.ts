import baselineUrl from '../../../.cache/usearch/usearch-baseline.wasm?url';
import relaxedUrl from '../../../.cache/usearch/usearch-relaxed.wasm?url';
import { FernglassError } from '../../../core';
import type { Build, Kernels } from './kernels';
import { startKernels } from './start';

/**
 * usearch in a browser, in the build that suits it.
 * @param width d
 * @throws FernglassError `network-failed` when its file cannot be fetched.
 */
export function kernelsInBrowser(width: number, preferred?: Build): Promise<Kernels> {
  const load = async (build: Build) => {
    const url = new URL(build === 'baseline' ? baselineUrl : relaxedUrl, import.meta.url);
    const response = await fetch(url).catch(() => null);
    if (!response?.ok)
      throw new FernglassError(
        'network-failed',
        'The search code could not be loaded. Check the connection and reload the page.',
      );
    return response.arrayBuffer();
  };
  return startKernels(width, load, preferred);
}
