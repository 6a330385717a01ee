import { createEngine as create } from './engine';
import { registerOffline } from './offline';
import { localStorageOrNull } from './request';
import type { Engine, EngineOptions } from './types';

export { modelChoices, PUBLIC_HUB, pocketModel } from './models';
export { INDEX_MEMORY, INDEX_RECALL } from './request';
export type * from './types';

/** The engine on this page: real workers, `?backend=wasm|webgpu` from the address. */
export function createEngine(options: Partial<EngineOptions> = {}): Engine {
  const backend = new URLSearchParams(location.search).get('backend');
  return create({
    base: document.baseURI,
    forcedBackend: backend === 'wasm' || backend === 'webgpu' ? backend : null,
    storage: localStorageOrNull(),
    spawnEncoder: () =>
      new Worker(new URL('../../workers/encoder/worker.ts', import.meta.url), {
        type: 'module',
        name: 'encoder',
      }),
    spawnRetrieval: () =>
      new Worker(new URL('../../workers/retrieval/worker.ts', import.meta.url), {
        type: 'module',
        name: 'retrieval',
      }),
    spawnSentences: () =>
      new Worker(new URL('../../workers/sentences/worker.ts', import.meta.url), {
        type: 'module',
        name: 'sentences',
      }),
    spawnScoring: () =>
      new Worker(new URL('../../workers/scoring/worker.ts', import.meta.url), {
        type: 'module',
        name: 'scoring',
      }),
    spawnLanguage: () =>
      new Worker(new URL('../../workers/language/worker.ts', import.meta.url), {
        type: 'module',
        name: 'language',
      }),
    offline: registerOffline,
    ...options,
  });
}
