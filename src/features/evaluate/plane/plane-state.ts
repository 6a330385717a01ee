import { create } from 'zustand';
import type { Engine, Plane } from '../../../engine';
import { usePage } from '../../page-state';
import { selectedId } from '../../photos/list/selected';
import { knownLabels } from '../known-labels';

/** What the plane shows: a figure over labelled photos, or where answers of the selected photo or of all flip. */
export type PlaneShows = 'acc1' | 'balanced' | 'photo' | 'flips';

interface PlaneState {
  readonly open: boolean;
  /** What the user asked for; null for what suits the labels that are there. */
  readonly wanted: PlaneShows | null;
  /** The last plane with what it shows; it stays while a new one is drawn. */
  readonly drawn: { readonly plane: Plane; readonly shows: PlaneShows } | null;
  readonly problem: string | null;
}

/** The α×β plane under the sliders. */
export const usePlane = create<PlaneState>()(() => ({
  open: false,
  wanted: null,
  drawn: null,
  problem: null,
}));

/** Scores up to which the plane is drawn finely. */
const FEW = 20_000;
const FINE = 101;
const COARSE = 41;

/** Has the plane drawn as things are now; a newer drawing ends the one before. */
export async function drawPlane(engine: Engine, signal: AbortSignal): Promise<void> {
  const { photoIds, shownClasses } = engine.getState();
  const labels = knownLabels(engine).listed;
  const { wanted } = usePlane.getState();
  const photo = selectedId(engine, usePage.getState().selectedId);
  const usual = labels.length > 0 ? 'acc1' : 'flips';
  const needsLabels = wanted === 'acc1' || wanted === 'balanced';
  const isPossible = wanted === 'photo' ? photo !== null : !needsLabels || labels.length > 0;
  const shows = wanted !== null && isPossible ? wanted : usual;
  if (photoIds.length === 0 || shownClasses.length === 0) {
    usePlane.setState({ drawn: null, problem: null });
    return;
  }
  const count = shows === 'photo' ? 1 : shows === 'flips' ? photoIds.length : labels.length;
  const steps = count * shownClasses.length <= FEW ? FINE : COARSE;
  try {
    const plane = await engine.evaluation.plane(
      {
        steps,
        about:
          shows === 'photo'
            ? { kind: 'answers', photo: photo! }
            : shows === 'flips'
              ? { kind: 'flips' }
              : { kind: 'accuracy', labels },
      },
      { signal },
    );
    if (!signal.aborted) usePlane.setState({ drawn: { plane, shows }, problem: null });
  } catch (thrown) {
    const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
    if (!isAbort && !signal.aborted)
      usePlane.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}
