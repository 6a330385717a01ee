import type { Engine, EngineState } from '../../../../engine';
import { sliced } from '../../../common/yield-to-page';
import { entryOf } from '../entry';
import { type Facet, facetsOf } from '../filter';
import type { Summaries } from './summary';
import { summaryKeeper } from './summary-keeper';

/** Milliseconds of counting between two chances for the page to paint. */
const SLICE = 6;

type Source = Pick<Engine, 'subscribe' | 'subscribePhotos' | 'photo'> & {
  getState(): Pick<EngineState, 'photoIds'>;
};

/** How many photos each choice of the filter would show. A photo that changes costs the same however many there are. */
export class FacetCounts {
  /** Another object whenever something of it changed; what is not in it counts none. */
  counts: ReadonlyMap<Facet, number> = new Map();
  readonly #counts = new Map<Facet, number>();
  /** What each photo was counted for last. */
  readonly #counted = new Map<string, readonly Facet[]>();
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
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    const rest = sliced(SLICE);
    for (const id of this.#stale) {
      this.#stale.delete(id);
      const photo = this.engine.photo(id);
      this.#put(
        id,
        photo === undefined
          ? []
          : facetsOf(entryOf(photo, { summary: this.summaries.last(id), near: null, group: null })),
      );
      await rest();
    }
    this.#working = false;
    this.counts = new Map(this.#counts);
    for (const listener of [...this.#listeners]) listener();
  }

  #put(id: string, facets: readonly Facet[]): void {
    for (const facet of this.#counted.get(id) ?? []) this.#add(facet, -1);
    for (const facet of facets) this.#add(facet, 1);
    if (facets.length === 0) this.#counted.delete(id);
    else this.#counted.set(id, facets);
  }

  #add(facet: Facet, by: number): void {
    const now = (this.#counts.get(facet) ?? 0) + by;
    if (now === 0) this.#counts.delete(facet);
    else this.#counts.set(facet, now);
  }
}

const counters = new WeakMap<Engine, FacetCounts>();

/** The one counter of an engine; it begins to count when it is first asked for. */
export function facetCounts(engine: Engine): FacetCounts {
  let counter = counters.get(engine);
  if (counter === undefined) {
    counter = new FacetCounts(engine, summaryKeeper(engine));
    counters.set(engine, counter);
  }
  return counter;
}
