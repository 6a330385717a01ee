import { copyFileSync, existsSync, linkSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { FernglassError } from '../../core';
import type { CleaningReport } from './clean/clean';
import { CHUNK, chunkName } from './embed/chunks';
import type { IndexSettings } from './settings';
import { ownSpaces, type SpaceName } from './spaces/spaces';
import { keyOf, WorkFolder } from './stages/stages';

/** What a part's embedding stage says of itself. */
interface EmbeddedPart {
  readonly sha256: string;
  readonly captions: number;
  readonly width: number;
}

/**
 * Joins the work folders of all partitions into one, as if one machine had done it all; `finish` goes on from there.
 * @throws FernglassError `input-invalid` when the parts do not belong together or some are missing.
 */
export async function merge(
  work: WorkFolder,
  parts: readonly string[],
  settings: IndexSettings,
): Promise<void> {
  const folders = parts.map((path) => {
    if (!existsSync(path)) throw refusal(`${path} does not exist`);
    return new WorkFolder(path);
  });
  const cleaned = folders.map((part) => {
    const clean = part.finished<CleaningReport>('clean');
    if (clean === null) throw refusal(`${part.path} has not read its captions yet`);
    return clean;
  });
  const [first] = cleaned;
  if (first === undefined) throw refusal('no part is named');
  const contentOf = ({ result }: (typeof cleaned)[number]) => `${result.sha256} ${result.tags?.sha256}`;
  const other = cleaned.findIndex((part) => contentOf(part) !== contentOf(first));
  if (other > 0) throw refusal(`${parts[0]} and ${parts[other]} were made from different captions`);
  await work.stage('clean', keyOf('merged', first.result), async (folder) => {
    copyFolder(first.folder, folder);
    return first.result;
  });
  for (const space of await ownSpaces(settings, work))
    await mergeSpace(work, space.name, folders, first.result);
}

async function mergeSpace(
  work: WorkFolder,
  name: SpaceName,
  parts: readonly WorkFolder[],
  { captions, sha256 }: CleaningReport,
): Promise<void> {
  const done = parts.map((part) => {
    const embedded = part.finished<EmbeddedPart>(name);
    if (embedded === null) throw refusal(`${part.path} has not finished embedding`);
    if (embedded.result.sha256 !== sha256) throw refusal(`${part.path} was embedded from other captions`);
    return embedded;
  });
  const key = keyOf(
    'merged',
    done.map((part) => part.key),
  );
  await work.stage(name, key, async (folder) => {
    for (const part of done) copyFolder(part.folder, folder);
    for (let chunk = 0; chunk * CHUNK < captions; chunk++)
      if (!existsSync(join(folder, chunkName(chunk))))
        throw refusal(`chunk ${chunk} was embedded by none of them; a partition is missing`);
    return done[0]!.result;
  });
}

/** The files of a finished stage, linked where the file system can. */
function copyFolder(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    const target = join(to, name);
    if (name === 'begun.json' || name === 'done.json' || existsSync(target)) continue;
    try {
      linkSync(join(from, name), target);
    } catch {
      copyFileSync(join(from, name), `${target}.new`);
      renameSync(`${target}.new`, target);
    }
  }
}

function refusal(problem: string): FernglassError {
  return new FernglassError(
    'input-invalid',
    `The partitions cannot be merged: ${problem}. Run every partition to its end with the same captions and options, and name all their work folders.`,
  );
}
