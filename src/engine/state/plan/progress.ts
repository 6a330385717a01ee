import type { ModelState, PhotoCounts, PhotoStatus, QueueState } from '../types';

/** The status of a photo that was embedded: it waits for captions only where captions can be had. */
export function embeddedStatus(canSearch: boolean): PhotoStatus {
  return canSearch ? 'working' : 'done';
}

/** How far the present batch of photos has come. */
export function progressOf(
  counts: Pick<PhotoCounts, 'queued' | 'working' | 'furtherWaiting'>,
  model: ModelState['status'],
  batch: number,
): QueueState {
  const awaitsModel = model === 'failed' || model === 'paused';
  const { queued, working, furtherWaiting } = counts;
  const running = working > 0 || (queued + furtherWaiting > 0 && !awaitsModel);
  if (!running) return { running, total: 0, done: 0 };
  return { running, total: batch, done: Math.max(0, batch - queued - working - furtherWaiting) };
}
