import { lazy, Suspense } from 'react';
import { BurstsKeeper } from './bursts/BurstsKeeper';
import { useEvaluation } from './evaluation-state';

const Panel = lazy(() =>
  import('./figures/EvaluationPanel').then(({ EvaluationPanel }) => ({ default: EvaluationPanel })),
);

/** The panel of figures, whose code comes when it is first opened. */
export function EvaluationSlot() {
  const open = useEvaluation((state) => state.open);
  if (!open) return <BurstsKeeper />;
  return (
    <>
      <BurstsKeeper />
      <Suspense fallback={<p className="muted">Opening the figures …</p>}>
        <Panel />
      </Suspense>
    </>
  );
}
