import { FernglassError } from '../../../core';
import {
  EXPORT_VERSION,
  type ExportedConfidence,
  NO_FACTS,
  type PhotoFacts,
  type PhotoResult,
  type ResultHead,
  type ScoredClass,
} from '../../protocol';
import type { JsonCaption, JsonCaptions, JsonFacts, JsonPhoto, JsonRanking } from './photo';

/** An exported file, read. */
export interface ReadExport extends ResultHead {
  readonly photos: readonly PhotoResult[];
}

/** The file since version 7. */
interface JsonExport extends ResultHead {
  readonly photos: readonly JsonPhoto[];
  readonly captions: readonly JsonCaption[];
}

/** From this version on what photos share stands once. */
const SHARED_SINCE = 7;

/**
 * Reads an exported JSON file of any version: photos as they were given to the writer, with the digits that the file has.
 * @throws FernglassError `input-invalid` where it is none, or of a later version
 */
export function readJsonExport(text: string): ReadExport {
  const { captions, ...file } = parsed(text);
  if (file.version < SHARED_SINCE) {
    const photos = (file as unknown as ReadExport).photos;
    return { ...file, photos: photos.map((photo) => ({ ...photo, warning: photo.warning ?? '' })) };
  }
  return { ...file, photos: file.photos.map((photo) => photoOf(photo, captions, file)) };
}

function parsed(text: string): JsonExport {
  let file: Partial<JsonExport> | null = null;
  try {
    file = JSON.parse(text) as Partial<JsonExport> | null;
  } catch {
    // Said below.
  }
  if (typeof file?.version !== 'number' || !Array.isArray(file.photos))
    throw new FernglassError('input-invalid', 'This is no file that Export JSON wrote. Choose one.');
  if (file.version > EXPORT_VERSION)
    throw new FernglassError(
      'input-invalid',
      `This export is of version ${file.version}; up to ${EXPORT_VERSION} can be read here. Reload the page for a newer version of it.`,
    );
  return file as JsonExport;
}

function photoOf(photo: JsonPhoto, list: readonly JsonCaption[], head: ResultHead): PhotoResult {
  const { settings } = head;
  const {
    zeroShot,
    enriched,
    captions,
    captionCosine,
    likeness,
    facts,
    further,
    warning = '',
    ...others
  } = photo;
  const side = (name: 'zeroShot' | 'enriched', ranking: JsonRanking): ExportedConfidence => ({
    margin: ranking.margin!,
    scale: ranking.scale ?? settings.scales![name],
    bestCosine:
      ranking.bestCosine !== undefined
        ? ranking.bestCosine
        : settings.outputs[name] === 'cosine'
          ? ranking.score[0]!
          : null,
    captionCosine: captionCosine ?? null,
    likeness: likeness ?? null,
    state: ranking.state!,
  });
  const isJudged = zeroShot?.state !== undefined && enriched?.state !== undefined;
  return {
    ...others,
    zeroShot: scoredClasses(zeroShot),
    enriched: scoredClasses(enriched),
    ...(enriched?.share !== undefined && { shares: enriched.share }),
    ...(isJudged && {
      confidence: { zeroShot: side('zeroShot', zeroShot), enriched: side('enriched', enriched) },
      state: enriched.state,
    }),
    captions: captionsOf(captions, list),
    ...(photo.label?.state === 'class' && { accepted: photo.label.className }),
    // Boxes came with version 8.
    ...(further !== undefined && {
      further: further.map((box) => photoOf({ ...box, file: photo.file }, list, head)),
    }),
    ...(facts !== undefined && { facts: factsOf(facts) }),
    warning,
  };
}

const scoredClasses = (ranking: JsonRanking | undefined): ScoredClass[] =>
  (ranking?.class ?? []).map((name, i) => ({ class: name, score: ranking!.score[i]! }));

const captionsOf = (
  captions: JsonCaptions | undefined,
  list: readonly JsonCaption[],
): PhotoResult['captions'] =>
  (captions?.caption ?? []).map((place, i) => ({
    ...list[place]!,
    similarity: captions!.similarity[i]!,
    weight: captions!.weight[i]!,
  }));

function factsOf({ place, ...facts }: JsonFacts): PhotoFacts {
  const { latitude, longitude, uncertainty = null, altitude = null, datum = null } = place ?? {};
  const isPlaced = latitude !== undefined && longitude !== undefined;
  return {
    ...NO_FACTS,
    ...facts,
    place: isPlaced ? { latitude, longitude, uncertainty, altitude, datum } : null,
  };
}
