import type { Embeddings } from '../../../core';
import { kernelsInNode } from '../../../workers/retrieval/kernels/node';
import type { VectorSpace } from '../../format';
import { gather, type Matrix } from '../embed/matrix';
import { bestClip, type ClipTrial, tryClips } from '../pack/clip';
import { splitQueries } from '../queries/queries';
import { embedSentences, QUERIES } from '../queries/query-sets';
import { sampleIndices, seededRandom } from '../random';
import type { ImageSource, IndexSettings, SecondSource } from '../settings';
import { fileIdentity } from '../stages/files';
import type { Progress } from '../stages/progress';
import { digest, keyOf, type WorkFolder } from '../stages/stages';
import {
  type CleanCaptions,
  type Encoder,
  type OwnSpace,
  openGiven,
  openOwnSpace,
  ownSpaces,
  readFingerprint,
} from './spaces';

/** A space beside the model's own, ready to be packed. */
export interface Beside {
  readonly kind: VectorSpace['kind'];
  readonly encoder: Encoder;
  readonly embeddings: Matrix;
  /** Stands for the embeddings. */
  readonly key: string;
  readonly clip: number;
}

/** The vector spaces that the settings ask for, each with a clip value of its own. */
export async function openBeside(
  work: WorkFolder,
  base: string,
  settings: IndexSettings,
  captions: CleanCaptions,
  progress: Progress,
): Promise<Beside[]> {
  const own = await ownSpaces(settings, work);
  const beside: Beside[] = [];
  const add = async (stage: string, space: Omit<Beside, 'clip'>, queries: Embeddings) => {
    const kernels = await kernelsInNode(space.embeddings.width);
    const key = keyOf(base, digest(queries));
    const { result } = await work.stage<readonly ClipTrial[]>(stage, key, () =>
      tryClips(space.embeddings, queries, kernels, seededRandom(settings.seed)),
    );
    beside.push({ ...space, clip: bestClip(result).clip });
  };
  // Where nothing can embed queries, some of the vectors stand in for them.
  const someOf = (embeddings: Matrix) =>
    gather(embeddings, sampleIndices(embeddings.count, QUERIES / 2, seededRandom(settings.seed)));

  if (settings.second !== null) {
    const space = openSecond(work, settings.second, own, captions);
    const { encoder } = settings.second;
    const queries =
      encoder === null
        ? someOf(space.embeddings)
        : splitQueries(
            encoder.id,
            await embedSentences(work, 'second-queries', base, settings, captions, encoder, progress),
          ).tuning;
    await add('second-clip', space, queries);
  }
  if (settings.images !== null) {
    const space = openImages(work, settings.images, own, captions, settings);
    await add('picture-clip', space, someOf(space.embeddings));
  }
  return beside;
}

function openSecond(
  work: WorkFolder,
  second: SecondSource,
  own: readonly OwnSpace[],
  captions: CleanCaptions,
): Omit<Beside, 'clip'> {
  if (second.encoder !== null) {
    const space = own.find(({ name }) => name === 'embed-second')!;
    return { kind: 'text', encoder: space.encoder, ...openOwn(work, space, captions) };
  }
  const given = openElsewhere(second.embeddings, captions);
  const { width } = given.embeddings;
  const fingerprint = second.fingerprint === null ? null : readFingerprint(second.fingerprint);
  const { id, revision } = second;
  return { kind: 'text', encoder: { id, revision, width, fingerprint }, ...given };
}

function openImages(
  work: WorkFolder,
  images: ImageSource,
  own: readonly OwnSpace[],
  captions: CleanCaptions,
  { model }: IndexSettings,
): Omit<Beside, 'clip'> {
  if ('folder' in images) {
    const space = own.find(({ name }) => name === 'embed-pictures')!;
    return { kind: 'image', encoder: space.encoder, ...openOwn(work, space, captions) };
  }
  const given = openElsewhere(images.embeddings, captions);
  const { width } = given.embeddings;
  const { id, revision } = model.checkpoint ?? model;
  return { kind: 'image', encoder: { id, revision, width, fingerprint: null }, ...given };
}

function openOwn(
  work: WorkFolder,
  space: OwnSpace,
  captions: CleanCaptions,
): Pick<Beside, 'embeddings' | 'key'> {
  return { embeddings: openOwnSpace(work, space, captions), key: work.finished(space.name)!.key };
}

function openElsewhere(
  files: readonly string[],
  captions: CleanCaptions,
): Pick<Beside, 'embeddings' | 'key'> {
  return { embeddings: openGiven(files, captions, null), key: keyOf(files.map(fileIdentity)) };
}
