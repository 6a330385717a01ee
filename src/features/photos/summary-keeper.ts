import type { Engine } from '../../engine';
import { sliced } from '../common/yield-to-page';
import { type Summary, summarise } from './summary';

/** Milliseconds between two passes over all photos while answers keep changing. */
const BETWEEN_PASSES = 150;

/**
 * Summaries of all answers. `now` reads one at once, for what is in view; a pass over all of them follows in slices,
 * for what is out of view, for sorting and for counting. A summary stays the same object while nothing in it changed.
 */
export class SummaryKeeper {
  /** Rises when a pass has ended that changed something. */
  version = 0;
  /** As of the last pass, or fresher. */
  summaries: ReadonlyMap<string, Summary> = new Map();
  readonly #latest = new Map<string, { revision: number; summary: Summary | null }>();
  readonly #listeners = new Set<() => void>();
  #passedRevision = -1;
  #passing = false;

  constructor(private readonly engine: Engine) {
    engine.subscribe(() => this.#wake());
    engine.subscribePhotos((changed) => {
      for (const id of changed) {
        const known = this.#latest.get(id);
        if (known !== undefined) known.revision = -1;
      }
      this.#passedRevision = -1;
      this.#wake();
    });
    this.#wake();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The summary under the present settings. */
  now(id: string): Summary | null {
    const { answersRevision, shownClasses } = this.engine.getState();
    const known = this.#latest.get(id);
    if (known?.revision === answersRevision) return known.summary;
    const fresh = summarise(this.engine.answer(id), shownClasses);
    const summary = known !== undefined && same(known.summary, fresh) ? known.summary : fresh;
    this.#latest.set(id, { revision: answersRevision, summary });
    return summary;
  }

  /** The summary as last read. */
  last(id: string): Summary | null {
    return this.#latest.get(id)?.summary ?? null;
  }

  #wake(): void {
    if (this.#passing || this.#passedRevision === this.engine.getState().answersRevision) return;
    this.#passing = true;
    setTimeout(() => this.#pass(), BETWEEN_PASSES);
  }

  /** Always runs to its end, so that a long drag of a slider cannot starve it. */
  async #pass(): Promise<void> {
    const { answersRevision, photoIds } = this.engine.getState();
    this.#passedRevision = answersRevision;
    const rest = sliced(6);
    const found = new Map<string, Summary>();
    for (const id of photoIds) {
      const summary = this.now(id);
      if (summary !== null) found.set(id, summary);
      await rest();
    }
    for (const id of this.#latest.keys()) if (this.engine.photo(id) === undefined) this.#latest.delete(id);
    const changed =
      found.size !== this.summaries.size || [...found].some(([id, s]) => this.summaries.get(id) !== s);
    this.#passing = false;
    if (changed) {
      this.summaries = found;
      this.version++;
      for (const listener of [...this.#listeners]) listener();
    }
    this.#wake();
  }
}

const same = (a: Summary | null, b: Summary | null) =>
  a === b ||
  (a?.answer === b?.answer &&
    sameNames(a?.names, b?.names) &&
    a?.was === b?.was &&
    a?.margin === b?.margin &&
    a?.place === b?.place);

const sameNames = (a: readonly string[] = [], b: readonly string[] = []) =>
  a === b || (a.length === b.length && a.every((name, i) => name === b[i]));

const keepers = new WeakMap<Engine, SummaryKeeper>();

/** The one keeper of an engine. */
export function summaryKeeper(engine: Engine): SummaryKeeper {
  let keeper = keepers.get(engine);
  if (keeper === undefined) {
    keeper = new SummaryKeeper(engine);
    keepers.set(engine, keeper);
  }
  return keeper;
}
