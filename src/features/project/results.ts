import { parseTemplates, type RankedClass, reads } from '../../../core';
import type { Answer, CaptionEvidence, Engine, EngineState, Photo } from '../../engine';
import { chosenMethod, parametersOf } from '../../engine';

/** The version of the exported JSON. */
const EXPORT_VERSION = 1;

/** What exports read from: a part of the engine, so that a test can give plain values. */
export type ResultSource = Pick<Engine, 'getState' | 'photo' | 'answer' | 'explain'>;

export interface ScoredClass {
  readonly class: string;
  /** Cosine by looks alone; by the method, what it gives. */
  readonly score: number;
}

/** One photo of the export; rankings are best first and hold every class, empty while there is no answer. */
export interface PhotoResult {
  readonly file: string;
  readonly zeroShot: readonly ScoredClass[];
  readonly enriched: readonly ScoredClass[];
  readonly captions: readonly Omit<CaptionEvidence, 'id' | 'foundBy'>[];
  /** The class that the user accepted; absent where they said nothing. */
  readonly accepted?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Everything but the photos. */
export interface ResultHead {
  readonly version: number;
  /** The method's parameters by name, and what else is needed to get the same results again. */
  readonly settings: Readonly<Record<string, unknown>> & {
    readonly method: string;
    /** The names of the method's parameters among these settings. */
    readonly parameters: readonly string[];
    /** The mode in which the captions of the classes were found. */
    readonly classCaptions: EngineState['classRetrieval']['mode'];
    readonly prompts: EngineState['request']['prompts'];
    /** Every name of the classes that have several. */
    readonly synonyms: Readonly<Record<string, readonly string[]>>;
    /** The user's sentences about the classes that have some. */
    readonly descriptions: Readonly<Record<string, readonly string[]>>;
    readonly modelRevision: string;
    readonly indexAddress: string;
    readonly captionsPresent: number;
    /** Words, languages and sources of captions that were passed over. */
    readonly captionsWithout: EngineState['request']['captionRules'];
    readonly precision: string | null;
    readonly threads: number | null;
  };
  /** Ids; null while nothing is loaded. */
  readonly model: string | null;
  readonly index: string | null;
  readonly backend: string | null;
  readonly classes: readonly string[];
}

/** The head of an export, from the state of one moment. */
export function resultHead({
  request,
  model,
  index,
  classes: typed,
  shownClasses: classes,
  classRetrieval,
}: EngineState): ResultHead {
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
      synonyms: Object.fromEntries(several.map((entry) => [entry.name, entry.names])),
      descriptions: Object.fromEntries(described.map((entry) => [entry.name, entry.descriptions])),
      modelRevision: model.info?.revision ?? request.model.revision,
      indexAddress: request.manifestUrl,
      captionsPresent: index.info?.captionsPresent ?? 0,
      captionsWithout: request.captionRules,
      precision: model.info?.rung.precision ?? null,
      threads: model.info?.rung.threads ?? null,
    },
    model: model.info?.id ?? null,
    index: index.info?.manifest.id ?? null,
    backend: model.info?.rung.backend ?? null,
    classes: classes.map((entry) => entry.name),
  };
}

/** One photo's results. */
export function photoResult(
  photo: Photo,
  answer: Answer | null,
  evidence: readonly CaptionEvidence[],
  classes: readonly string[],
): PhotoResult {
  const scored = (ranked: readonly RankedClass[], names: readonly string[]) =>
    ranked.map(({ index, score }) => ({ class: names[index] ?? '', score }));
  return {
    file: photo.file,
    zeroShot: scored(answer?.zeroShot ?? [], classes),
    enriched: scored(answer?.enriched ?? [], answer?.names ?? classes),
    captions: evidence.map(({ text, similarity, weight }) => ({ text, similarity, weight })),
    ...(photo.accepted === null ? {} : { accepted: photo.accepted }),
    ...(photo.error === null ? {} : { error: { code: photo.error.code, message: photo.error.message } }),
  };
}

/** Every photo's results, read one after another. */
export function* photoResults(source: ResultSource, head: ResultHead): Generator<PhotoResult> {
  for (const id of source.getState().photoIds) {
    const photo = source.photo(id);
    if (photo === undefined) continue;
    const blocks = source.explain(photo.id)?.blocks ?? [];
    const captions = blocks.flatMap((block) =>
      block.kind === 'captions' && block.classIndex === null ? block.captions : [],
    );
    yield photoResult(photo, source.answer(photo.id), captions, head.classes);
  }
}
