import type { EncoderStage } from './embedding/encoder-stage';
import type { PrecisionStage } from './embedding/precision/precision-stage';
import type { RetrievalStage } from './retrieval/retrieval-stage';
import type { EngineData } from './state/engine-data';
import { pocketModel, sourceKey } from './state/request/models';
import type { Engine, EngineState } from './state/types';
import type { EncoderClient } from './workers/encoder-client';

/** The engine's calls that have to do with loading models and checking them. */
type ModelActs = Pick<
  Engine,
  | 'inspectModel'
  | 'retryModel'
  | 'pauseModel'
  | 'cancelModel'
  | 'checkPrecision'
  | 'cancelPrecisionCheck'
  | 'retrySpaces'
>;

/** What of the engine that stands on. */
interface ModelParts {
  readonly base: string;
  readonly client: EncoderClient;
  readonly encoder: EncoderStage;
  readonly precision: PrecisionStage;
  readonly retrieval: RetrievalStage;
  ask(change: Partial<EngineState['request']>): void;
  wake(): void;
  /** Called when the user has the model tried again. */
  onRetry(): void;
}

/** Builds that part of the engine. */
export function modelActsOf({ store }: Pick<EngineData, 'store'>, parts: ModelParts): ModelActs {
  const { client, encoder, precision, retrieval } = parts;
  return {
    async inspectModel(source) {
      store.setState({ considered: source });
      try {
        return await client.inspect(source);
      } finally {
        if (store.getState().considered === source) store.setState({ considered: null });
      }
    },
    retryModel() {
      encoder.loadModel();
      parts.onRetry();
    },
    pauseModel: () => encoder.pauseModel(),
    cancelModel() {
      encoder.pauseModel();
      const { lastReady } = encoder;
      const { model } = store.getState().request;
      const isOther = lastReady !== null && sourceKey(lastReady) !== sourceKey(model);
      parts.ask({ model: isOther ? lastReady : pocketModel(parts.base) });
    },
    checkPrecision: () => void precision.check(),
    cancelPrecisionCheck: () => precision.cancel(),
    retrySpaces() {
      retrieval.retrySpaces();
      parts.wake();
    },
  };
}
