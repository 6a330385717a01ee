import { ANSWER_STATES, type AnswerState, type Thresholds } from '../../../../../core';
import { type Engine, type EngineState, type Fits, type Photo, thresholdsIn } from '../../../../engine';
import { yieldToPage } from '../../../common/yield-to-page';
import { type Summary, sameSummary, summarise } from './summary';

/** Milliseconds of reading summaries between two chances for the page to paint. */
const SLICE = 6;
/** Milliseconds of reading for tiles between two chances for the page to paint; tiles beyond show their last summary until then. */
const AT_ONCE = 10;
/** Milliseconds before single changes are read, so that those of a busy queue are read together. */
const GATHER = 60;

type Source = Pick<Engine, 'subscribe' | 'photo' | 'subscribePhotos' | 'summary'> & {
  getState(): Pick<EngineState, 'answersRevision' | 'shownClasses' | 'photoIds'> & Fits;
};

export interface SummaryCounts {
  readonly changed: number;
  readonly remembered: number;
  /** Answers by state. */
  readonly states: Readonly<Record<AnswerState, number>>;
}

interface Kept {
  /** What it was read from: it is stale when today's are others. */
  readonly photo: Photo;
  readonly revision: number;
  readonly classes: unknown;
  readonly thresholds: Thresholds;
  readonly summary: Summary | null;
}

/**
 * Summaries of all answers. `now` reads one at once, for what is in view. Those of photos that changed are read soon
 * after; when every answer changed, all are read in slices. A summary stays the same object while nothing in it changed.
 */
export class SummaryKeeper {
  /** Photos whose answer the method changed, photos that the method remembers, and answers by state; as far as told. */
  counts: SummaryCounts = { changed: 0, remembered: 0, states: { ...NO_STATES } };
  readonly #kept = new Map<string, Kept>();
  readonly #listeners = new Set<(ids: ReadonlySet<string>) => void>();
  /** Photos whose tile waits for a summary. */
  readonly #urgent = new Set<string>();
  #isHurrying = false;
  /** Milliseconds of reading for tiles since the page could last paint. */
  #spent = 0;
  /** Photos whose summary is to be read again. */
  #stale = new Set<string>();
  /** Photos whose summary is another than the listeners know. */
  #untold = new Set<string>();
  #changed = 0;
  #remembered = 0;
  readonly #states = { ...NO_STATES };
  #revision = -1;
  #classes: unknown = null;
  #thresholds: Thresholds | null = null;
  #reading = false;

