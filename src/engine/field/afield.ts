import type { NetworkChoice } from '../../../workers/protocol';
import { KEY as REQUEST_KEY, requestToKeep } from '../state/request/request';
import type { Engine, EngineOptions, FieldProof, Request } from '../state/types';
import { Superseded } from '../workers/worker-link';
import { prove, type Sample } from './prove';

/** What workers are told where there is to be no network. */
export const NO_NETWORK: NetworkChoice = { closed: true, origins: [], shut: true };

const SPAWNS = [
  'spawnEncoder',
  'spawnRetrieval',
  'spawnSentences',
  'spawnScoring',
  'spawnEvaluation',
  'spawnLanguage',
  'spawnFacts',
] as const;

/**
 * Has a second engine, in fresh workers without a network, classify photos as this one did; its workers end with it.
 * @param create makes an engine
 * @throws the signal's reason when aborted
 */
export async function proveAfield(
  here: Engine,
  options: EngineOptions,
  create: (options: EngineOptions) => Engine,
  samples: readonly Sample[],
  signal: AbortSignal,
): Promise<FieldProof> {
  const workers: Worker[] = [];
  let isOver = false;
  const started = (spawn: () => Worker) => () => {
    if (isOver) throw new Superseded();
    const worker = spawn();
    workers.push(worker);
    return worker;
  };
  const spawns = Object.fromEntries(SPAWNS.map((name) => [name, started(options[name])])) as Pick<
    EngineOptions,
    (typeof SPAWNS)[number]
  >;
  const afield = create({
    ...options,
    ...spawns,
    storage: keeping(here.getState().request, options.base),
    shared: options.shared && { getItem: (key) => options.shared!.getItem(key), setItem: () => {} },
    offline: null,
    shut: true,
  });
  try {
    return await prove(here, afield, samples, signal);
  } finally {
    isOver = true;
    for (const worker of workers) worker.terminate();
  }
}

/** A storage in which an engine finds a request, and keeps nothing. */
function keeping(request: Request, base: string): EngineOptions['storage'] {
  const kept = JSON.stringify(requestToKeep(request, base));
  return {
    getItem: (key) => (key === REQUEST_KEY ? kept : null),
    setItem: () => {},
    removeItem: () => {},
  };
}
