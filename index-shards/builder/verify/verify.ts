import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dot, FernglassError, row } from '../../../core';
import type { LoadedShard } from '../../../workers/retrieval/cache/loaded-shard';
import { type Manifest, parseManifest } from '../../format';
import { openChunks } from '../embed/chunks';
import type { TextEncoder } from '../embed/encoders';
import { inMemory } from '../embed/matrix';
import { readNpy } from '../embed/npy';
import { meanRecall } from '../pack/clip';
import { querySentences, splitQueries } from '../queries/queries';
import { sampleIndices, seededRandom } from '../random';
import type { Progress } from '../stages/progress';
import type { WorkFolder } from '../stages/stages';
import { exactIds } from './exact';
import { checkFiles } from './files';
import { measureRecall } from './recall';

/** The recall that is found again may be so much below what the manifest says: queries differ. */
const RECALL_SLACK = 0.02;
/** A caption embedded afresh and its stored vector are this near on average, or the model is another one. */
const LEAST_COSINE = 0.97;

/** Queries made from the sample. */
const QUERIES = 500;

/** How the stored vectors compare with captions of the index embedded afresh. */
export interface SampleCheck {
  readonly captions: number;
  readonly meanCosine: number;
  readonly leastCosine: number;
  /** recall@10 among the sample alone, against exact f32 search among it. */
  readonly recall: number;
}

/**
 * Reads the manifest of an index.
 * @throws FernglassError `index-not-found`, `manifest-invalid`
 */
export function readManifest(folder: string): Manifest {
  let text: string;
  try {
    text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  } catch (cause) {
    throw new FernglassError('index-not-found', `There is no index in ${folder}.`, { cause });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new FernglassError(
      'manifest-invalid',
      `${folder}/manifest.json is no JSON. Build the index again.`,
      {
        cause,
      },
    );
  }
  return parseManifest(json);
}

/**
 * Checks all files, and what is stored against a sample of the captions embedded afresh.
 * @throws FernglassError `shard-not-found`, `shard-corrupt`, or `index-model-mismatch` when the encoder gives other
 * vectors than are stored
 */
export async function checkWithEncoder(
  folder: string,
  manifest: Manifest,
  encoder: TextEncoder,
  sampleSize: number,
  progress: Progress,
): Promise<SampleCheck> {
  const random = seededRandom(sampleSize);
  const wanted = sampleIndices(manifest.captions, sampleSize, random);
  const places = new Map(wanted.map((id, place) => [id, place]));
  const { width } = manifest.model;
  const texts: string[] = [];
  const stored = { count: wanted.length, width, data: new Float32Array(wanted.length * width) };
  const collect = ({ block, text }: LoadedShard) => {
    for (let i = 0; i < block.count; i++) {
      const place = places.get(block.id(i));
      if (place === undefined) continue;
      texts[place] = text(i);
      stored.data.set(block.vector(i), place * width);
    }
  };
  await checkFiles(folder, manifest, collect, progress);

  progress.begin('embedding a sample afresh');
  const fresh = await encoder.embedTexts(texts);
  const queries = await encoder.embedTexts(querySentences(texts.slice(0, QUERIES), random));
  progress.end();
  if (fresh.width !== width) throw mismatch(manifest, `it gives width ${fresh.width}, not ${width}`);
  const cosines = texts.map((_, i) => dot(row(fresh, i), row(stored, i)));
  const meanCosine = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
  if (meanCosine < LEAST_COSINE)
    throw mismatch(manifest, `its vectors have a cosine of ${meanCosine.toFixed(3)} to the stored ones`);

  const truth = await exactIds(inMemory(fresh), queries, 10);
  const recall = meanRecall(await exactIds(inMemory(stored), queries, 10), truth);
  checkRecall(manifest, recall);
  return { captions: texts.length, meanCosine, leastCosine: Math.min(...cosines), recall };
}

/**
 * Checks all files, and measures recall@10 with the embeddings and held-out queries that the build's work folder holds.
 * @throws FernglassError `shard-not-found`, `shard-corrupt`, or `input-invalid` when the folder is of another build
 */
export async function checkWithWork(
  folder: string,
  manifest: Manifest,
  work: WorkFolder,
  progress: Progress,
): Promise<{ readonly queries: number; readonly exhaustive: number; readonly routed: number | null }> {
  await checkFiles(folder, manifest, () => {}, progress);
  const embedded = work.finished<{ readonly captions: number; readonly width: number }>('embed');
  const queries = work.finished('queries');
  if (embedded === null || queries === null)
    throw new FernglassError(
      'input-invalid',
      `${work.path} holds no embeddings made by a build. Verify with --model instead.`,
    );
  const { captions, width } = embedded.result;
  if (captions !== manifest.captions || width !== manifest.model.width)
    throw new FernglassError('input-invalid', `${work.path} belongs to another index.`);
  const { heldOut } = splitQueries('', readNpy(join(queries.folder, 'queries.npy')));
  progress.begin('searching exactly, in f32');
  const truth = await exactIds(openChunks(embedded.folder, captions, width), heldOut, 10, progress);
  progress.end();
  const measured = await measureRecall(folder, manifest, heldOut, truth, progress);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const exhaustive = mean(measured.map((recall) => recall.exhaustive));
  const routed = measured.flatMap((recall) => recall.routed ?? []);
  checkRecall(manifest, exhaustive);
  return {
    queries: heldOut.count,
    exhaustive,
    routed: routed.length === measured.length ? mean(routed) : null,
  };
}

function checkRecall({ recall }: Manifest, found: number): void {
  if (recall !== null && found < recall.value - RECALL_SLACK)
    throw new FernglassError(
      'shard-corrupt',
      `recall@10 is ${found.toFixed(4)}, well below the ${recall.value} that the manifest states. Build the index again.`,
    );
}

function mismatch({ model }: Manifest, problem: string): FernglassError {
  return new FernglassError(
    'index-model-mismatch',
    `The index was built with ${model.id} (${model.revision}); this model is another one: ${problem}.`,
  );
}
