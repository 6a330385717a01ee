import { METHODS, methodById } from '../../../../core';
import { SEARCH_MODES } from '../../../../workers/protocol';
import type { Request } from '../types';
import { POCKET_PROMPTS, pocketModel, TEMPLATES } from './models';
import { restoreParameters } from './parameters';
import { type History, latestOf, migrated } from './versioned';

const KEY = 'fernglass.request';

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
    classesText: '',
    prompts: POCKET_PROMPTS,
    searchMode: 'meaning',
    captionRules: { without: [], withoutLanguages: [], withoutSources: [] },
    indexMemory: INDEX_MEMORY.default,
    indexRecall: INDEX_RECALL.default,
    templates: TEMPLATES,
    method: METHODS[0]!.id,
    parameters: {},
  };
}

/**
 * The request as it was left, with the default for whatever is missing or out of bounds. The app's own files are
 * addressed anew, since the site may have moved.
 */
export function restoreRequest(storage: Pick<Storage, 'getItem'> | null, base = document.baseURI): Request {
  const fallback = defaultRequest(base);
  const stored = readStored(storage);
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
    model: isSource(model) ? { ...model, host: moved(model.host) } : fallback.model,
    manifestUrl: typeof manifestUrl === 'string' ? moved(manifestUrl) : fallback.manifestUrl,
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
    indexMemory: within(INDEX_MEMORY, stored.indexMemory) ?? fallback.indexMemory,
    indexRecall: within(INDEX_RECALL, stored.indexRecall) ?? fallback.indexRecall,
    templates: textOr(templates, fallback.templates),
    method: methodById(textOr(method, ''))?.id ?? fallback.method,
    parameters: restoreParameters(parameters),
  };
}

/** Keeps the request for the next visit; a browser that refuses storage just forgets it. */
export function storeRequest(
  storage: Pick<Storage, 'setItem'> | null,
  request: Request,
  base = document.baseURI,
) {
  try {
    storage?.setItem(
      KEY,
      JSON.stringify({ version: latestOf(HISTORY), ...request, base: new URL('.', base).href }),
    );
  } catch {
    // A full or refused storage costs the user only the restored settings.
  }
}

type Loose<T> = { readonly [K in keyof T]?: T[K] | null | undefined };
type Stored = Loose<Omit<Request, 'prompts' | 'captionRules'>> & {
  readonly captionRules?: Loose<Request['captionRules']>;
  readonly prompts?: Loose<Request['prompts']>;
  readonly version?: number;
  readonly base?: string;
  /** Version 0: `searchMode`. */
  readonly retrievalWay?: Request['searchMode'];
};

function readStored(storage: Pick<Storage, 'getItem'> | null): Stored | null {
  try {
    const value: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null');
    return typeof value === 'object' && value !== null ? migrated(value as Stored, HISTORY) : null;
  } catch {
    return null;
  }
}

/** A whole amount within bounds; null for what is none. */
export function within(
  { min, max }: { readonly min: number; readonly max: number },
  amount: unknown,
): number | null {
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return null;
  return Math.round(Math.min(max, Math.max(min, amount)));
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const textOr = (value: unknown, fallback: string) => (typeof value === 'string' ? value : fallback);

function isSource(value: Stored['model']): value is Request['model'] {
  return (
    value?.id !== undefined &&
    URL.canParse(value.host ?? '') &&
    (value.layout === 'hub' || value.layout === 'folder') &&
    typeof value.revision === 'string'
  );
}
