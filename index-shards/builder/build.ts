import type { Manifest } from '../format';
import { finish } from './finish';
import { merge } from './merge';
import { prepare } from './prepare';
import type { IndexSettings, InputSettings } from './settings';
import type { Progress } from './stages/progress';
import { WorkFolder } from './stages/stages';

/**
 * Makes an index from captions, or one partition of its embeddings. A build that was interrupted goes on where it was.
 * @returns the manifest, or null for a partition, which ends with its embeddings
 */
export async function buildIndex(
  settings: IndexSettings,
  input: InputSettings,
  progress: Progress,
): Promise<Manifest | null> {
  const work = new WorkFolder(settings.work);
  await prepare(work, settings, input, progress);
  return input.partition.of > 1 ? null : finish(work, settings, progress);
}

/**
 * Makes the index of which all partitions have been embedded.
 * @param parts work folders of the partitions
 */
export async function mergeIndex(
  settings: IndexSettings,
  parts: readonly string[],
  progress: Progress,
): Promise<Manifest> {
  const work = new WorkFolder(settings.work);
  await merge(work, parts, settings);
  return finish(work, settings, progress);
}
