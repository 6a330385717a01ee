import { FernglassError } from '../../../../core';
import { askedByHand } from '../asked';
import { useEvaluation } from '../evaluation-state';

/** Head and tail, told apart by captions when it was asked for. */
export const halves = askedByHand((engine, { groups }, asking) => {
  const { judged } = useEvaluation.getState();
  if (judged === null)
    return Promise.reject(
      new FernglassError('input-invalid', 'There are no figures yet. Wait until they are there.'),
    );
  return engine.evaluation.halves({ judged, groups }, asking);
});
