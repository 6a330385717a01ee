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
} from '../../../../../core';
import type { SetTask } from '../../../../../workers/protocol';
import type { ScoringClient } from '../../../workers/clients';
import { Deaths } from '../../../workers/deaths';
import type { PhotoOrder } from '../photo-order';
import type { MethodScores, PhotoChange, PhotoScores } from '../photo-scores';
import type { SentPhotos } from './sent-photos';

/** What a method may read or not by its parameters. */
const CAPTIONS = ['captions of photo', 'captions of class'] as const;

/** Milliseconds between two preparations while photos keep coming: each takes all of them. */
const BETWEEN_SETS = 300;

/** The worker, and what it keeps. */
export interface SetWorker {
  readonly client: ScoringClient;
  readonly sent: SentPhotos;
}

/** A method that looks at all photos at once, computed in the worker; the newest request wins. */
export class WholeSetScores implements PhotoScores {
  #values: ParameterValues;
  #hasBegun = false;
  #setIsStale = true;
  #valuesAreStale = true;
  #running = false;
  #closed = false;
  #error: PlainError | null = null;
  /** `[photos, classes]`, and where each photo stands in it. */
  #scores: { readonly places: ReadonlyMap<string, number>; readonly all: Float64Array } = {
    places: new Map(),
    all: new Float64Array(0),
  };
  readonly #evidence = new Map<string, Evidence | null>();
  /** Places in the set that the worker has. */
  #places: ReadonlyMap<string, number> = new Map();
  /** The photo whose evidence is on show. */
  #asked: string | null = null;

  constructor(
    private readonly worker: SetWorker,
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
    const { all, places } = this.#scores;
    const place = places.get(photo.id);
    if (place === undefined) return null;
    const width = this.task.classes.length;
    return { scores: all.subarray(place * width, (place + 1) * width), names: null };
  }

  /** Asks the worker where it was not asked before; the answer comes later. */
  evidence(photo: PhotoInput): Evidence | null {
    this.#asked = photo.id;
    const known = this.#evidence.get(photo.id);
    if (known === undefined && this.#scores.places.has(photo.id) && !this.#running)
      void this.#explain(photo.id);
    return known ?? null;
  }

  weigh(values: ParameterValues): void {
    const readsOther = CAPTIONS.some(
      (need) => reads(this.method, need, values) !== reads(this.method, need, this.#values),
    );
    this.#values = values;
    // What the worker was not given, or needs no more.
    if (readsOther) {
      this.#setIsStale = true;
      this.#hasBegun = false;
    }
    this.#valuesAreStale = true;
    void this.#run();
  }

  photosChanged({ isSameSet }: PhotoChange): void {
    // Captions that came meanwhile are nothing to a method that reads none.
    if (isSameSet && !reads(this.method, 'captions of photo', this.#values)) return;
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
          // A worker that died has forgotten everything.
          this.worker.sent.forget();
          this.#hasBegun = false;
          this.#setIsStale = true;
          continue;
        }
        deaths.clear();
      }
    } catch (thrown) {
      this.#error = toPlainError(thrown);
      this.worker.sent.forget();
      this.#hasBegun = false;
      this.#setIsStale = true;
    } finally {
      this.#running = false;
      if (!this.#closed) this.onNews();
    }
  }

  async #refresh(): Promise<void> {
    const { client } = this.worker;
    if (this.#setIsStale) await this.#prepare();
    if (this.#closed) return;
    this.#valuesAreStale = false;
    const { scores: all } = await client.score(this.#values);
    if (this.#closed) return;
    // What is on show changes with the scores, in one go.
    const places = this.#places;
    const asked = this.#asked !== null && places.has(this.#asked) ? this.#asked : null;
    const evidence = asked === null ? null : await client.explain(asked);
    if (this.#closed) return;
    this.#error = null;
    this.#evidence.clear();
    if (asked !== null) this.#evidence.set(asked, evidence);
    this.#scores = { places, all };
    this.onNews();
    if (this.#setIsStale) await new Promise((resolve) => setTimeout(resolve, BETWEEN_SETS));
  }

  /** Makes the photos as they are now the worker's set. */
  async #prepare(): Promise<void> {
    const { client, sent } = this.worker;
    this.#setIsStale = false;
    const photos = [...this.order.inputs];
    const values = this.#values;
    await sent.bring(this.method, values, photos, () => !this.#closed);
    if (this.#closed) return;
    if (!this.#hasBegun) await client.begin(this.method.id, plain(this.method, this.task, values));
    if (this.#closed) return;
    this.#hasBegun = true;
    await client.prepare(photos.map(({ id }) => id));
    this.#places = new Map(photos.map(({ id }, place) => [id, place]));
  }

  async #explain(id: string): Promise<void> {
    this.#evidence.set(id, null);
    const scores = this.#scores;
    try {
      const evidence = await this.worker.client.explain(id);
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
function plain(method: Method, { classes, logitScale, labelled }: Task, values: ParameterValues): SetTask {
  return {
    logitScale,
    labelled: reads(method, 'labelled photos') ? labelled : [],
    classes: classes.map((cls) => ({
      ...cls,
      atoms: reads(method, 'captions of class', values) ? cls.atoms : alone(cls.atoms),
      templates: reads(method, 'templates') ? cls.templates : [],
      descriptions: reads(method, 'descriptions') ? cls.descriptions : [],
      counts: reads(method, 'synonym counts') ? cls.counts : null,
    })),
  };
}
