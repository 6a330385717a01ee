import { alike } from '../../../core';
import { embeddingOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import { nextTask } from '../state/work-loop';

/** Milliseconds of comparing between two chances for the page to paint. */
const SLICE = 6;

/**
 * Groups the embedded photos by how alike they are, in slices.
 * @param count groups wished for
 * @returns the number of each photo's group, 0 for the largest; photos that are not embedded have none. Empty where it was aborted
 */
export async function alikePhotos(
  { photos, basis }: Pick<EngineData, 'photos' | 'basis'>,
  count: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const now = basis();
  const ids: string[] = [];
  const vectors: Float32Array[] = [];
  for (const record of photos.values()) {
    const own = embeddingOf(record, now);
    if (own === null) continue;
    ids.push(record.view.id);
    vectors.push(own);
  }
  const steps = alike(vectors, count);
  let end = performance.now() + SLICE;
  for (;;) {
    const step = steps.next();
    if (step.done) return new Map(ids.map((id, i) => [id, step.value[i]!]));
    if (performance.now() < end) continue;
    await nextTask();
    if (signal.aborted) return new Map();
    end = performance.now() + SLICE;
  }
}
