import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OWN_BLOCK_LIST } from '../clean/block-list';
import { WHOLE } from '../embed/chunks';
import { openCheckpoint } from '../embed/encoders';
import type { IndexSettings, InputSettings } from '../settings';
import { TINY_MODEL } from './cli';

/** Settings of a small index under `folder`, built with the tiny model. */
export function indexSettings(folder: string, more: Partial<IndexSettings> = {}): IndexSettings {
  return {
    out: join(folder, 'index'),
    work: join(folder, 'work'),
    id: 'things',
    title: 'Things',
    createdBy: 'a test',
    provenance: { source: 'made up', licence: 'CC0-1.0' },
    languages: [],
    seed: 1,
    listSize: 100,
    shardBytes: 32 * 1024,
    model: { checkpoint: openCheckpoint({ folder: TINY_MODEL, revision: 'main', precision: 'fp32' }) },
    queries: [],
    embeddings: [],
    second: null,
    images: null,
    ...more,
  };
}

/** Writes captions as a file of lines `url<TAB>caption` and says how to read it. */
export async function inputOf(
  folder: string,
  captions: readonly string[],
  more: Partial<InputSettings> = {},
): Promise<InputSettings> {
  const file = join(folder, 'captions.tsv');
  await writeFile(file, captions.map((caption, i) => `http://x/${i}\t${caption}\n`).join(''));
  return {
    inputs: [file],
    source: {},
    limits: { shortest: 3, longest: 500 },
    blockList: OWN_BLOCK_LIST,
    nearRepetitions: true,
    partition: WHOLE,
    ...more,
  };
}
