import { create } from 'zustand';
import { FernglassError } from '../../../../core';
import type { Engine, HalvesBy } from '../../../engine';
import { askedByHand } from '../asked';
import { useEvaluation } from '../evaluation-state';

/** What head and tail were asked for by last. */
const useBy = create<{ readonly by: HalvesBy }>()(() => ({ by: 'captions' }));

/** Asks for head and tail by captions or by training photos. */
export function splitBy(engine: Engine, by: HalvesBy): Promise<void> {
  useBy.setState({ by });
  return halves.start(engine);
}

/** Head and tail, told apart by what was asked for. */
export const halves = askedByHand((engine, { groups }, asking) => {
  const { judged } = useEvaluation.getState();
  if (judged === null)
    return Promise.reject(
      new FernglassError('input-invalid', 'There are no figures yet. Wait until they are there.'),
    );
  return engine.evaluation.halves({ judged, groups, by: useBy.getState().by }, asking);
});
