import type { Engine, EngineState, Photo } from '../../../../engine';
import { sliced } from '../../../common/yield-to-page';
import type { Summaries, Summary } from './summary';
import { summaryKeeper } from './summary-keeper';

/** Milliseconds of counting between two chances for the page to paint. */
const SLICE = 6;

type Source = Pick<Engine, 'subscribePhotos' | 'photo'> & { getState(): Pick<EngineState, 'photoIds'> };

/** What of photos is counted. */
export interface Tally<Counted, Counts> {
  /** What a photo counts for; null for nothing. */
  of(photo: Photo, summary: Summary | null): Counted | null;
  isSame(a: Counted, b: Counted): boolean;
  /** Counts a photo once more, or once less. */
  add(counted: Counted, by: 1 | -1): void;
  /** The counts as they are now, in an object of their own. */
  counts(): Counts;
}

/**
 * Counts all photos, and those that change again: a photo costs the same however many there are. Many are counted in
 * slices; listeners are told once all are, if anything is counted otherwise then.
 */
export class CountedPhotos<Counted, Counts> {
  /** Another object whenever something of it changed. */
  now: Counts;
  /** What each photo was counted for last. */
  readonly #counted = new Map<string, Counted>();
  readonly #stale = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #isWorking = false;

  constructor(
    private readonly engine: Source,
    private readonly summaries: Summaries,
    private readonly tally: Tally<Counted, Counts>,
  ) {
    this.now = tally.counts();
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
    if (!this.#isWorking && this.#stale.size > 0) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    const rest = sliced(SLICE);
    let hasChanged = false;
    for (const id of this.#stale) {
      this.#stale.delete(id);
      hasChanged = this.#put(id) || hasChanged;
      await rest();
    }
    this.#isWorking = false;
    if (!hasChanged) return;
    this.now = this.tally.counts();
    for (const listener of [...this.#listeners]) listener();
  }

  /** Counts a photo as it is now; whether that is something else than before. */
  #put(id: string): boolean {
    const { tally } = this;
    const photo = this.engine.photo(id);
    const before = this.#counted.get(id) ?? null;
    const after = photo === undefined ? null : tally.of(photo, this.summaries.last(id));
    if (before === after || (before !== null && after !== null && tally.isSame(before, after))) return false;
    if (before !== null) tally.add(before, -1);
    if (after === null) this.#counted.delete(id);
    else {
      tally.add(after, 1);
      this.#counted.set(id, after);
    }
    return true;
  }
}

/** The one count of an engine's photos by a tally; it begins to count when it is first asked for. */
export function countOnce<Counted, Counts>(
  tally: () => Tally<Counted, Counts>,
): (engine: Engine) => CountedPhotos<Counted, Counts> {
  const counts = new WeakMap<Engine, CountedPhotos<Counted, Counts>>();
  return (engine) => {
    let count = counts.get(engine);
    if (count === undefined) {
      count = new CountedPhotos(engine, summaryKeeper(engine), tally());
      counts.set(engine, count);
    }
    return count;
  };
}
