import {
  type History,
  latestOf,
  METHODS,
  methodById,
  migrated,
  type SentOn,
  type Tuned,
} from '../../../../core';
import { type ModelSource, SEARCH_MODES } from '../../../../workers/protocol';
import type { CaptionChoice, IndexUse, Request, TrainingCounts } from '../types';
import { FULL_USE, INDEX_WEIGHT } from './indexes';
import { POCKET_PROMPTS, pocketModel, TEMPLATES } from './models';
import { restoreParameters } from './parameters';

export const KEY = 'fernglass.request';

const HISTORY: History<Stored> = {
  first: 0,
  migrations: [
    // The search mode had another name.
    ({ retrievalWay, ...stored }) => ({ ...stored, searchMode: stored.searchMode ?? retrievalWay }),
  ],
};

/** Memory that the captions of an index may take, in MB: less would read them again and again, and no tab has more. */
export const INDEX_MEMORY = { min: 16, default: 256, max: 3072 } as const;

/** Part of the nearest captions that searches may be asked to find, in percent: to find all, all would be compared. */
export const INDEX_RECALL = { min: 50, default: 95, max: 99 } as const;

/** What a newcomer starts with: the embedded model and index, and CoRE as it suits them. */
export function defaultRequest(base = document.baseURI): Request {
  return {
    model: pocketModel(base),
    manifestUrl: new URL('indexes/pocket/manifest.json', base).href,
    furtherIndexes: [],
    sentOn: [],
    indexUse: {},
    classesText: '',
    prompts: POCKET_PROMPTS,
    searchMode: 'meaning',
    captionRules: { without: [], withoutLanguages: [], withoutSources: [] },
    captionChoices: [],
    indexMemory: INDEX_MEMORY.default,
    indexRecall: INDEX_RECALL.default,
    trainingCounts: null,
    tuned: null,
    templates: TEMPLATES,
    method: METHODS[0]!.id,
    parameters: {},
    thresholds: { margin: null, likeness: null },
    detections: { classify: 'photo', from: 0.2 },
  };
}

/**
 * The request as it was left, with the default for whatever is missing or out of bounds. The app's own files are
 * addressed anew, since the site may have moved.
 */
export function restoreRequest(storage: Pick<Storage, 'getItem'> | null, base = document.baseURI): Request {
  try {
    return requestOf(JSON.parse(storage?.getItem(KEY) ?? 'null'), base);
  } catch {
    return defaultRequest(base);
  }
}

/** A request in the form in which it is kept. */
export const requestToKeep = (request: Request, base: string): unknown => ({
  version: latestOf(HISTORY),
  ...request,
  base: new URL('.', base).href,
});

/** A request as it was kept, in any form; the default for whatever is missing or out of bounds. */
export function requestOf(kept: unknown, base = document.baseURI): Request {
  const fallback = defaultRequest(base);
  const stored = typeof kept === 'object' && kept !== null ? migrated(kept as Stored, HISTORY) : null;
  if (stored === null) return fallback;
  const {
    classesText,
    prompts,
    searchMode,
    templates,
    method,
    parameters,
    model,
    manifestUrl,
    base: storedBase,
  } = stored;
  const moved = (url: string) =>
    typeof storedBase === 'string' && url.startsWith(storedBase)
      ? new URL(url.slice(storedBase.length), base).href
      : url;
  return {
    model: readSource(model, moved) ?? fallback.model,
    manifestUrl: typeof manifestUrl === 'string' ? moved(manifestUrl) : fallback.manifestUrl,
    furtherIndexes: textsOf(stored.furtherIndexes).map(moved),
    sentOn: sentOnOf(stored.sentOn),
    indexUse: readUse(stored.indexUse, moved),
    classesText: typeof classesText === 'string' ? classesText : fallback.classesText,
    prompts: {
      zeroShot: textOr(prompts?.zeroShot, fallback.prompts.zeroShot),
      retrieval: textOr(prompts?.retrieval, fallback.prompts.retrieval),
    },
    searchMode: SEARCH_MODES.find((mode) => mode === searchMode) ?? fallback.searchMode,
    captionRules: {
      without: textsOf(stored.captionRules?.without),
      withoutLanguages: textsOf(stored.captionRules?.withoutLanguages),
      withoutSources: textsOf(stored.captionRules?.withoutSources),
    },
    captionChoices: Array.isArray(stored.captionChoices) ? stored.captionChoices.flatMap(readChoice) : [],
    indexMemory: within(INDEX_MEMORY, stored.indexMemory) ?? fallback.indexMemory,
    indexRecall: within(INDEX_RECALL, stored.indexRecall) ?? fallback.indexRecall,
    trainingCounts: readTraining(stored.trainingCounts),
    tuned: readTuned(stored.tuned),
    templates: textOr(templates, fallback.templates),
    method: methodById(textOr(method, ''))?.id ?? fallback.method,
    parameters: restoreParameters(parameters),
    thresholds: {
      margin: partOf(stored.thresholds?.margin),
      likeness: partOf(stored.thresholds?.likeness),
    },
    detections: {
      classify: stored.detections?.classify === 'animal' ? 'animal' : fallback.detections.classify,
      from: partOf(stored.detections?.from) ?? fallback.detections.from,
    },
  };
}

