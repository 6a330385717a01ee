import { readFileSync } from 'node:fs';
import { type EnrichmentSettings, PAPER_SETTINGS, validateSettings } from '../../core';

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
    readFileSync(new URL('../defaults.json', import.meta.url), 'utf8'),
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

/** Without a temperature the paper takes "a naïve average of retrieved embeddings" (CoRE section 5.2): softmax(S/∞), uniform. */
const NO_TEMPERATURE = Number.POSITIVE_INFINITY;

/**
 * Zero-shot, CoRE's components one after the other (table 2) with `settings`, all of them (`core`), and the paper's settings.
 * The first is what the others are compared with.
 */
export function methodsWith(settings: EnrichmentSettings): readonly Method[] {
  const classSide = { ...settings, beta: 0, tauImageToText: NO_TEMPERATURE };
  return [
    { name: 'zero-shot', settings: { ...settings, alpha: 0, beta: 0 } },
    { name: 'core-alpha', settings: { ...classSide, tauTextToText: NO_TEMPERATURE } },
    { name: 'core-alpha-t2t', settings: classSide },
    { name: 'core-alpha-t2t-beta', settings: { ...settings, tauImageToText: NO_TEMPERATURE } },
    { name: 'core', settings },
    { name: 'core-paper', settings: PAPER_SETTINGS },
  ];
}
