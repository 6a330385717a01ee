import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FernglassError } from '../../core';
import { readBlockList } from './clean/block-list';
import { type CleaningReport, clean } from './clean/clean';
import { joined, unusableRows } from './embed/matrix';
import { openNpy } from './embed/npy';
import type { IndexSettings, InputSettings } from './settings';
import { expandInputs, STANDARD_INPUT } from './sources';
import { type CleanCaptions, embedSpace, ownSpaces } from './spaces/spaces';
import { fileIdentity } from './stages/files';
import type { Progress } from './stages/progress';
import { keyOf, type WorkFolder } from './stages/stages';

/**
 * The first half of a build, which can be shared out among machines: reads and cleans all captions, and embeds those of
 * this machine's partition.
 * @throws FernglassError `input-invalid` and what reading and embedding throw
 */
export async function prepare(
  work: WorkFolder,
  settings: IndexSettings,
  input: InputSettings,
  progress: Progress,
): Promise<void> {
  const captions = await cleanCaptions(work, settings.embeddings, input, progress);
  const spaces = await ownSpaces(settings, work);
  if (spaces.length === 0 && input.partition.of > 1)
    throw new FernglassError(
      'input-invalid',
      'With given embeddings there is nothing to share out: leave out --partition.',
    );
  for (const space of spaces) await embedSpace(work, space, captions, input.partition, progress);
}

/**
 * Reads and cleans the captions, or finds them where an earlier run has.
 * @param embeddings .npy files with a row for each row of the input; rows without a usable one are left out
 */
export async function cleanCaptions(
  work: WorkFolder,
  embeddings: readonly string[],
  input: Omit<InputSettings, 'partition'>,
  progress: Progress,
): Promise<CleanCaptions> {
  const { source, limits, nearRepetitions, language, reading } = input;
  const inputs = await expandInputs(input.inputs, source.format);
  const blockList = await readBlockList(input.blockList);
  // Nobody knows whether standard input is what it was.
  const key = keyOf(
    inputs.map((path) => (path === STANDARD_INPUT ? randomUUID() : fileIdentity(path))),
    embeddings.map(fileIdentity),
    source,
    limits,
    nearRepetitions,
    language,
    reading,
    readFileSync(input.blockList, 'utf8'),
  );
  await work.stage('clean', key, async (folder) => {
    const given = embeddings.length === 0 ? null : joined(embeddings.map(openNpy));
    const withoutEmbedding = given === null ? undefined : unusableRows(given, progress);
    given?.close();
    return clean(
      folder,
      {
        inputs,
        source,
        ...(reading === undefined ? {} : { reading }),
        limits,
        blockList,
        nearRepetitions,
        ...(language === undefined ? {} : { language }),
        ...(withoutEmbedding === undefined ? {} : { withoutEmbedding }),
      },
      progress,
    );
  });
  return captionsOf(work);
}

/** The captions that a work folder holds, cleaned. */
export function captionsOf(work: WorkFolder): CleanCaptions {
  const { result, folder } = work.finished<CleaningReport>('clean')!;
  const { captions, rows, sha256, tags = null } = result;
  return { folder, captions, rows, sha256, tags };
}
