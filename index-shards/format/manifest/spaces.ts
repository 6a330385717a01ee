import type { Manifest, VectorSpace } from './manifest';

/**
 * The vector space of an index that queries can be made for: a text encoder that is recognised by its fingerprint, or
 * pictures as the classifier's own vision tower sees them.
 */
export function usableSpace(
  { spaces = [], model }: Manifest,
  kind: VectorSpace['kind'],
): VectorSpace | undefined {
  return spaces.find(
    ({ kind: its, encoder }) =>
      its === kind &&
      (kind === 'text'
        ? encoder.fingerprint !== null
        : encoder.id === model.id && encoder.width === model.width),
  );
}
