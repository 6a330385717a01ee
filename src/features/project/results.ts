import { parseTemplates, type RankedClass, reads } from '../../../core';
import {
  EXPORT_VERSION,
  type PhotoResult,
  type ResultHead,
  type ScoresExported,
} from '../../../workers/protocol';
import type { Answer, CaptionEvidence, Engine, EngineState, Photo } from '../../engine';
import { chosenMethod, parametersOf } from '../../engine';

/** What an export says of an answer for which the method's captions were not there. */
const WITHOUT_CAPTIONS = 'Computed without captions: the index was not there, or held none for it.';

/** What exports read from: a part of the engine, so that a test can give plain values. */
export type ResultSource = Pick<Engine, 'getState' | 'photo' | 'answer' | 'captions'>;

/** The head of an export, from the state of one moment. */
export function resultHead(
  { request, model, index, classes: typed, shownClasses: classes, classRetrieval }: EngineState,
  scores: ScoresExported,
): ResultHead {
  const method = chosenMethod(request);
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
      captionsPresent: index.info?.captionsPresent ?? 0,
      /** Words, languages and sources of captions that were passed over. */
      captionsWithout: request.captionRules,
      precision: model.info?.rung.precision ?? null,
      threads: model.info?.rung.threads ?? null,
    },
    model: model.info?.id ?? null,
    index: index.info?.manifest.id ?? null,
    backend: model.info?.rung.backend ?? null,
    classes: classes.map((entry) => entry.name),
    scores,
  };
}

/** One photo's results, with the scores that the head says. */
export function photoResult(
  photo: Photo,
  answer: Answer | null,
  evidence: readonly CaptionEvidence[],
  { classes, scores }: Pick<ResultHead, 'classes' | 'scores'>,
): PhotoResult {
  const scored = (ranked: readonly RankedClass[], names: readonly string[]) =>
    (scores === 'all' ? ranked : ranked.slice(0, scores)).map(({ index, score }) => ({
      class: names[index] ?? '',
      score,
    }));
  return {
    file: photo.file,
    zeroShot: scored(answer?.zeroShot ?? [], classes),
    enriched: scored(answer?.enriched ?? [], answer?.names ?? classes),
    captions: evidence.map(({ text, similarity, weight }) => ({ text, similarity, weight })),
    ...(photo.accepted === null ? {} : { accepted: photo.accepted }),
    warning: [
      ...photo.warnings.map(({ message }) => message),
      ...(answer?.lacksCaptions ? [WITHOUT_CAPTIONS] : []),
    ].join(' '),
    ...(photo.error === null ? {} : { error: { code: photo.error.code, message: photo.error.message } }),
  };
}

/** Every photo's results, read one after another; one that is removed meanwhile is left out. */
export function* photoResults(
  source: ResultSource,
  head: Pick<ResultHead, 'classes' | 'scores'>,
): Generator<PhotoResult> {
  for (const id of source.getState().photoIds) {
    const photo = source.photo(id);
    if (photo === undefined) continue;
    yield photoResult(photo, source.answer(id), source.captions(id), head);
  }
}
