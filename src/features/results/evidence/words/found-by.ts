import type { CaptionEvidence } from '../../../../engine';

/** “found by name”, “found by name and meaning”. */
export const foundByWords = ({ foundBy }: Pick<CaptionEvidence, 'foundBy'>): string =>
  `found by ${foundBy.join(' and ')}`;

/** How all of the captions were found, where they were found alike; null where they differ or there are none. */
export function foundAlike(captions: readonly Pick<CaptionEvidence, 'foundBy'>[]): string | null {
  const words = new Set(captions.map(foundByWords));
  return words.size === 1 ? [...words][0]! : null;
}
