import { lazy, Suspense } from 'react';
import { useEngineState } from '../../engine-context';
import { useEvaluation } from '../evaluation-state';
import { usePlane } from './plane-state';
import './plane.css';

const Picture = lazy(() => import('./PlanePicture').then(({ PlanePicture }) => ({ default: PlanePicture })));

/** The α×β plane under its sliders: there with the panel of figures, or when it is asked for. */
export function PlaneSlot() {
  const open = usePlane((state) => state.open);
  const evaluating = useEvaluation((state) => state.open);
  const hasPhotos = useEngineState((state) => state.photoIds.length > 0);
  if (!hasPhotos) return null;
  const shown = open || evaluating;
  return (
    <div className="plane-slot">
      {!evaluating && (
        <button
          type="button"
          className="link small"
          aria-expanded={shown}
          onClick={() => usePlane.setState({ open: !open })}
        >
          {shown ? 'Hide the α×β plane' : 'Show the α×β plane'}
        </button>
      )}
      {shown && (
        <Suspense fallback={null}>
          <Picture />
        </Suspense>
      )}
    </div>
  );
}
