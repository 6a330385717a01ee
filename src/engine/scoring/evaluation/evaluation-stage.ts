import {
  type EnrichmentSettings,
  FernglassError,
  foldName,
  methodById,
  namedPart,
  readParameters,
} from '../../../../core';
import type { CompareQuestion, EvaluationApi, OnPart, TuningQuestion } from '../../../../workers/protocol';
import { captionsOfClass } from '../../state/basis';
import type { ClassRecord } from '../../state/records';
import { parametersOf } from '../../state/request/parameters';
import { LOGIT_SCALE } from '../../state/thresholds';
import type {
  Answer,
  Asking,
  BurstAnswer,
  Coverage,
  Evaluation,
  Halves,
  HalvesRequest,
  MethodsJudged,
  MethodsRequest,
  Plane,
  PlaneRequest,
  PromptStudies,
  PromptsRequest,
  Studies,
  TuningReply,
  TuningRequest,
} from '../../state/types';
import { linkEvaluation } from '../../workers/clients';
import type { WorkerLink } from '../../workers/worker-link';
import { burstVotes } from './burst-votes';
import { type Comparing, halvesOf } from './halves';
import { judgedOf, methodsQuestion } from './methods-question';
import { NewestQuestions } from './newest-questions';
import { aboutOf, photosOf } from './plane-question';
import { type StudyParts, studyPrompts } from './prompt-studies';
import { SentSides } from './sent-sides';
import { comparable, groupNumbers } from './tuning-question';

/** Times that an answer under way is looked for again, and milliseconds between two: half a minute. */
const MOST_TRIES = 300;
const BETWEEN_TRIES = 100;

/** What figures need of the captions of classes. */
interface ClassCaptions extends Pick<StudyParts, 'findBeside'> {
  /** Captions of all indexes searched for classes that hold each name; null where there is no index. */
  readonly countNames: (names: readonly string[]) => Promise<readonly number[] | null>;
}

/** Asks the evaluation worker about the photos and classes that are there; a newer question of a kind ends the one before. */
export class EvaluationStage implements Evaluation {
  readonly #link: WorkerLink<EvaluationApi>;
  readonly #sent: SentSides;
  /** What goes to the worker goes in one order. */
  #sending: Promise<unknown> = Promise.resolve();
  #comparing: Promise<unknown> = Promise.resolve();
  readonly #questions = new NewestQuestions();

  /**
   * @param shown the class list that answers refer to
   * @param best what a photo is answered with now: a place in that list, or a name; null while that is under way
   * @param answerOf its whole answer, likewise
   */
  constructor(
    private readonly data: StudyParts['data'],
    private readonly shown: () => readonly ClassRecord[],
    private readonly best: (photo: string) => number | string | null,
    private readonly answerOf: (photo: string) => Answer | null,
    /** Captions of the indexes that are searched for classes. */
    private readonly captions: ClassCaptions,
    spawn: () => Worker,
  ) {
    this.#link = linkEvaluation(spawn, () => this.#sent.forget());
    this.#sent = new SentSides(this.#link.api, data);
  }

  plane({ steps, about }: PlaneRequest, { signal, onPart = () => {} }: Asking = {}): Promise<Plane> {
    return this.#questions.newest('plane', signal, async (until) => {
      const { alpha, beta, ...weighting } = this.#settings();
      const asked = photosOf(about) ?? this.data.store.getState().photoIds;
      const there = new Set(await this.#bring(asked, until));
      const question = { weighting, steps, about: aboutOf(about, there, { alpha, beta }) };
      const reply = await this.#link.until(until).plane(question, onPart);
      return { ...reply, steps, weighting, left: asked.length - there.size };
    });
  }

  bursts(seconds: number, { signal }: Asking = {}): Promise<readonly BurstAnswer[]> {
    return this.#questions.newest('bursts', signal, (until) => {
      const { photoIds } = this.data.store.getState();
      const photos = photoIds.flatMap((id) => this.data.photos.get(id)?.view ?? []);
      return burstVotes(photos, seconds, this.answerOf, () => until.throwIfAborted());
    });
  }

  tune({ labels, measure }: TuningRequest, { signal, onPart = () => {} }: Asking = {}): Promise<TuningReply> {
    return this.#questions.newest('tune', signal, async (until) => {
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
    return this.#questions.newest('methods', signal, async (until) => {
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
    return this.#questions.newest('studies', signal, async (until) => {
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

  prompts(request: PromptsRequest, { signal, onPart = () => {} }: Asking = {}): Promise<PromptStudies> {
    return this.#questions.newest('prompts', signal, async (until) => {
      const there = await this.#bring(this.data.store.getState().photoIds, until);
      const parts = {
        data: this.data,
        sent: this.#sent,
        shown: this.shown,
        findBeside: this.captions.findBeside,
        compare: (question: CompareQuestion, told: OnPart) => this.#compare(question, until, told),
        inTurn: <T>(till: AbortSignal, work: () => Promise<T>) => this.#inTurn(till, work),
      };
      return studyPrompts(parts, this.#link.until(until), request, this.#settings(), there, until, onPart);
    });
  }

  halves(request: HalvesRequest, { signal, onPart = () => {} }: Asking = {}): Promise<Halves> {
    return this.#questions.newest('halves', signal, (until) => {
      const names = this.shown().map(({ names: own }) => own.names);
      const compare: Comparing = (question) => this.#compare(question, until, onPart);
      const { trainingCounts: training } = this.data.store.getState().request;
      return halvesOf(request, names, { countNames: this.captions.countNames, training }, compare);
    });
  }

  /** One after the other: a comparison in the worker ends the one before. */
  #compare(question: CompareQuestion, until: AbortSignal, onPart: OnPart): ReturnType<Comparing> {
    const before = this.#comparing;
    const own = (async () => {
      await before.catch(() => {});
      return this.#link.until(until).compare(question, onPart);
    })();
    this.#comparing = own;
    return own;
  }

  coverage({ signal, onPart = () => {} }: Asking = {}): Promise<readonly Coverage[]> {
    return this.#questions.newest('coverage', signal, async (until) => {
      this.#refuseWithoutClasses();
      const names = this.shown().map(({ names: own }) => own.names);
      const counts = await this.captions.countNames(names.flat());
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

  #send(ids: readonly string[], until: AbortSignal): Promise<readonly string[]> {
    return this.#inTurn(until, () => this.#sent.bring(ids, this.shown(), () => until.throwIfAborted()));
  }

  /** One after the other, so that what goes to the worker goes in one order. */
  #inTurn<T>(until: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#sending;
    const next = async () => {
      await before.catch(() => {});
      until.throwIfAborted();
      return work();
    };
    const own = next();
    this.#sending = own;
    return own;
  }
}
