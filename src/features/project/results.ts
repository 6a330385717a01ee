import type { RankedClass } from '../../core';
import type { Answer, Engine, EngineState, Evidence, Photo } from '../../engine/types';

/** The version of the exported JSON. */
const EXPORT_VERSION = 1;

/** What exports read from: a part of the engine, so that a test can give plain values. */
export type ResultSource = Pick<Engine, 'getState' | 'answer' | 'photoEvidence'>;

export interface ScoredClass {
  readonly class: string;
  /** Cosine. */
  readonly score: number;
}

/** One photo of the export; rankings are best first and hold every class, empty while there is no answer. */
export interface PhotoResult {
  readonly file: string;
  readonly zeroShot: readonly ScoredClass[];
  readonly enriched: readonly ScoredClass[];
  readonly captions: readonly Omit<Evidence, 'id' | 'foundBy'>[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** Everything but the photos. */
export interface ResultHead {
  readonly version: number;
  /** CoRE's numbers, and what else is needed to get the same results again. */
  readonly settings: EngineState['request']['settings'] & {
    readonly prompts: EngineState['request']['prompts'];
    /** Every name of the classes that have several. */
    readonly synonyms: Readonly<Record<string, readonly string[]>>;
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
export function resultHead({ request, model, index, shownClasses: classes }: EngineState): ResultHead {
  const several = classes.filter((entry) => entry.names.length > 1);
  return {
    version: EXPORT_VERSION,
    settings: {
      ...request.settings,
      prompts: request.prompts,
      synonyms: Object.fromEntries(several.map((entry) => [entry.name, entry.names])),
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
  evidence: readonly Evidence[],
  classes: readonly string[],
): PhotoResult {
  const scored = (ranked: readonly RankedClass[]) =>
    ranked.map(({ index, score }) => ({ class: classes[index] ?? '', score }));
  return {
    file: photo.file,
    zeroShot: scored(answer?.zeroShot ?? []),
    enriched: scored(answer?.enriched ?? []),
    captions: evidence.map(({ text, similarity, weight }) => ({ text, similarity, weight })),
    ...(photo.error === null ? {} : { error: { code: photo.error.code, message: photo.error.message } }),
  };
}

/** Every photo's results, read one after another. */
export function* photoResults(source: ResultSource, head: ResultHead): Generator<PhotoResult> {
  for (const photo of source.getState().photos)
    yield photoResult(photo, source.answer(photo.id), source.photoEvidence(photo.id), head.classes);
}
