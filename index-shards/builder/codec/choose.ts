import { type Embeddings, FernglassError } from '../../../core';
import { DEFAULT_SEARCH_PARAMETERS } from '../../../workers/retrieval/cache/search-parameters';
import type { Kernels } from '../../../workers/retrieval/kernels';
import { packedBytes, type Run } from '../../format';
import type { Matrix } from '../embed/matrix';
import { bestClip, type ClipTrial, tryClips } from '../pack/clip';
import type { Lists } from '../pack/leaves';
import { i8Codec, residualCodec, type ShardCodec } from '../pack/shard-codec';
import { joinQueries } from '../queries/queries';
import { seededRandom } from '../random';
import type { IndexSettings } from '../settings';
import type { Progress } from '../stages/progress';
import { digest, keyOf, type WorkFolder } from '../stages/stages';
import { learnCodec, readFitted, writeFitted } from './learn';

/** Bytes of the smallest run: no codec has fewer. */
const LEAST_BYTES = 16;

/** Bytes of a caption's residual codes where nobody asks for others, by the width of an embedding. */
export const usualBytes = (width: number) => Math.max(LEAST_BYTES, Math.floor((7 * width) / 12));

/** What was tried for the codec, for the build's report. */
export interface CodecReport {
  /** Of the i8 codec. */
  readonly clipTrials: readonly ClipTrial[];
  /** Of the residual codec: its runs. */
  readonly runs?: readonly Run[];
}

/** The codec of an index. */
export interface ChosenCodec {
  readonly codec: ShardCodec;
  readonly report: CodecReport;
  /** Stands for everything that its codes depend on but the lists. */
  readonly key: unknown;
}

/** What a codec is chosen from. */
export interface CodecInput {
  /** Stands for captions, embeddings and seed. */
  readonly base: string;
  readonly embeddings: Matrix;
  readonly lists: Lists;
  /** Stands for the lists. */
  readonly listsKey: string;
  /** Queries to tune with, one set for each kind of them. */
  readonly tuning: readonly Embeddings[];
}

/**
 * Chooses the codec's parameters with the tuning queries. Where the settings name no codec, an index that is searched
 * exactly is in i8, and a larger one in residual codes of `usualBytes`.
 * @throws FernglassError `input-invalid` when a caption has too few bytes.
 */
export async function chooseCodec(
  work: WorkFolder,
  settings: IndexSettings,
  input: CodecInput,
  kernels: Kernels,
  progress: Progress,
): Promise<ChosenCodec> {
  const { count, width } = input.embeddings;
  const kind = settings.codec ?? (count <= DEFAULT_SEARCH_PARAMETERS.exactUpTo ? 'i8' : 'residual');
  const tuning = digest(joinQueries(input.tuning, width));
  const random = seededRandom(settings.seed);
  if (kind === 'i8') {
    const { result } = await work.stage('clip', keyOf(input.base, tuning), async () => {
      progress.begin('choosing the clip value');
      const tried = await tryClips(input.embeddings, joinQueries(input.tuning, width), kernels, random);
      progress.end();
      return tried;
    });
    const { clip } = bestClip(result);
    return { codec: i8Codec(width, clip), report: { clipTrials: result }, key: clip };
  }
  const bytes = settings.captionBytes ?? usualBytes(width);
  if (bytes < LEAST_BYTES)
    throw new FernglassError(
      'input-invalid',
      `A caption cannot be kept in ${bytes} bytes: give at least ${LEAST_BYTES}.`,
    );
  const sizes = input.tuning.map((set) => set.count);
  const key = keyOf(input.listsKey, tuning, sizes, settings.seed, bytes);
  const { result, folder } = await work.stage('codec', key, async (at) => {
    progress.begin('fitting the codec');
    const fitted = learnCodec(input.lists, input.tuning, bytes, random);
    writeFitted(at, fitted);
    progress.end(`${packedBytes(fitted.parameters.runs)} bytes a caption`);
    return { energy: fitted.energy };
  });
  const fitted = readFitted(folder, width, result.energy);
  return {
    codec: residualCodec(kernels, fitted),
    report: { clipTrials: [], runs: fitted.parameters.runs },
    key,
  };
}
