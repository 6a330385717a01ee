import {
  type EnrichmentSettings,
  FernglassError,
  foldName,
  METHODS,
  type Method,
  methodById,
  namedPart,
  readParameters,
} from '../../../../core';
import type { EvaluationApi, PlaneAbout, TuningQuestion } from '../../../../workers/protocol';
import { captionsOfClass } from '../../state/basis';
import type { EngineData } from '../../state/engine-data';
import type { ClassRecord } from '../../state/records';
import { parametersOf } from '../../state/request/parameters';
import type {
  Answer,
  Asking,
  BurstAnswer,
  Coverage,
  Evaluation,
  MethodsJudged,
  MethodsRequest,
  Plane,
  PlaneRequest,
  PlaneSubject,
  Studies,
  TuningReply,
  TuningRequest,
} from '../../state/types';
import { linkEvaluation } from '../../workers/clients';
import { Superseded, type WorkerLink } from '../../workers/worker-link';
import { burstVotes } from './burst-votes';
import { judgedOf, methodsQuestion } from './methods-question';
import { SentSides } from './sent-sides';

/** exp(t) where nobody states the checkpoint's. */
const LOGIT_SCALE = 100;

/** Times that an answer under way is looked for again, and milliseconds between two: half a minute. */
const MOST_TRIES = 300;
const BETWEEN_TRIES = 100;

/** Asks the evaluation worker about the photos and classes that are there; a newer question of a kind ends the one before. */
export class EvaluationStage implements Evaluation {
  readonly #link: WorkerLink<EvaluationApi>;
  readonly #sent: SentSides;
  /** What goes to the worker goes in one order. */
  #sending: Promise<unknown> = Promise.resolve();
  /** What ends the last question of each kind. */
  readonly #underWay = new Map<string, AbortController>();

  /**
   * @param shown the class list that answers refer to
   * @param best what a photo is answered with now: a place in that list, or a name; null while that is under way
   * @param answerOf its whole answer, likewise
   */
  constructor(
    private readonly data: Pick<EngineData, 'store' | 'photos' | 'captions' | 'basis'>,
    private readonly shown: () => readonly ClassRecord[],
    private readonly best: (photo: string) => number | string | null,
    private readonly answerOf: (photo: string) => Answer | null,
    /** Captions of all indexes searched for classes that hold each name; null where there is no index. */
    private readonly countNames: (names: readonly string[]) => Promise<readonly number[] | null>,
    spawn: () => Worker,
  ) {
    this.#link = linkEvaluation(spawn, () => this.#sent.forget());
    this.#sent = new SentSides(this.#link.api, data);
  }

