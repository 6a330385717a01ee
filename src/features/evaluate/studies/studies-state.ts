import { create } from 'zustand';
import type { Engine, Studies } from '../../../engine';
import { useEvaluation } from '../evaluation-state';
import { groupsOf } from '../groups';
import { knownLabels } from '../known-labels';

interface StudiesState {
  /** The last studies; they stay while new ones are computed. */
  readonly studies: Studies | null;
  /** Part of the work under way that is done, 0–1; null while nothing is. */
  readonly part: number | null;
  /** Whether photos, labels or settings are others by now. */
  readonly old: boolean;
  readonly problem: string | null;
}

/** CoRE taken apart, when it was asked for. */
export const useStudies = create<StudiesState>()(() => ({
  studies: null,
  part: null,
  old: false,
  problem: null,
}));

let underWay: AbortController | null = null;

/** Takes CoRE apart on the photos whose class is known; what is under way ends. */
export async function study(engine: Engine): Promise<void> {
  underWay?.abort(new DOMException('Asked anew.', 'AbortError'));
  const own = new AbortController();
  underWay = own;
  const labels = knownLabels(engine).listed;
  const ids = labels.map(({ photo }) => photo);
  const groups = groupsOf(engine, ids, useEvaluation.getState().grouping);
  useStudies.setState({ part: 0, problem: null, old: false });
  try {
    const studies = await engine.evaluation.studies(
      { labels, groups },
      { signal: own.signal, onPart: (part) => !own.signal.aborted && useStudies.setState({ part }) },
    );
    if (!own.signal.aborted) useStudies.setState({ studies, part: null });
  } catch (thrown) {
    if (own.signal.aborted) return;
    const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    useStudies.setState({ part: null, old: true, problem: isAbort ? null : problem });
  }
}

/** Ends what is under way; what was found before stays. */
export function cancelStudy(): void {
  underWay?.abort(new DOMException('Cancelled.', 'AbortError'));
  underWay = null;
  useStudies.setState(({ studies }) => ({ part: null, old: studies !== null }));
}

/** Notes that what was found may be of others by now. */
export const studiesAreOld = () => {
  const { studies, old } = useStudies.getState();
  if (studies !== null && !old) useStudies.setState({ old: true });
};
