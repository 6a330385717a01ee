import { useMemo } from 'react';
import type { KnownThresholds } from '../../../../core';
import { thresholdsIn } from '../../../engine';
import { useEngineState } from '../../engine-context';

/** The thresholds in force, and those that hold where the user moved none. */
export function useThresholds(): { readonly now: KnownThresholds; readonly initial: KnownThresholds } {
  const method = useEngineState(({ request }) => request.method);
  const thresholds = useEngineState(({ request }) => request.thresholds);
  const info = useEngineState(({ index }) => index.info);
  const status = useEngineState(({ index }) => index.status);
  return useMemo(() => {
    const of = (moved: typeof thresholds) =>
      thresholdsIn({ request: { method, thresholds: moved }, index: { info, status } });
    return { now: of(thresholds), initial: of({ margin: null, likeness: null }) };
  }, [method, thresholds, info, status]);
}
