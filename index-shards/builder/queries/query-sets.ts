import { basename, join } from 'node:path';
import { type Embeddings, FernglassError } from '../../../core';
import { openCaptions } from '../clean/caption-files';
import type { TextEncoder } from '../embed/encoders';
import { npyBytes, readNpy } from '../embed/npy';
import { sampleIndices, seededRandom } from '../random';
import type { IndexSettings } from '../settings';
import type { CleanCaptions } from '../spaces/spaces';
import { writeWhole } from '../stages/files';
import type { Progress } from '../stages/progress';
import { keyOf, type WorkFolder } from '../stages/stages';
import { type QuerySet, querySentences, readQueries, splitQueries } from './queries';

/** Sentences made from captions: half to tune with, half to measure with. */
export const QUERIES = 1000;

/**
 * The queries that an index is tuned and measured with: sentences made from its captions, and what the user gives.
 * @param base stands for captions, model and seed
 * @throws FernglassError `input-invalid` when there are none.
 */
export async function makeQueries(
  work: WorkFolder,
  base: string,
  settings: IndexSettings,
  captions: CleanCaptions,
  width: number,
  progress: Progress,
): Promise<QuerySet[]> {
  const { checkpoint } = settings.model;
  const sets: QuerySet[] = [];
  if (checkpoint !== null) {
    const sentences = await embedSentences(work, 'queries', base, settings, captions, checkpoint, progress);
    sets.push(splitQueries('sentences made from captions', sentences));
  }
  for (const file of settings.queries) sets.push(splitQueries(basename(file), readQueries(file, width)));
  if (sets.length === 0)
    throw new FernglassError(
      'input-invalid',
      'Without the checkpoint there are no queries to measure with: give embeddings of some with --queries.',
    );
  return sets;
}

/** Embeds sentences made from captions, once for a work folder and an encoder. */
export async function embedSentences(
  work: WorkFolder,
  stage: string,
  base: string,
  { seed }: IndexSettings,
  captions: CleanCaptions,
  encoder: TextEncoder,
  progress: Progress,
): Promise<Embeddings> {
  const { folder } = await work.stage(stage, keyOf(base, encoder.key), async (at) => {
    progress.begin('embedding queries');
    const random = seededRandom(seed);
    const file = openCaptions(captions.folder);
    const chosen = sampleIndices(captions.captions, QUERIES, random).map((id) => file.text(id));
    file.close();
    writeWhole(join(at, 'queries.npy'), npyBytes(await encoder.embedTexts(querySentences(chosen, random))));
    progress.end();
    return null;
  });
  return readNpy(join(folder, 'queries.npy'));
}
