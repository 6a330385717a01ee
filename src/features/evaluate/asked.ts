import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Asking, Engine, MethodsRequest } from '../../engine';
import { useEvaluation } from './evaluation-state';
import { groupsOf } from './groups';
import { knownLabels } from './known-labels';

/** What was asked for once, as the page shows it. */
export interface Asked<T> {
  /** What was found last; it stays while it is asked for anew. */
  readonly found: T | null;
  /** Part of the work under way that is done, 0–1; null while nothing is. */
  readonly part: number | null;
  /** Whether photos, labels or settings are others by now. */
  readonly old: boolean;
  readonly problem: string | null;
}

/** Something that is asked for by hand, of the photos whose class is known. */
export interface ByHand<T> {
  readonly use: UseBoundStore<StoreApi<Asked<T>>>;
  /** Asks; what is under way ends. */
  start(engine: Engine): Promise<void>;
  /** Ends what is under way; what was found before stays. */
  cancel(): void;
  /** Notes that what was found may be of others by now. */
  isOld(): void;
}

/** @param ask puts the question, given labelled photos and their groups */
export function askedByHand<T>(
  ask: (engine: Engine, known: Required<Omit<MethodsRequest, 'methods'>>, asking: Asking) => Promise<T>,
): ByHand<T> {
  const use = create<Asked<T>>()(() => ({ found: null, part: null, old: false, problem: null }));
  let underWay: AbortController | null = null;
  return {
    use,
    async start(engine) {
      underWay?.abort(new DOMException('Asked anew.', 'AbortError'));
      const own = new AbortController();
      underWay = own;
      const labels = knownLabels(engine).listed;
      const ids = labels.map(({ photo }) => photo);
      const groups = groupsOf(engine, ids, useEvaluation.getState().grouping);
      use.setState({ part: 0, problem: null, old: false });
      try {
        const found = await ask(
          engine,
          { labels, groups },
          { signal: own.signal, onPart: (part) => !own.signal.aborted && use.setState({ part }) },
        );
        if (!own.signal.aborted) use.setState({ found, part: null });
      } catch (thrown) {
        if (own.signal.aborted) return;
        const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
        const problem = thrown instanceof Error ? thrown.message : String(thrown);
        use.setState({ part: null, old: true, problem: isAbort ? null : problem });
      }
    },
    cancel() {
      underWay?.abort(new DOMException('Cancelled.', 'AbortError'));
      underWay = null;
      use.setState(({ found }) => ({ part: null, old: found !== null }));
    },
    isOld() {
      const { found, old } = use.getState();
      if (found !== null && !old) use.setState({ old: true });
    },
  };
}
