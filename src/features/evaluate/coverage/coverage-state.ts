import { create } from 'zustand';
import type { Coverage, Engine } from '../../../engine';

interface CoverageState {
  readonly open: boolean;
  /** Of each class, in the order of the list that it was asked for. */
  readonly coverage: readonly Coverage[] | null;
  /** Part of the work under way that is done, 0–1; null while nothing is. */
  readonly part: number | null;
  readonly problem: string | null;
}

/** How well captions cover the classes, when it was asked for. */
export const useCoverage = create<CoverageState>()(() => ({
  open: false,
  coverage: null,
  part: null,
  problem: null,
}));

let underWay: AbortController | null = null;

/** Looks at the classes as they are now, and shows what is found. */
export async function lookAtCoverage(engine: Engine): Promise<void> {
  underWay?.abort(new DOMException('Asked anew.', 'AbortError'));
  const own = new AbortController();
  underWay = own;
  useCoverage.setState({ open: true, coverage: null, part: 0, problem: null });
  try {
    const coverage = await engine.evaluation.coverage({
      signal: own.signal,
      onPart: (part) => !own.signal.aborted && useCoverage.setState({ part }),
    });
    if (!own.signal.aborted) useCoverage.setState({ coverage, part: null });
  } catch (thrown) {
    if (own.signal.aborted) return;
    const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    useCoverage.setState({ part: null, problem: isAbort ? null : problem });
  }
}

/** Closes what is shown, and ends what is under way; what was found stays for the class list and the report. */
export function closeCoverage(): void {
  underWay?.abort(new DOMException('Closed.', 'AbortError'));
  underWay = null;
  useCoverage.setState({ open: false, part: null, problem: null });
}

/** What was found, where it is of these classes; null where others are in the list by now. */
export function coverageOfList(
  coverage: readonly Coverage[] | null,
  classes: readonly { readonly name: string }[],
): readonly Coverage[] | null {
  const isSame =
    coverage !== null &&
    coverage.length === classes.length &&
    coverage.every(({ names }, c) => names[0] === classes[c]!.name);
  return isSame ? coverage : null;
}
