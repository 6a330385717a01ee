import {
  type Atoms,
  type Evidence,
  type Method,
  type ParameterValues,
  type PhotoInput,
  type PlainError,
  reads,
  type Task,
  toPlainError,
} from '../../../core';
import type { PlainTask } from '../../../workers/protocol';
import type { ScoringClient } from '../workers/clients';
import { Deaths } from '../workers/deaths';
import type { PhotoOrder } from './photo-order';
import type { MethodScores, PhotoChange, PhotoScores } from './photo-scores';

/** Milliseconds between two preparations while photos keep coming: each takes all of them. */
const BETWEEN_SETS = 300;

/** A method that looks at all photos at once, computed in the worker; the newest request wins. */
export class WholeSetScores implements PhotoScores {
  #values: ParameterValues;
  #setIsStale = true;
  #valuesAreStale = true;
  #running = false;
  #closed = false;
  #error: PlainError | null = null;
  /** By photo id, `[classes]`. */
  #scores = new Map<string, Float64Array>();
  readonly #evidence = new Map<string, Evidence | null>();
  /** The photo whose evidence is on show. */
  #asked: string | null = null;

  constructor(
    private readonly client: ScoringClient,
    private readonly method: Method,
    private readonly task: Task,
    values: ParameterValues,
    private readonly order: PhotoOrder,
    /** Called when scores or evidence came, or will not come. */
    private readonly onNews: () => void,
  ) {
    this.#values = values;
    void this.#run();
  }

  get hasWork(): boolean {
    return this.#running;
  }

  get error(): PlainError | null {
    return this.#error;
  }

  scored(photo: PhotoInput): MethodScores | null {
    const scores = this.#scores.get(photo.id);
    return scores === undefined ? null : { scores, names: null };
  }

  /** Asks the worker where it was not asked before; the answer comes later. */
  evidence(photo: PhotoInput): Evidence | null {
    this.#asked = photo.id;
    const known = this.#evidence.get(photo.id);
    if (known === undefined && this.#scores.has(photo.id) && !this.#running) void this.#explain(photo.id);
    return known ?? null;
  }

  weigh(values: ParameterValues): void {
    this.#values = values;
    this.#valuesAreStale = true;
    void this.#run();
  }

  photosChanged({ isSameSet }: PhotoChange): void {
    // Captions that came meanwhile are nothing to a method that reads none.
    if (isSameSet && !reads(this.method, 'captions of photo')) return;
    this.#setIsStale = true;
    void this.#run();
  }

  close(): void {
    this.#closed = true;
  }

  async #run(): Promise<void> {
    if (this.#running || this.order.inputs.length === 0) return;
    this.#running = true;
    const deaths = new Deaths();
    try {
      // What is set in one go, photo by photo, is one set.
      await Promise.resolve();
      while (!this.#closed && (this.#setIsStale || this.#valuesAreStale)) {
        try {
          await this.#refresh();
        } catch (thrown) {
          if (!deaths.forgives(thrown)) throw thrown;
          // A worker that died has forgotten the set.
          this.#setIsStale = true;
          continue;
        }
        deaths.clear();
      }
    } catch (thrown) {
      this.#error = toPlainError(thrown);
      this.#setIsStale = true;
    } finally {
      this.#running = false;
      if (!this.#closed) this.onNews();
    }
  }

  async #refresh(): Promise<void> {
    const photos = [...this.order.inputs];
    if (this.#setIsStale) {
      this.#setIsStale = false;
      await this.client.prepare(this.method.id, plain(this.method, { ...this.task, photos }));
      if (this.#closed) return;
    }
    this.#valuesAreStale = false;
    const { scores } = await this.client.score(this.#values);
    if (this.#closed) return;
    // What is on show changes with the scores, in one go.
    const asked = photos.some(({ id }) => id === this.#asked) ? this.#asked : null;
    const evidence = asked === null ? null : await this.client.explain(asked);
    if (this.#closed) return;
    this.#error = null;
    const width = this.task.classes.length;
    this.#evidence.clear();
    if (asked !== null) this.#evidence.set(asked, evidence);
    this.#scores = new Map(photos.map(({ id }, i) => [id, scores.subarray(i * width, (i + 1) * width)]));
    this.onNews();
    if (this.#setIsStale) await new Promise((resolve) => setTimeout(resolve, BETWEEN_SETS));
  }

  async #explain(id: string): Promise<void> {
    this.#evidence.set(id, null);
    const scores = this.#scores;
    try {
      const evidence = await this.client.explain(id);
      if (this.#closed || scores !== this.#scores) return;
      this.#evidence.set(id, evidence);
      this.onNews();
    } catch {
      // The set has moved on; its new scores bring new evidence.
    }
  }
}

const alone = ({ own }: Atoms): Atoms => ({ own, captions: [], similarities: [] });

/** The task as far as the method reads it: what it does not read need not pass the worker's door. */
function plain(method: Method, task: Task): PlainTask {
  const { products: _, ...rest } = task;
  return {
    ...rest,
    photos: task.photos.map((photo) => ({
      ...photo,
      atoms: reads(method, 'captions of photo') ? photo.atoms : alone(photo.atoms),
      paired: reads(method, 'image vectors in index') ? photo.paired : null,
      candidates: reads(method, 'candidate names') ? photo.candidates : null,
    })),
    classes: task.classes.map((cls) => ({
      ...cls,
      atoms: reads(method, 'captions of class') ? cls.atoms : alone(cls.atoms),
    })),
  };
}