  constructor(private readonly engine: Source) {
    engine.subscribePhotos((changed) => this.#refresh(changed));
    engine.subscribe(() => this.#stateChanged());
    this.#stateChanged();
  }

  /** Has `listener` called as summaries are read, with the ids of photos that have another one. */
  subscribe = (listener: (ids: ReadonlySet<string>) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether summaries are still being read. */
  get behind(): boolean {
    return this.#reading;
  }

  /** The summary under the present settings; where there is no time to read it now, the last one, and this one soon. */
  now(id: string): Summary | null {
    const known = this.#kept.get(id);
    if (this.#isFresh(id, known)) return known!.summary;
    if (this.#spent >= AT_ONCE) {
      this.#urgent.add(id);
      void this.#hurry();
      return known?.summary ?? null;
    }
    const start = performance.now();
    const summary = this.#look(id);
    if (this.#spent === 0)
      void yieldToPage().then(() => {
        this.#spent = 0;
      });
    this.#spent += performance.now() - start;
    return summary;
  }

  /** The summary as last read. */
  last(id: string): Summary | null {
    return this.#kept.get(id)?.summary ?? null;
  }

  #isFresh(id: string, known: Kept | undefined): boolean {
    if (known === undefined) return false;
    const state = this.engine.getState();
    const { answersRevision, shownClasses } = state;
    return (
      known.photo === this.engine.photo(id) &&
      known.revision === answersRevision &&
      known.classes === shownClasses &&
      sameThresholds(known.thresholds, thresholdsIn(state))
    );
  }

  /** Reads a summary under the present settings. */
  #look(id: string): Summary | null {
    const photo = this.engine.photo(id);
    const known = this.#kept.get(id);
    if (photo === undefined) {
      this.#kept.delete(id);
      this.#replaced(id, known?.summary ?? null, null);
      return null;
    }
    if (this.#isFresh(id, known)) return known!.summary;
    const state = this.engine.getState();
    const { answersRevision: revision, shownClasses: classes } = state;
    const thresholds = thresholdsIn(state);
    const fresh = summarise(this.engine.summary(id), classes, thresholds);
    const summary = known !== undefined && sameSummary(known.summary, fresh) ? known.summary : fresh;
    this.#kept.set(id, { photo, revision, classes, thresholds, summary });
    this.#replaced(id, known?.summary ?? null, summary);
    return summary;
  }

  /** Reads what tiles wait for, before all else. */
  async #hurry(): Promise<void> {
    if (this.#isHurrying) return;
    this.#isHurrying = true;
    await yieldToPage();
    while (this.#urgent.size > 0) {
      const since = performance.now();
      for (const id of this.#urgent) {
        this.#urgent.delete(id);
        this.#look(id);
        if (performance.now() - since >= AT_ONCE) break;
      }
      this.#tell();
      await yieldToPage();
    }
    this.#isHurrying = false;
  }

  #replaced(id: string, before: Summary | null, after: Summary | null): void {
    if (before === after) return;
    this.#changed += Number(hasChanged(after)) - Number(hasChanged(before));
    this.#remembered += Number(isRemembered(after)) - Number(isRemembered(before));
    if (before !== null) this.#states[before.state]--;
    if (after !== null) this.#states[after.state]++;
    this.#untold.add(id);
    // Read for its tile, before its turn: it is told with the others.
    if (!this.#reading) this.#refresh([id]);
  }

  #stateChanged(): void {
    const state = this.engine.getState();
    const { answersRevision, shownClasses, photoIds } = state;
    const thresholds = thresholdsIn(state);
    const isKnown = this.#thresholds !== null && sameThresholds(this.#thresholds, thresholds);
    if (this.#revision === answersRevision && this.#classes === shownClasses && isKnown) return;
    this.#thresholds = thresholds;
    this.#revision = answersRevision;
    this.#classes = shownClasses;
    this.#refresh(photoIds);
  }

  #refresh(ids: Iterable<string>): void {
    for (const id of ids) this.#stale.add(id);
    if (this.#stale.size === 0 || this.#reading) return;
    this.#reading = true;
    this.#tell();
    setTimeout(() => void this.#read(), GATHER);
  }

  /** Reads what is stale, and what becomes so meanwhile after it: a long drag of a slider starves nobody. */
  async #read(): Promise<void> {
    while (this.#stale.size > 0) {
      const round = this.#stale;
      this.#stale = new Set();
      let since = performance.now();
      for (const id of round) {
        this.#look(id);
        if (performance.now() - since < SLICE) continue;
        this.#tell();
        await yieldToPage();
        since = performance.now();
      }
    }
    this.#reading = false;
    this.#tell();
  }

  #tell(): void {
    const ids = this.#untold;
    this.#untold = new Set();
    const { changed, remembered, states } = this.counts;
    if (
      changed !== this.#changed ||
      remembered !== this.#remembered ||
      ANSWER_STATES.some((state) => states[state] !== this.#states[state])
    )
      this.counts = { changed: this.#changed, remembered: this.#remembered, states: { ...this.#states } };
    for (const listener of [...this.#listeners]) listener(ids);
  }
}

const NO_STATES: Readonly<Record<AnswerState, number>> = { confident: 0, unsure: 0, unlike: 0 };

const sameThresholds = (a: Thresholds, b: Thresholds) => a.margin === b.margin && a.likeness === b.likeness;
const hasChanged = (summary: Summary | null) => summary !== null && summary.was !== null;
const isRemembered = (summary: Summary | null) => summary !== null && summary.place !== null;

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
