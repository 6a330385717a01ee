import type { EnrichmentSettings } from '../settings';

/** Without a temperature the paper takes "a naïve average of retrieved embeddings" (CoRE section 5.2): softmax(S/∞), uniform. */
const NO_TEMPERATURE = Number.POSITIVE_INFINITY;

/** CoRE with some of its components. */
export interface AblationRow {
  readonly name: 'zero-shot' | 'core-alpha' | 'core-alpha-t2t' | 'core-alpha-t2t-beta' | 'core';
  /** What this row adds to the one before, in words. */
  readonly adds: string;
  readonly settings: EnrichmentSettings;
}

/** CoRE's components, one after the other (table 2), under these settings; the first is what the others are compared with. */
export function ablationOf(asked: EnrichmentSettings): readonly AblationRow[] {
  // The paper has no such share; it comes in last.
  const settings = { ...asked, zeroShotShare: 0 };
  const classSide = { ...settings, beta: 0, tauImageToText: NO_TEMPERATURE };
  return [
    { name: 'zero-shot', adds: 'Zero-shot', settings: { ...settings, alpha: 0, beta: 0 } },
    {
      name: 'core-alpha',
      adds: '+ α: captions of the classes, all alike',
      settings: { ...classSide, tauTextToText: NO_TEMPERATURE },
    },
    { name: 'core-alpha-t2t', adds: '+ τ text→text: the nearer ones more', settings: classSide },
    {
      name: 'core-alpha-t2t-beta',
      adds: '+ β: captions of the photos, all alike',
      settings: { ...settings, imageWeighting: 'softmax', tauImageToText: NO_TEMPERATURE },
    },
    {
      name: 'core',
      adds:
        asked.zeroShotShare === 0
          ? '+ τ image→text: the nearer ones more'
          : '+ τ image→text: the nearer ones more; and γ: zero-shot in the score',
      settings: asked,
    },
  ];
}
