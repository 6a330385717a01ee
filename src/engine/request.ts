import { RETRIEVAL_WAYS } from '../../workers/protocol';
import { type EnrichmentSettings, LIMITS } from '../core';
import { defaultSettings, POCKET_PROMPTS, pocketModel } from './models';
import type { Request } from './types';

const KEY = 'fernglass.request';

/** Memory that the captions of an index may take, in MB: less would read them again and again, and no tab has more. */
export const INDEX_MEMORY = { least: 16, usual: 256, most: 3072 } as const;

/** What a newcomer starts with: the embedded model and index, and the settings that suit them. */
export function defaultRequest(base = document.baseURI): Request {
  const model = pocketModel(base);
  return {
    model,
    manifestUrl: new URL('indexes/pocket/manifest.json', base).href,
    classesText: '',
    prompts: POCKET_PROMPTS,
    retrievalWay: 'meaning',
    captionRules: { without: [], withoutLanguages: [], withoutSources: [] },
    indexMemory: INDEX_MEMORY.usual,
    settings: defaultSettings(model),
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
  const { classesText, prompts, retrievalWay, settings, model, manifestUrl, base: storedBase } = stored;
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
    retrievalWay: RETRIEVAL_WAYS.find((way) => way === retrievalWay) ?? fallback.retrievalWay,
    captionRules: {
      without: textsOf(stored.captionRules?.without),
      withoutLanguages: textsOf(stored.captionRules?.withoutLanguages),
      withoutSources: textsOf(stored.captionRules?.withoutSources),
    },
    indexMemory: withinMemory(stored.indexMemory) ?? fallback.indexMemory,
    settings: restoreSettings(settings, fallback.settings),
  };
}

/** Keeps the request for the next visit; a browser that refuses storage just forgets it. */
export function storeRequest(
  storage: Pick<Storage, 'setItem'> | null,
  request: Request,
  base = document.baseURI,
) {
  try {
    storage?.setItem(KEY, JSON.stringify({ ...request, base: new URL('.', base).href }));
  } catch {
    // A full or refused storage costs the user only the restored settings.
  }
}

/** `localStorage`, or null where reading it throws (blocked cookies). */
export function localStorageOrNull(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

type Loose<T> = { readonly [K in keyof T]?: T[K] | null | undefined };
type Stored = Loose<Omit<Request, 'prompts' | 'captionRules' | 'settings'>> & {
  readonly captionRules?: Loose<Request['captionRules']>;
  readonly prompts?: Loose<Request['prompts']>;
  readonly settings?: Loose<EnrichmentSettings>;
  readonly base?: string;
};

function readStored(storage: Pick<Storage, 'getItem'> | null): Stored | null {
  try {
    const value: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null');
    return typeof value === 'object' ? (value as Stored | null) : null;
  } catch {
    return null;
  }
}

/** An amount within `INDEX_MEMORY`; null for what is none. */
export function withinMemory(megabytes: unknown): number | null {
  if (typeof megabytes !== 'number' || !Number.isFinite(megabytes)) return null;
  return Math.round(Math.min(INDEX_MEMORY.most, Math.max(INDEX_MEMORY.least, megabytes)));
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

function restoreSettings(
  stored: Loose<EnrichmentSettings> | undefined,
  fallback: EnrichmentSettings,
): EnrichmentSettings {
  const number = (name: keyof typeof LIMITS) => {
    const value = stored?.[name];
    return typeof value === 'number' && value >= LIMITS[name].min && value <= LIMITS[name].max
      ? value
      : fallback[name];
  };
  return {
    alpha: number('alpha'),
    beta: number('beta'),
    tauImageToText: number('tauImageToText'),
    tauTextToText: number('tauTextToText'),
    k: Math.round(number('k')),
    imageWeighting: stored?.imageWeighting === 'linear' ? 'linear' : fallback.imageWeighting,
    nearDuplicateCosine:
      typeof stored?.nearDuplicateCosine === 'number'
        ? stored.nearDuplicateCosine
        : fallback.nearDuplicateCosine,
  };
}