/** Keeps the request for the next visit; a browser that refuses storage just forgets it. */
export function storeRequest(
  storage: Pick<Storage, 'setItem'> | null,
  request: Request,
  base = document.baseURI,
) {
  try {
    storage?.setItem(KEY, JSON.stringify(requestToKeep(request, base)));
  } catch {
    // A full or refused storage costs the user only the restored settings.
  }
}

/** Keeps no request any more. */
export function dropRequest(storage: Pick<Storage, 'removeItem'> | null): void {
  try {
    storage?.removeItem(KEY);
  } catch {
    // A storage that refuses keeps nothing.
  }
}

type Loose<T> = { readonly [K in keyof T]?: T[K] | null | undefined };
type Stored = Loose<Omit<Request, 'prompts' | 'captionRules' | 'thresholds' | 'detections'>> & {
  readonly detections?: Loose<Request['detections']> | null;
  readonly thresholds?: Loose<Request['thresholds']> | null;
  readonly captionRules?: Loose<Request['captionRules']>;
  readonly prompts?: Loose<Request['prompts']>;
  readonly version?: number;
  readonly base?: string;
  /** Version 0: `searchMode`. */
  readonly retrievalWay?: Request['searchMode'];
};

/** A whole amount within bounds; null for what is none. */
export function within(
  { min, max }: { readonly min: number; readonly max: number },
  amount: unknown,
): number | null {
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return null;
  return Math.round(Math.min(max, Math.max(min, amount)));
}

/** A part of one, 0–1; null for what is none. */
const partOf = (value: unknown): number | null =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : null;

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** Hosts that may send on, and where to, as it was kept. */
const sentOnOf = (value: unknown): SentOn[] =>
  Array.isArray(value)
    ? value.filter(
        (one: Partial<SentOn> | null) => typeof one?.from === 'string' && typeof one.to === 'string',
      )
    : [];

const textOr = (value: unknown, fallback: string) => (typeof value === 'string' ? value : fallback);

/** A choice of a caption as it was kept; nothing for what is none. */
function readChoice(value: unknown): CaptionChoice[] {
  const { text, kind, of } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Loose<CaptionChoice>;
  if (typeof text !== 'string' || (kind !== 'left out' && kind !== 'pinned')) return [];
  if (of === null || of === undefined) return kind === 'pinned' ? [] : [{ text, kind, of: null }];
  if ('className' in of && typeof of.className === 'string')
    return [{ text, kind, of: { className: of.className } }];
  if ('file' in of && typeof of.file === 'string') return [{ text, kind, of: { file: of.file } }];
  return [];
}

/** Training photos of classes as they were kept; null for what is none. */
function readTraining(value: unknown): TrainingCounts | null {
  const { of, classes } = (typeof value === 'object' && value !== null ? value : {}) as Loose<TrainingCounts>;
  if (typeof of !== 'string' || !Array.isArray(classes)) return null;
  const read = classes.filter(
    (one: Partial<TrainingCounts['classes'][number]> | null) =>
      typeof one?.name === 'string' && Number.isSafeInteger(one.count) && one.count! >= 0,
  );
  return read.length === 0 ? null : { of, classes: read };
}

/** What was tuned, as it was kept; null where nothing was. */
function readTuned(value: unknown): Tuned | null {
  const { method, parameters, photos } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Loose<Tuned>;
  if (typeof method !== 'string' || typeof parameters !== 'object' || parameters === null) return null;
  const values = Object.fromEntries(
    Object.entries(parameters).filter(([, one]) => one === null || ['string', 'number'].includes(typeof one)),
  );
  return { method, parameters: values, photos: textsOf(photos) };
}

/** How indexes are used, as it was kept; what is out of bounds counts in full. */
function readUse(value: unknown, moved: (url: string) => string): Request['indexUse'] {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value as Record<string, Loose<IndexUse> | null>).map(([address, use]) => {
      const weight = within(
        { min: 100 * INDEX_WEIGHT.min, max: 100 * INDEX_WEIGHT.max },
        100 * (use?.weight ?? NaN),
      );
      return [
        moved(address),
        {
          weight: weight === null ? FULL_USE.weight : weight / 100,
          photos: use?.photos !== false,
          classes: use?.classes !== false,
        },
      ];
    }),
  );
}

/** A model's source as it was kept; null for what is none. @param moved gives the address of what may have moved */
function readSource(value: Stored['model'], moved: (url: string) => string): ModelSource | null {
  if (typeof value?.id !== 'string' || typeof value.revision !== 'string') return null;
  const { id, revision, layout } = value;
  if (layout === 'device') return { layout, id, revision };
  if ((layout !== 'hub' && layout !== 'folder') || !URL.canParse(value.host)) return null;
  return { layout, id, revision, host: moved(value.host) };
}
