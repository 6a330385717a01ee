import type { PlaneAbout } from '../../../../workers/protocol';
import type { PlaneSubject } from '../../state/types';

/** The photos asked about; null for all that are there. */
export function photosOf(about: PlaneSubject): readonly string[] | null {
  if (about.kind === 'answers') return [about.photo];
  return about.kind === 'accuracy' ? about.labels.map(({ photo }) => photo) : (about.photos ?? null);
}

/** What the worker is asked about the plane, as far as photos are there; flips are from `inForce` where nothing else is said. */
export function aboutOf(
  about: PlaneSubject,
  there: ReadonlySet<string>,
  inForce: { readonly alpha: number; readonly beta: number },
): PlaneAbout {
  switch (about.kind) {
    case 'answers':
      return about;
    case 'flips':
      return { kind: 'flips', photos: [...there], reference: about.reference ?? inForce };
    case 'accuracy':
      return {
        kind: 'accuracy',
        labels: about.labels
          .filter(({ photo }) => there.has(photo))
          .map(({ photo, label }) => [photo, label] as const),
      };
  }
}
