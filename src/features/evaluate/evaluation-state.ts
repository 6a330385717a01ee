import { create } from 'zustand';
import { METHODS, reads } from '../../../core';
import type { Engine, MethodsJudged } from '../../engine';
import { type Grouping, groupsOf } from './groups';
import { knownLabels } from './known-labels';

interface EvaluationState {
  readonly open: boolean;
  /** The last figures; they stay while new ones are computed. */
  readonly judged: MethodsJudged | null;
  /** Part of the work under way that is done, 0–1; null while nothing is. */
  readonly part: number | null;
  /** Whether figures are of photos, labels or settings that are others by now. */
  readonly stale: boolean;
  readonly problem: string | null;
  /** Id of the method whose classes and errors are shown. */
  readonly method: string;
  /** Null where nobody chose one (`groupingFor`). */
  readonly grouping: Grouping | null;
}

/** What the panel of figures shows. */
export const useEvaluation = create<EvaluationState>()(() => ({
  open: false,
  judged: null,
  part: null,
  stale: true,
  problem: null,
  method: 'core',
  grouping: null,
}));

/** The method that all are compared with comes first; one that brings its own classes has none of the list's figures. */
export const COMPARED = [
  ...METHODS.filter(({ id }) => id === 'zero-shot'),
  ...METHODS.filter((method) => method.id !== 'zero-shot' && !reads(method, 'candidate names')),
];

let underWay: AbortController | null = null;

/** Computes figures anew in the worker, and ends what is under way; the figures before stay until they are there. */
export async function evaluate(engine: Engine): Promise<void> {
  underWay?.abort(new DOMException('Asked anew.', 'AbortError'));
  const own = new AbortController();
  underWay = own;
  const labels = knownLabels(engine).listed;
  if (labels.length === 0) {
    useEvaluation.setState({ judged: null, part: null, problem: null, stale: false });
    return;
  }
  useEvaluation.setState({ part: 0, problem: null, stale: false });
  try {
    const { grouping } = useEvaluation.getState();
    const judged = await engine.evaluation.methods(
      {
        methods: COMPARED.map(({ id }) => id),
        labels,
        groups: groupsOf(
          engine,
          labels.map(({ photo }) => photo),
          grouping,
        ),
      },
      {
        signal: own.signal,
        onPart: (part) => {
          if (!own.signal.aborted) useEvaluation.setState({ part });
        },
      },
    );
    if (!own.signal.aborted) useEvaluation.setState({ judged, part: null });
  } catch (thrown) {
    if (own.signal.aborted) return;
    const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
    useEvaluation.setState({
      part: null,
      stale: isAbort,
      problem: isAbort ? null : thrown instanceof Error ? thrown.message : String(thrown),
    });
  }
}

/** Ends what is under way; the figures before stay, marked as old. */
export function cancelEvaluation(): void {
  underWay?.abort(new DOMException('Cancelled.', 'AbortError'));
  underWay = null;
  useEvaluation.setState({ part: null, stale: true });
}

/** Notes that figures may be others by now. */
export const figuresAreOld = () => {
  if (!useEvaluation.getState().stale) useEvaluation.setState({ stale: true });
};
