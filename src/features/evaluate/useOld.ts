import { useEffect } from 'react';
import { useEngine, useEngineState } from '../engine-context';
import type { ByHand } from './asked';
import { useEvaluation } from './evaluation-state';

/** Notes changes of what was asked about by hand. */
export function useOld({ isOld }: Pick<ByHand<unknown>, 'isOld'>): void {
  const engine = useEngine();
  const revision = useEngineState((state) => state.answersRevision);
  const grouping = useEvaluation((state) => state.grouping);
  useEffect(() => engine.subscribePhotos(isOld), [engine, isOld]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found follows from both.
  useEffect(isOld, [revision, grouping]);
}
