import { FernglassError, row } from '../../../core';
import { FINGERPRINT_SENTENCE, type ManifestModel, type SentenceReading } from '../../format';
import { captionRows, openCaptions, openPictures } from '../clean/caption-files';
import type { TagsReport } from '../clean/tags';
import { embedInChunks, openChunks, type Partition } from '../embed/chunks';
import type { TextEncoder } from '../embed/encoders';
import { chosenRows, joined, type Matrix, normaliseInPlace } from '../embed/matrix';
import { openNpy } from '../embed/npy';
import { embedPictures } from '../embed/pictures';
import type { IndexSettings } from '../settings';
import { fileIdentity } from '../stages/files';
import type { Progress } from '../stages/progress';
import { keyOf, type WorkFolder } from '../stages/stages';

/** The spaces that captions can have vectors in; names of the stages that embed them. */
export type SpaceName = 'embed' | 'embed-second' | 'embed-pictures';

/** What is known of an encoder before anything is embedded. */
export interface Encoder {
  readonly id: string;
  readonly revision: string;
  readonly width: number;
  readonly fingerprint: ManifestModel['fingerprint'] | null;
  readonly reading?: SentenceReading;
}

/** The captions of a build: the folder that `clean` filled, their number, and a hash of them. */
export interface CleanCaptions {
  readonly folder: string;
  readonly captions: number;
  readonly rows: number;
  readonly sha256: string;
  readonly tags: TagsReport | null;
}

/** Embeds the fingerprint sentence, once for a work folder and an encoder. */
export async function describeEncoder(
  work: WorkFolder,
  stage: string,
  encoder: TextEncoder,
): Promise<Encoder> {
  const { result } = await work.stage(stage, keyOf(encoder.key, FINGERPRINT_SENTENCE), async () =>
    fingerprintOf(row(await encoder.embedTexts([FINGERPRINT_SENTENCE]), 0)),
  );
  const { id, revision, reading } = encoder;
  const width = result.embedding.length;
  return { id, revision, width, fingerprint: result, ...(reading === undefined ? {} : { reading }) };
}

function fingerprintOf(vector: Float32Array): ManifestModel['fingerprint'] {
  // Seven digits are all an f32 has.
  return {
    sentence: FINGERPRINT_SENTENCE,
    embedding: Array.from(vector, (x) => Number(x.toPrecision(7))),
  };
}

/**
 * Reads a fingerprint from a .npy file `[1, d]`.
 * @throws FernglassError `input-invalid`
 */
export function readFingerprint(path: string): ManifestModel['fingerprint'] {
  const file = openNpy(path);
  const vector = file.read(0, Math.min(1, file.count));
  file.close();
  if (file.count !== 1 || normaliseInPlace(vector).length > 0)
    throw new FernglassError(
      'input-invalid',
      `${path} must hold one row: the embedding of "${FINGERPRINT_SENTENCE}".`,
    );
  return fingerprintOf(vector.data);
}

/** A space whose vectors are made here, from texts or pictures. */
export interface OwnSpace {
  readonly name: SpaceName;
  readonly step: string;
  readonly encoder: Encoder;
  /** Stands for the encoder and how it is run. */
  readonly key: string;
  embed(captions: CleanCaptions): (start: number, end: number) => ReturnType<TextEncoder['embedTexts']>;
}

/** The spaces that a build makes vectors of itself, in the order in which it does. */
export async function ownSpaces(settings: IndexSettings, work: WorkFolder): Promise<OwnSpace[]> {
  const { model, second, images } = settings;
  const spaces: OwnSpace[] = [];
  const { checkpoint } = model;
  const ofTexts = (encoder: TextEncoder) => (captions: CleanCaptions) => {
    const texts = openCaptions(captions.folder);
    return (start: number, end: number) => encoder.embedTexts(texts.texts(start, end));
  };
  if (settings.embeddings.length === 0 && checkpoint !== null)
    spaces.push({
      name: 'embed',
      step: 'embedding captions',
      encoder: await describeEncoder(work, 'model', checkpoint),
      key: checkpoint.key,
      embed: ofTexts(checkpoint),
    });
  if (second !== null && second.encoder !== null)
    spaces.push({
      name: 'embed-second',
      step: 'embedding captions with the second encoder',
      encoder: await describeEncoder(work, 'second-model', second.encoder),
      key: second.encoder.key,
      embed: ofTexts(second.encoder),
    });
  if (images !== null && 'folder' in images) {
    if (checkpoint === null)
      throw new FernglassError('input-invalid', 'Pictures are embedded with the checkpoint; give --model.');
    const encoder = await describeEncoder(work, 'model', checkpoint);
    spaces.push({
      name: 'embed-pictures',
      step: 'embedding pictures',
      encoder: { ...encoder, fingerprint: null },
      key: keyOf(checkpoint.key, fileIdentity(images.folder)),
      embed: (captions) => {
        const names = openPictures(captions.folder);
        return (start, end) =>
          embedPictures(checkpoint, images.folder, names.texts(start, end), encoder.width);
      },
    });
  }
  return spaces;
}

/** Embeds this machine's part of a space. */
export async function embedSpace(
  work: WorkFolder,
  space: OwnSpace,
  captions: CleanCaptions,
  partition: Partition,
  progress: Progress,
): Promise<void> {
  const { fingerprint, width } = space.encoder;
  const key = keyOf(space.key, fingerprint, captions.sha256, captions.captions, partition);
  await work.stage(space.name, key, async (folder) => {
    await embedInChunks(folder, space.step, captions.captions, partition, space.embed(captions), progress);
    return { sha256: captions.sha256, captions: captions.captions, width, partition };
  });
}

/** The vectors of a space that were made here. */
export function openOwnSpace(work: WorkFolder, space: OwnSpace, captions: CleanCaptions): Matrix {
  return openChunks(work.finished(space.name)!.folder, captions.captions, space.encoder.width);
}

/**
 * The vectors of the captions among embeddings made elsewhere, normalised.
 * @throws FernglassError `input-invalid` when they have not a row for each row of the input, or another width.
 */
export function openGiven(files: readonly string[], captions: CleanCaptions, width: number | null): Matrix {
  const matrix = joined(files.map(openNpy));
  if (matrix.count !== captions.rows)
    throw new FernglassError(
      'input-invalid',
      `The input has ${captions.rows} rows, but the embeddings ${matrix.count}. They must have a row for each row of the input, those left out included.`,
    );
  if (width !== null && matrix.width !== width)
    throw new FernglassError(
      'input-invalid',
      `The embeddings have width ${matrix.width}, but the model gives ${width}. They must come from the same model.`,
    );
  return chosenRows(matrix, captionRows(captions.folder));
}
