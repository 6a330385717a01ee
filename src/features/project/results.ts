import { methodById, parseTemplates, type RankedClass, reads, stateOf } from '../../../core';
import type { Manifest } from '../../../index-shards/format';
import {
  EXPORT_VERSION,
  type PhotoResult,
  type ResultHead,
  type ScoresExported,
} from '../../../workers/protocol';
import type { Answer, CaptionEvidence, Engine, EngineState, Photo } from '../../engine';
import {
  chosenMethod,
  type IndexAtWork,
  indexesAtWork,
  parametersOf,
  scalesIn,
  thresholdsIn,
} from '../../engine';
import { filesByName } from '../library/own/files-by-name';

/** What an export says of an answer for which the method's captions were not there. */
const WITHOUT_CAPTIONS = 'Computed without captions: the index was not there, or held none for it.';

const ZERO_SHOT = methodById('zero-shot')!;

/** What exports read from: a part of the engine, so that a test can give plain values. */
export type ResultSource = Pick<
  Engine,
  'getState' | 'photo' | 'openPhoto' | 'photoWork' | 'answer' | 'captions'
>;

/** The head of an export, from the state of one moment. */
export function resultHead(state: EngineState, scores: ScoresExported): ResultHead {
  const { request, model, index, classes: typed, shownClasses: classes, classRetrieval } = state;
  const method = chosenMethod(request);
  const indexes = indexesAtWork(state).filter(({ classes, photos }) => classes || photos);
  const infos = indexes.flatMap(({ state: { info } }) => info ?? []);
  const described = typed.filter((entry) => entry.descriptions.length > 0);
  const several = classes.filter((entry) => entry.names.length > 1);
  return {
    version: EXPORT_VERSION,
    settings: {
      ...parametersOf(request),
      method: method.id,
      parameters: Object.keys(method.parameters),
      ...(reads(method, 'templates') ? { templates: parseTemplates(request.templates) } : {}),
      classCaptions: classRetrieval.mode,
      thresholds: {
        zeroShot: thresholdsIn({ request: { ...request, method: 'zero-shot' }, index }),
        enriched: thresholdsIn({ request, index }),
      },
      outputs: { zeroShot: ZERO_SHOT.output, enriched: method.output },
      scales: scalesIn(state),
      prompts: request.prompts,
      /** Every name of the classes that have several. */
      synonyms: Object.fromEntries(several.map((entry) => [entry.name, entry.names])),
      /** The user's sentences about the classes that have some. */
      descriptions: Object.fromEntries(described.map((entry) => [entry.name, entry.descriptions])),
      modelRevision: model.info?.revision ?? request.model.revision,
      indexAddress: request.manifestUrl,
      /** The title is its maker's word; the host is where it really lies. */
      indexTitle: index.info?.manifest.title ?? null,
      indexHost: URL.canParse(request.manifestUrl) ? new URL(request.manifestUrl).host : null,
      /** Terms that the captions are under: they may bind who uses what was made with them. */
      indexLicence: joined(infos.map(({ manifest }) => manifest.provenance?.licence)),
      /** All that were searched, in their order, where there were several. */
      ...(indexes.length > 1 ? { indexes: indexes.map(exportedIndex) } : {}),
      ...captionFilesOf(infos.map(({ manifest }) => manifest)),
      captionsPresent: infos.reduce((sum, info) => sum + info.captionsPresent, 0),
      /** Words, languages and sources of captions that were passed over. */
      captionsWithout: request.captionRules,
      /** Single captions that a person left out, or pinned. */
      ...(request.captionChoices.length > 0 ? { captionChoices: request.captionChoices } : {}),
      precision: model.info?.rung.precision ?? null,
      threads: model.info?.rung.threads ?? null,
    },
    model: model.info && {
      id: model.info.id,
      family: model.info.family,
      precision: model.info.rung.precision,
      licence: model.info.licence?.name ?? null,
    },
    index: joined(
      infos.map(({ manifest }) => manifest.id),
      ' + ',
    ),
    backend: model.info?.rung.backend ?? null,
    classes: classes.map((entry) => entry.name),
    scores,
  };
}

/** Each once; null where there are none. */
const joined = (texts: readonly (string | undefined)[], by = '; ') =>
  [...new Set(texts.filter(Boolean))].join(by) || null;

/** What an export says of one of several indexes. */
const exportedIndex = ({ address, classes, photos, state: { info }, weight }: IndexAtWork) => ({
  id: info?.manifest.id ?? null,
  title: info?.manifest.title ?? null,
  address,
  source: info?.manifest.provenance.source ?? null,
  licence: info?.manifest.provenance.licence ?? null,
  weight,
  photos,
  classes,
});

/** The files that the captions came from, with their terms; nothing where no index tells. */
function captionFilesOf(manifests: readonly Manifest[]): Pick<ResultHead['settings'], 'captionFiles'> {
  const files = manifests.flatMap(({ captionFiles = [], title }) =>
    filesByName(captionFiles).map(({ name, source, licence }) => ({
      index: title,
      file: name,
      source,
      licence,
    })),
  );
  return files.length === 0 ? {} : { captionFiles: files };
}

