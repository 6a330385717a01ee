import type { ModelSource } from '../../../../../workers/protocol';
import { type Engine, sourceKey } from '../../../../engine';

/** Loads a model; goes on with one that is asked for already and was paused, failed, or was not there. */
export function takeModel(
  engine: Pick<Engine, 'getState' | 'setModel' | 'retryModel'>,
  source: ModelSource,
): void {
  const { request, model } = engine.getState();
  if (sourceKey(request.model) !== sourceKey(source)) engine.setModel(source);
  else if (model.status === 'paused' || model.status === 'failed') engine.retryModel();
}
