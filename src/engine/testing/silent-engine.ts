import { onTestFinished } from 'vitest';
import { createEngine } from '../engine';
import type { EngineOptions } from '../state/types';

/**
 * An engine whose workers never answer, for tests of what does not wait for them, and what it keeps.
 * @param shared what other tabs see
 * @param more options that are to be others
 */
export function silentEngine(shared = new Map<string, string>(), more: Partial<EngineOptions> = {}) {
  const kept = new Map<string, string>();
  const storageIn = (map: Map<string, string>) => ({
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  });
  const silent = () => {
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => port1.close());
    return Object.assign(port2, { terminate: () => port2.close() }) as unknown as Worker;
  };
  const engine = createEngine({
    base: 'https://here.example/',
    forcedBackend: null,
    platform: { isIos: false },
    storage: storageIn(kept),
    shared: storageIn(shared),
    spawnEncoder: silent,
    spawnRetrieval: silent,
    spawnSentences: silent,
    spawnScoring: silent,
    spawnEvaluation: silent,
    spawnLanguage: silent,
    spawnFacts: silent,
    offline: null,
    ...more,
  });
  return { engine, kept, shared };
}
