import { readFileSync } from 'node:fs';
import { ablationOf, type EnrichmentSettings, PAPER_SETTINGS, validateSettings } from '../../../core';

/** What validation chose: `pocket/defaults.json`. */
export interface Chosen {
  readonly retrievalPrompt: string;
  readonly settings: EnrichmentSettings;
}

/**
 * Reads `pocket/defaults.json`.
 * @throws FernglassError `input-invalid` for a setting out of bounds
 */
export function chosenDefaults(): Chosen {
  const { alpha, beta, tauImageToText, tauTextToText, k, retrievalPrompt } = JSON.parse(
    readFileSync(new URL('../../defaults.json', import.meta.url), 'utf8'),
  ) as Omit<EnrichmentSettings, 'imageWeighting' | 'nearDuplicateCosine'> & { retrievalPrompt: string };
  return {
    retrievalPrompt,
    settings: validateSettings({ ...PAPER_SETTINGS, alpha, beta, tauImageToText, tauTextToText, k }),
  };
}

/** A way to classify, under the name that its rows bear. */
export interface Method {
  readonly name: string;
  readonly settings: EnrichmentSettings;
}

/** CoRE's components one after the other with `settings`, the first being zero-shot and the last CoRE, then the paper's settings. */
export function methodsWith(settings: EnrichmentSettings): readonly Method[] {
  return [...ablationOf(settings), { name: 'core-paper', settings: PAPER_SETTINGS }];
}
