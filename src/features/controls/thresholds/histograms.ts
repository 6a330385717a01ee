import { type Engine, type EngineState, nextTask } from '../../../engine';
import type { Summaries } from '../../photos/list/summary/summary';
import { summaryKeeper } from '../../photos/list/summary/summary-keeper';

/** Steps from 0 to 1 that a histogram is drawn in. */
export const STEPS = 40;

/** Photos counted between two chances for the page to paint. */
const AT_ONCE = 500;

/** What a threshold is laid through, 0–1. */
export type Measure = 'margin' | 'likeness';

/** How many photos have a value in each step, `[STEPS]`. */
export interface Histogram {
  readonly all: readonly number[];
  /** Those of which a person says that they show none of the classes. */
  readonly none: readonly number[];
}

export type Histograms = Readonly<Record<Measure, Histogram>>;

type Source = Pick<Engine, 'subscribePhotos' | 'photo'> & { getState(): Pick<EngineState, 'photoIds'> };

const MEASURES: readonly Measure[] = ['margin', 'likeness'];
const noPhotos = (): Record<Measure, { all: number[]; none: number[] }> => ({
  margin: { all: Array(STEPS).fill(0), none: Array(STEPS).fill(0) },
  likeness: { all: Array(STEPS).fill(0), none: Array(STEPS).fill(0) },
});

/** The step of a value, from 0. */
export const stepOf = (value: number): number => Math.min(STEPS - 1, Math.floor(value * STEPS));

/** What a photo was counted for last. */
interface Counted {
  readonly isNone: boolean;
  /** Null where it has no such value. */
  readonly steps: Readonly<Record<Measure, number | null>>;
}

/** How margins and likenesses of all answers lie. A photo that changes costs the same however many there are. */
export class ThresholdHistograms {
  /** Another object whenever something of it changed. */
  now: Histograms = noPhotos();
  readonly #counts = noPhotos();
  readonly #counted = new Map<string, Counted>();
  readonly #stale = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #working = false;

  constructor(
    private readonly engine: Source,
    private readonly summaries: Summaries,
  ) {
    const count = (ids: Iterable<string>) => this.#count(ids);
    engine.subscribePhotos(count);
    summaries.subscribe(count);
    count(engine.getState().photoIds);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #count(ids: Iterable<string>): void {
    for (const id of ids) this.#stale.add(id);
    if (!this.#working && this.#stale.size > 0) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    let hasChanged = false;
    let left = AT_ONCE;
    for (const id of this.#stale) {
      this.#stale.delete(id);
      hasChanged = this.#put(id) || hasChanged;
      if (--left > 0) continue;
      left = AT_ONCE;
      await nextTask();
    }
    this.#working = false;
    if (!hasChanged) return;
    const copy = ({ all, none }: Histogram) => ({ all: [...all], none: [...none] });
    this.now = { margin: copy(this.#counts.margin), likeness: copy(this.#counts.likeness) };
    for (const listener of [...this.#listeners]) listener();
  }

  /** Counts a photo as it is now; whether that is something else than before. */
  #put(id: string): boolean {
    const before = this.#counted.get(id);
    const photo = this.engine.photo(id);
    const summary = photo === undefined ? null : this.summaries.last(id);
    const after: Counted | undefined =
      summary === null
        ? undefined
        : {
            isNone: photo?.label?.state === 'none',
            steps: {
              margin: stepOf(summary.margin),
              likeness: summary.likeness === null ? null : stepOf(summary.likeness),
            },
          };
    const isSame =
      before?.isNone === after?.isNone &&
      MEASURES.every((measure) => before?.steps[measure] === after?.steps[measure]);
    if (isSame) return false;
    this.#add(before, -1);
    this.#add(after, 1);
    if (after === undefined) this.#counted.delete(id);
    else this.#counted.set(id, after);
    return true;
  }

  #add(counted: Counted | undefined, by: number): void {
    for (const measure of MEASURES) {
      const step = counted?.steps[measure] ?? null;
      if (counted === undefined || step === null) continue;
      this.#counts[measure].all[step]! += by;
      if (counted.isNone) this.#counts[measure].none[step]! += by;
    }
  }
}

const kept = new WeakMap<Engine, ThresholdHistograms>();

/** The one of an engine; it begins to count when it is first asked for. */
export function thresholdHistograms(engine: Engine): ThresholdHistograms {
  let histograms = kept.get(engine);
  if (histograms === undefined) {
    histograms = new ThresholdHistograms(engine, summaryKeeper(engine));
    kept.set(engine, histograms);
  }
  return histograms;
}
