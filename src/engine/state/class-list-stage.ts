import { classListReader } from '../../../core';
import { type ClassList, classListSteps } from './class-list';
import type { EngineData } from './engine-data';
import { nextTask } from './work-loop';

/** Steps that are taken at once: the whole of a list of up to a thousand classes. */
const STEPS_AT_ONCE = 8;

/** Milliseconds of a longer list between two chances for the page to paint. */
const SLICE = 8;

/** Reads the class list that is asked for; the newest alone. Thousands of classes are read in slices. */
export class ClassListStage {
  readonly #read = classListReader();
  /** The reading that is under way; null while none is. */
  #steps: Generator<void, ClassList> | null = null;

  /**
   * @param onRead called with a list once all of it is read
   * @param onLate called after that where the list was there only after `read` had returned
   */
  constructor(
    private readonly data: Pick<EngineData, 'store' | 'classes' | 'prompts'>,
    private readonly onRead: (list: ClassList) => void,
    private readonly onLate: () => void,
  ) {}

  /** Whether a list was asked for that is not there yet. */
  get hasWork(): boolean {
    return this.#steps !== null;
  }

  /** Reads what is asked for now, in the place of what may be under way. */
  read(): void {
    const steps = classListSteps(this.data.store.getState().request, this.data, this.#read);
    this.#steps = steps;
    for (let step = 0; step < STEPS_AT_ONCE; step++) if (this.#advance(steps)) return;
    void this.#readOn(steps);
  }

  async #readOn(steps: Generator<void, ClassList>): Promise<void> {
    for (;;) {
      await nextTask();
      if (steps !== this.#steps) return;
      const end = performance.now() + SLICE;
      while (performance.now() < end) if (this.#advance(steps)) return this.onLate();
    }
  }

  /** Takes a step; whether it was the last. */
  #advance(steps: Generator<void, ClassList>): boolean {
    const { value, done } = steps.next();
    if (!done) return false;
    this.#steps = null;
    this.onRead(value);
    return true;
  }
}
