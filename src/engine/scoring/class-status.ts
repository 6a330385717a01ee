import { type Basis, prototypeOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import type { ClassRecord } from '../state/records';
import type { ClassEntry } from '../state/types';

/** Milliseconds between two times that the page is told how far a list of classes has come. */
const BETWEEN_TOLD = 150;

/** Classes of a list that is told of at every step. */
const FEW = 32;

/** Tells the page which classes there are, how far each has come, and which list answers refer to. */
export class ClassStatus {
  /** The list as the page last saw it, and when. */
  #told: { readonly classes: readonly ClassRecord[]; readonly at: number } = { classes: [], at: 0 };
  #telling: ReturnType<typeof setTimeout> | undefined;
  readonly #entries = new WeakMap<ClassRecord, ClassEntry>();
  /** The list whose names the page has as `shownClasses`. */
  #named: readonly ClassRecord[] | null = null;

  /** @param shown the list that answers refer to */
  constructor(
    private readonly data: Pick<EngineData, 'classes' | 'store' | 'basis'>,
    private readonly shown: () => readonly ClassRecord[],
  ) {}

  /** Tells of another list at once, and how far the same one has come now and then. */
  tellSoon(): void {
    const { classes } = this.data;
    const wait = this.#told.at + BETWEEN_TOLD - performance.now();
    if (classes !== this.#told.classes || classes.length < FEW || wait <= 0) this.tell();
    else this.#telling ??= setTimeout(() => this.tell(), wait);
  }

  tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const { classes, store } = this.data;
    const basis = this.data.basis();
    this.#told = { classes, at: performance.now() };
    const shown = this.shown();
    const { shownClasses } = store.getState();
    store.setState({
      classes: classes.map((record) => this.#entryOf(record, basis)),
      shownClasses: shown === this.#named ? shownClasses : shown.map(({ names }) => names),
    });
    this.#named = shown;
  }

  #entryOf(record: ClassRecord, basis: Basis): ClassEntry {
    const status = prototypeOf(record, basis) === null ? 'waiting' : 'ready';
    const known = this.#entries.get(record);
    if (known?.status === status) return known;
    const entry = { ...record.names, status } as const;
    this.#entries.set(record, entry);
    return entry;
  }
}
