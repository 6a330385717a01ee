import type { Photo } from '../../../engine';

/** Faults of the file itself: the same file would fail again. */
const INCURABLE = new Set(['image-unreadable', 'image-too-large', 'image-type-unsupported']);

/** What the button says that would try a photo again; null where that cannot help. */
export function retryWord({ status, error }: Pick<Photo, 'status' | 'error'>): string | null {
  if (status === 'cancelled') return 'Classify';
  return status === 'failed' && !INCURABLE.has(error?.code ?? '') ? 'Try again' : null;
}