  plane({ steps, about }: PlaneRequest, { signal, onPart = () => {} }: Asking = {}): Promise<Plane> {
    return this.#newest('plane', signal, async (until) => {
      const { alpha, beta, ...weighting } = this.#settings();
      const asked = photosOf(about) ?? this.data.store.getState().photoIds;
      const there = new Set(await this.#bring(asked, until));
      const question = { weighting, steps, about: aboutOf(about, there, { alpha, beta }) };
      const reply = await this.#link.until(until).plane(question, onPart);
      return { ...reply, steps, weighting, left: asked.length - there.size };
    });
  }

  bursts(seconds: number, { signal }: Asking = {}): Promise<readonly BurstAnswer[]> {
    return this.#newest('bursts', signal, (until) => {
      const { photoIds } = this.data.store.getState();
      const photos = photoIds.flatMap((id) => this.data.photos.get(id)?.view ?? []);
      return burstVotes(photos, seconds, this.answerOf, () => until.throwIfAborted());
    });
  }

  tune({ labels, measure }: TuningRequest, { signal, onPart = () => {} }: Asking = {}): Promise<TuningReply> {
    return this.#newest('tune', signal, async (until) => {
      const { request, photoIds, model } = this.data.store.getState();
      const there = await this.#bring(photoIds, until);
      const isThere = new Set(there);
      const known = labels.filter(({ photo }) => isThere.has(photo));
      const answers = await this.#answersOf(
        known.map(({ photo }) => photo),
        until,
      );
      const groups = groupNumbers(known.map(({ group }) => group ?? null));
      const question: TuningQuestion = {
        measure,
        labels: known.map(({ photo, label }, i) => ({
          photo,
          label,
          group: groups[i]!,
          answer: answers[i]!,
        })),
        settings: this.#settings(),
        current: { method: request.method, parameters: parametersOf(request) },
        others: comparable().map(({ id: method }) => ({
          method,
          parameters: parametersOf({ ...request, method }),
        })),
        photos: there,
        logitScale: model.info?.logitScale ?? LOGIT_SCALE,
      };
      const reply = await this.#link.until(until).tune(question, onPart);
      const tuned = { ...reply.proposal, photos: known.map(({ photo }) => photo) };
      return { ...reply, tuned, left: labels.length - known.length };
    });
  }

  /** What photos are answered with now, as places in the class list; waits for answers that are under way. */
  async #answersOf(ids: readonly string[], until: AbortSignal): Promise<number[]> {
    const answers: number[] = [];
    const places = new Map(this.shown().map(({ names }, place) => [foldName(names.name), place]));
    for (const id of ids) {
      let best = this.best(id);
      for (let tries = 0; best === null && tries < MOST_TRIES; tries++) {
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES));
        until.throwIfAborted();
        best = this.best(id);
      }
      if (best === null)
        throw new FernglassError(
          'input-invalid',
          'Some labelled photos have no answer yet. Wait until the page is ready, and ask again.',
        );
      answers.push(typeof best === 'number' ? best : (places.get(foldName(best)) ?? -1));
    }
    return answers;
  }

  methods(request: MethodsRequest, { signal, onPart = () => {} }: Asking = {}): Promise<MethodsJudged> {
    return this.#newest('methods', signal, async (until) => {
      const there = await this.#bring(this.data.store.getState().photoIds, until);
      const asked = methodsQuestion(request, there, this.shown(), this.data);
      const judged = await this.#link.until(until).methods(asked.question, onPart);
      return judgedOf(asked, judged);
    });
  }

  studies(
    request: Omit<MethodsRequest, 'methods'>,
    { signal, onPart = () => {} }: Asking = {},
  ): Promise<Studies> {
    return this.#newest('studies', signal, async (until) => {
      const there = await this.#bring(this.data.store.getState().photoIds, until);
      const { question, photos, left } = methodsQuestion(
        { ...request, methods: [] },
        there,
        this.shown(),
        this.data,
      );
      const { methods: _, ...known } = question;
      const settings = this.#settings();
      const reply = await this.#link.until(until).studies({ ...known, settings }, onPart);
      return { ...reply, settings, photos: photos.length, left };
    });
  }

  coverage({ signal, onPart = () => {} }: Asking = {}): Promise<readonly Coverage[]> {
    return this.#newest('coverage', signal, async (until) => {
      this.#refuseWithoutClasses();
      const names = this.shown().map(({ names: own }) => own.names);
      const counts = await this.countNames(names.flat());
      until.throwIfAborted();
      if (counts === null)
        throw new FernglassError(
          'input-invalid',
          'No index is searched for classes, so that no caption covers them. Choose one in the menu Index.',
        );
      await this.#send([], until);
      let next = 0;
      const question = {
        settings: this.#settings(),
        counts: names.map((own) => own.map(() => counts[next++]!)),
        named: this.#namedParts(),
      };
      const found = await this.#link.until(until).coverage(question, onPart);
      return found.map((one, c) => ({ ...one, names: names[c]! }));
    });
  }

  /** CoRE's parameters as they are set, whichever method is chosen. */
  #settings(): EnrichmentSettings {
    const { request } = this.data.store.getState();
    const values = parametersOf({ ...request, method: 'core' });
    return readParameters(methodById('core')!, values) as unknown as EnrichmentSettings;
  }

  /**
   * Has the worker keep the photos of these ids and the class list; gives those that are embedded.
   * @throws FernglassError `input-invalid` where none of them is, or there is no class
   */
  async #bring(ids: readonly string[], until: AbortSignal): Promise<readonly string[]> {
    const there = await this.#send(ids, until);
    this.#refuseWithoutClasses();
    if (there.length === 0)
      throw new FernglassError(
        'input-invalid',
        'None of the photos asked about has an embedding yet. Wait until they are ready, and ask again.',
      );
    return there;
  }

  /** Part of each class's nearest captions that hold one of its names. */
  #namedParts(): (number | null)[] {
    const { captions } = this.data;
    const basis = this.data.basis();
    return this.shown().map((record) => {
      const hits = captionsOfClass(record, basis);
      const texts = Array.from(hits?.ids ?? [], (id) => captions.text(id));
      return namedPart(texts, record.names.names);
    });
  }

  #refuseWithoutClasses(): void {
    if (this.shown().length === 0)
      throw new FernglassError('input-invalid', 'There are no classes yet. Write some, and ask again.');
  }

  /** In turn, so that what goes to the worker goes in one order. */
  async #send(ids: readonly string[], until: AbortSignal): Promise<readonly string[]> {
    const before = this.#sending;
    const bring = async () => {
      await before.catch(() => {});
      until.throwIfAborted();
      return this.#sent.bring(ids, this.shown(), () => until.throwIfAborted());
    };
    const sending = bring();
    this.#sending = sending;
    return sending;
  }

  async #newest<T>(
    kind: string,
    signal: AbortSignal | undefined,
    work: (until: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    this.#underWay.get(kind)?.abort(new Superseded('A newer question took its place.'));
    const own = new AbortController();
    this.#underWay.set(kind, own);
    const abort = () => own.abort(signal?.reason);
    signal?.addEventListener('abort', abort);
    try {
      return await work(own.signal);
    } finally {
      signal?.removeEventListener('abort', abort);
      if (this.#underWay.get(kind) === own) this.#underWay.delete(kind);
    }
  }
}

/** Methods that tuning compares beside CoRE: all that they read is there of every photo, and none of it is labels. */
const comparable = (): readonly Method[] =>
  METHODS.filter(
    ({ id, needs, memory }) =>
      id !== 'core' &&
      id !== 'zero-shot' &&
      memory === undefined &&
      needs.some(({ need }) => need === 'whole set of photos'),
  );

/** A number for each group; one of its own for a photo that has none. */
function groupNumbers(groups: readonly (string | null)[]): number[] {
  const known = new Map<string, number>();
  return groups.map((group, i) => {
    if (group === null) return i;
    if (!known.has(group)) known.set(group, -1 - known.size);
    return known.get(group)!;
  });
}

/** The photos asked about; null for all that are there. */
function photosOf(about: PlaneSubject): readonly string[] | null {
  if (about.kind === 'answers') return [about.photo];
  return about.kind === 'accuracy' ? about.labels.map(({ photo }) => photo) : (about.photos ?? null);
}

function aboutOf(
  about: PlaneSubject,
  there: ReadonlySet<string>,
  inForce: { readonly alpha: number; readonly beta: number },
): PlaneAbout {
  switch (about.kind) {
    case 'answers':
      return about;
    case 'flips':
      return { kind: 'flips', photos: [...there], reference: about.reference ?? inForce };
    case 'accuracy':
      return {
        kind: 'accuracy',
        labels: about.labels
          .filter(({ photo }) => there.has(photo))
          .map(({ photo, label }) => [photo, label] as const),
      };
  }
}
