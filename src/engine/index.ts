import { createEngine as create } from './engine';
import { CLOSED_KEY } from './offline/network';
import { registerOffline } from './offline/offline';
import { storageOrNull, tabStorage } from './state/request/tab-storage';
import type { Engine, EngineOptions } from './state/types';
import { readPlatform } from './workers/platform';

export { watchWorker } from '../../workers/protocol';
export { shotOf } from './facts/shot';
export { isToFetch } from './field/further';
export { networkOf } from './offline/network';
export { type IndexAtWork, indexesAtWork } from './retrieval/indexes/indexes-at-work';
export {
  addressesOf,
  INDEX_WEIGHT,
  isUsed,
  type UsedIndex,
  usageOf,
  usedIndexes,
} from './state/request/indexes';
export { modelChoices, POCKET_PROMPTS, PUBLIC_HUB, pocketModel, sourceKey } from './state/request/models';
export { chosenMethod, initialParameters, parametersOf, sameValues } from './state/request/parameters';
export { defaultRequest, INDEX_MEMORY, INDEX_RECALL } from './state/request/request';
export { type Fits, scalesIn, thresholdsIn } from './state/thresholds';
export type * from './state/types';
export { nextTask } from './state/work-loop';
export type { ModelInspection } from './workers/encoder-client';
export { type Linked, WorkerLink } from './workers/worker-link';
export { readPlatform };

/** The engine on this page: real workers, `?backend=wasm|webgpu` from the address. */
export function createEngine(options: Partial<EngineOptions> = {}): Engine {
  const backend = new URLSearchParams(location.search).get('backend');
  const engine = create({
    base: document.baseURI,
    forcedBackend: backend === 'wasm' || backend === 'webgpu' ? backend : null,
    platform: readPlatform(),
    storage: tabStorage(storageOrNull('sessionStorage'), storageOrNull('localStorage')),
    shared: storageOrNull('localStorage'),
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
    spawnEvaluation: () =>
      new Worker(new URL('../../workers/scoring/evaluation/worker.ts', import.meta.url), {
        type: 'module',
        name: 'evaluation',
      }),
    spawnLanguage: () =>
      new Worker(new URL('../../workers/language/worker.ts', import.meta.url), {
        type: 'module',
        name: 'language',
      }),
    spawnFacts: () =>
      new Worker(new URL('../../workers/facts/worker.ts', import.meta.url), {
        type: 'module',
        name: 'facts',
      }),
    offline: registerOffline,
    ...options,
  });
  window.addEventListener('storage', ({ key }) => {
    if (key === CLOSED_KEY || key === null) engine.closedElsewhere();
  });
  window.addEventListener('online', () => engine.networkBack());
  return engine;
}
