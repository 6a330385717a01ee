import type { ModelState, PhotoCounts, PhotoStatus, QueueState } from '../types';

/** The status of a photo that was embedded: it waits for captions only where captions can be had. */
export function embeddedStatus(canSearch: boolean): PhotoStatus {
  return canSearch ? 'working' : 'done';
}

/** How far the present batch of photos has come. */
export function progressOf(
  counts: Pick<PhotoCounts, 'queued' | 'working'>,
  model: ModelState['status'],
  batch: number,
): QueueState {
  const awaitsModel = model === 'failed' || model === 'paused';
  const running = counts.working > 0 || (counts.queued > 0 && !awaitsModel);
  if (!running) return { running, total: 0, done: 0 };
  return { running, total: batch, done: batch - counts.queued - counts.working };
}