/** One photo's results, or those of a box in it, with the scores that the head says. @param further those of its further boxes */
function photoResult(
  photo: Photo,
  answer: Answer | null,
  evidence: readonly CaptionEvidence[],
  head: Pick<ResultHead, 'classes' | 'scores' | 'settings'>,
  further: readonly PhotoResult[] = [],
): PhotoResult {
  const { classes, scores, settings } = head;
  const indexes = settings.indexes?.length ?? 1;
  const confidence = answer && confidenceOf(answer, settings.thresholds);
  const scored = (ranked: readonly RankedClass[], names: readonly string[]) =>
    (scores === 'all' ? ranked : ranked.slice(0, scores)).map(({ index, score }) => ({
      class: names[index] ?? '',
      score,
    }));
  return {
    file: photo.file,
    zeroShot: scored(answer?.zeroShot ?? [], classes),
    enriched: scored(answer?.enriched ?? [], answer?.names ?? classes),
    captions: evidence.map(({ text, similarity, weight, origin }) => ({
      text,
      similarity,
      weight,
      ...(indexes > 1 && origin !== null ? { index: origin.title } : {}),
      ...(origin?.file === undefined ? {} : { file: origin.file }),
    })),
    ...(answer === null ? {} : { shares: scores === 'all' ? answer.shares : answer.shares.slice(0, scores) }),
    ...(confidence === null ? {} : { confidence, state: confidence.enriched.state }),
    ...(photo.label === null ? {} : { label: photo.label }),
    ...(photo.note === '' ? {} : { note: photo.note }),
    ...(photo.boxes === null ? {} : { boxes: photo.boxes }),
    ...(photo.classified === null ? {} : { classified: photo.classified }),
    ...(further.length === 0 ? {} : { further }),
    ...(photo.facts === null ? {} : { facts: photo.facts }),
    ...acceptedOf(photo),
    warning: [
      ...photo.warnings.map(({ message }) => message),
      ...(answer?.lacksCaptions ? [WITHOUT_CAPTIONS] : []),
    ].join(' '),
    ...(photo.error === null ? {} : { error: { code: photo.error.code, message: photo.error.message } }),
  };
}

/** How far apart the best two classes lie on either side, and how near the photo is to what it was compared with. */
function confidenceOf(
  answer: Answer,
  thresholds: ResultHead['settings']['thresholds'],
): NonNullable<PhotoResult['confidence']> {
  const { zeroShot, zeroShotShares, zeroShotScale, scale, bestCosine, captionCosine, likeness } = answer;
  const before = (zeroShotShares[0] ?? 0) - (zeroShotShares[1] ?? 0);
  const { margin } = answer;
  return {
    zeroShot: {
      margin: before,
      scale: zeroShotScale.value,
      bestCosine: zeroShot[0]?.score ?? null,
      captionCosine,
      likeness,
      state: stateOf(before, likeness, thresholds.zeroShot),
    },
    enriched: {
      margin,
      scale: scale.value,
      bestCosine,
      captionCosine,
      likeness,
      state: stateOf(margin, likeness, thresholds.enriched),
    },
  };
}

const acceptedOf = ({ label }: Photo) => (label?.state === 'class' ? { accepted: label.className } : {});

/** What of a photo's files goes into an export. */
export interface FilesRead {
  readonly content?: boolean;
  readonly embeddings?: boolean;
  /** Sidecars by path. */
  readonly sidecars?: ReadonlyMap<string, Blob> | undefined;
  readonly sidecarName?: 'photo.xmp' | 'photo.jpg.xmp';
  /** So many photos at most. */
  readonly most?: number;
}

/** Every photo's results, read one after another; one that is removed meanwhile is left out. */
export async function* photoResults(
  source: ResultSource,
  head: Pick<ResultHead, 'classes' | 'scores' | 'settings'>,
  {
    content = false,
    embeddings = false,
    sidecars,
    sidecarName,
    most = Number.POSITIVE_INFINITY,
  }: FilesRead = {},
): AsyncGenerator<PhotoResult> {
  let read = 0;
  for (const id of source.getState().photoIds) {
    if (read++ === most) return;
    const photo = source.photo(id);
    if (photo === undefined) continue;
    // What is not to be had is left out, as the export then says.
    const file = content ? await source.openPhoto(id).catch(() => null) : null;
    const embedding = embeddings ? (source.photoWork(id)?.embedding.value ?? null) : null;
    const sidecar = sidecars?.get(sidecarOf(photo.file, sidecarName));
    const resultOf = (one: Photo, further?: readonly PhotoResult[]) =>
      photoResult(one, source.answer(one.id), source.captions(one.id), head, further);
    yield {
      ...resultOf(
        photo,
        photo.further.map((box) => resultOf(box)),
      ),
      ...(file === null ? {} : { content: file }),
      ...(embedding === null ? {} : { embedding }),
      ...(sidecar === undefined ? {} : { sidecar }),
    };
  }
}

const sidecarOf = (file: string, name: FilesRead['sidecarName']) =>
  `${name === 'photo.jpg.xmp' ? file : file.replace(/\.[^./]+$/, '')}.xmp`;
