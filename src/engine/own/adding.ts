import { stack } from '../../../core';
import { captionFilesWithin, FINGERPRINT_SENTENCE } from '../../../index-shards/format';
import type { OwnIndex, OwnJob } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import type { IndexState } from '../state/types';
import { WorkLoop } from '../state/work-loop';
import type { RetrievalClient } from '../workers/clients';
import type { IndexChoice } from './index-choice';
import { JobProgress } from './job-progress';
import type { OwnList } from './own-list';
import { nextForOwn } from './plan';
import type { SecondVectors } from './second-vectors';

/** What the stage needs of the indexes that are open. */
export interface OpenOnes {
  readonly client: RetrievalClient;
  /** Opens an index anew. */
  open(address: string): void;
  /** The one at an address, where it is open. */
  at(address: string): { readonly state: Pick<IndexState, 'info'> } | undefined;
}

/** Has captions embedded and added to their indexes, one job after the other; kept, so that a reload goes on where it was. */
export class AddingCaptions {
  readonly #loop: WorkLoop;
  #jobs: readonly OwnJob[] = [];
  /** Captions of the first job that are in its index. */
  #added = 0;
  /** Embeddings of its next captions, which are not. */
  #embedded: Float32Array[] = [];
  /** Captions that the open index had when it was opened last. */
  #opened = 0;
  /** Indexes that were begun on this visit: each is opened when some of it is there. */
  readonly #fresh = new Set<string>();
  readonly #progress = new JobProgress();

  constructor(
    private readonly data: EngineData,
    private readonly index: OpenOnes,
    private readonly list: OwnList,
    private readonly choice: Pick<IndexChoice, 'use'>,
    private readonly second: Pick<SecondVectors, 'of'>,
  ) {
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get jobs(): readonly OwnJob[] {
    return this.#jobs;
  }

  get hasWork(): boolean {
    return this.#loop.busy || this.#next().kind === 'want' || this.#next().kind === 'add';
  }

  /** Texts were embedded, or a model is ready. */
  wake(): void {
    if (this.#jobs.length > 0) this.#loop.wake();
  }

  /** Goes on with what an earlier visit left. */
  async start(): Promise<void> {
    this.#jobs = await this.index.client.ownJobs();
    await this.list.look();
    await this.#begin();
  }

  /** As `OwnIndexes.pause`. */
  pause(paused: boolean): void {
    this.#progress.restart();
    this.list.set({ paused, error: null });
    if (!paused) this.#loop.wake();
  }

  /** Gives up what is still to be embedded of the first job. */
  async cancel(): Promise<void> {
    const [job] = this.#jobs;
    if (job !== undefined) await this.list.attempt(() => this.#finish(job));
  }

  /** Has a job done that begins an index, which is opened when some of it is there. */
  takeFresh(job: OwnJob): Promise<void> {
    this.#fresh.add(job.address);
    return this.take(job);
  }

  /** Keeps a job, and begins it where no other is at work. */
  async take(job: OwnJob): Promise<void> {
    await this.index.client.keepOwnJob(job);
    this.#jobs = [...this.#jobs, job];
    if (this.#jobs.length === 1) await this.#begin();
    this.#publish();
  }

  /** Keeps an index's job under another title. */
  async retitle(address: string, title: string): Promise<void> {
    const of = (job: OwnJob) => (job.address === address ? { ...job, about: { ...job.about, title } } : job);
    for (const job of this.#jobs.filter((one) => one.address === address))
      await this.index.client.keepOwnJob(of(job));
    this.#jobs = this.#jobs.map(of);
    // Opened again with its next captions, it says so.
    if (this.#jobs[0]?.address === address) this.#opened = 0;
    this.#publish();
  }

  /** Forgets an index's job, which `work` removes; the next one begins. */
  async leave(address: string, work: () => Promise<unknown>): Promise<void> {
    const isFirst = this.#jobs[0]?.address === address;
    this.#jobs = this.#jobs.filter((job) => job.address !== address);
    await work();
    if (isFirst) await this.#begin();
  }

  /** An index holds other captions, or says something else of them. */
  async changed(address: string): Promise<void> {
    await this.list.look();
    const index = this.list.at(address);
    const isBegun = this.#jobs.some((job) => job.address === address);
    if (index !== undefined && !isBegun && this.list.isRequested(address)) this.#open(index);
  }

  #next() {
    const { model, own } = this.data.store.getState();
    return nextForOwn({
      job: this.#jobs[0] ?? null,
      added: this.#added,
      embedded: this.#embedded.length,
      isHeld: own.paused || own.error !== null || model.status !== 'ready',
      model: model.info,
      isThere: (text) => this.data.texts.get(text) !== undefined,
    });
  }

  async #work(): Promise<boolean> {
    const step = this.#next();
    const [job] = this.#jobs;
    switch (step.kind) {
      case 'want':
        this.data.texts.want(step.texts);
        this.data.embeddingNeeded();
        return false;
      case 'take':
        this.#embedded.push(...step.texts.map((text) => this.data.texts.get(text)!));
        this.data.texts.forget(step.texts);
        this.#publish();
        return true;
      case 'add':
        await this.list.attempt(() => this.#add(job!));
        return true;
      case 'finish':
        await this.list.attempt(() => this.#replace(job!));
        return true;
      case 'wait':
        return false;
    }
  }

  async #add(job: OwnJob): Promise<void> {
    const { info } = this.data.store.getState().model;
    const fingerprint = this.data.texts.get(FINGERPRINT_SENTENCE);
    if (info === null || fingerprint === undefined) return;
    const embedded = this.#embedded;
    const texts = job.texts.slice(this.#added, this.#added + embedded.length);
    const there = job.inFurtherSpaces ? this.list.at(job.address) : undefined;
    const vectors = there && (await this.second.of(there, texts));
    const index = await this.index.client.addOwn({
      address: job.address,
      about: job.about,
      isOfJob: true,
      after: job.start + this.#added,
      model: {
        id: info.id,
        revision: info.revision,
        width: info.width,
        fingerprint: { sentence: FINGERPRINT_SENTENCE, embedding: Array.from(fingerprint) },
      },
      texts,
      ...(job.language === undefined ? {} : { language: job.language }),
      ...(vectors === undefined ? {} : { vectors }),
      files: captionFilesWithin(job.files, this.#added, this.#added + embedded.length),
      embeddings: stack(embedded),
    });
    if (job.address !== this.#jobs[0]?.address) return;
    if (index.captions !== job.start + this.#added + embedded.length && !(await this.#isKept(job)))
      return this.leave(job.address, () => this.changed(job.address));
    // Another tab may be at the same work, and further.
    this.#added = index.captions - job.start;
    this.#embedded = [];
    await this.list.look();
    // What is there is searched while more comes; opened again each time it has doubled, since all is searched anew then.
    if (this.#fresh.delete(job.address) && !this.list.isRequested(job.address)) {
      this.#opened = index.captions;
      this.choice.use(job.address);
    } else if (this.list.isRequested(job.address) && index.captions >= 2 * this.#opened) this.#open(index);
  }

  /** Whether captions of a job are still to be added; otherwise another tab has finished it. */
  async #isKept({ address }: OwnJob): Promise<boolean> {
    const kept = await this.index.client.ownJobs();
    return kept.some((job) => job.address === address && job.texts.length > 0);
  }

  /** All captions of a job are there: what they take the place of goes. */
  async #replace(job: OwnJob): Promise<void> {
    const { address, replaces } = job;
    if (replaces !== undefined) {
      // Cut off from here on, nothing is added again.
      if (job.texts.length > 0) await this.index.client.keepOwnJob({ ...job, texts: [], files: [] });
      await this.index.client.removeOwnCaptions(address, replaces);
      await this.list.look();
      this.#opened = 0;
    }
    await this.#finish(job);
  }

  async #finish(job: OwnJob): Promise<void> {
    await this.index.client.dropOwnJob(job.address);
    this.#jobs = this.#jobs.filter((one) => one.address !== job.address);
    const index = this.list.at(job.address);
    if (index !== undefined && this.list.isRequested(job.address) && index.captions > this.#opened)
      this.#open(index);
    await this.#begin();
  }

  #open(index: OwnIndex): void {
    this.#opened = index.captions;
    this.index.open(index.address);
  }

  /** Takes up the first job where it was. */
  async #begin(): Promise<void> {
    const [job] = this.#jobs;
    const open = job === undefined ? undefined : this.index.at(job.address);
    this.#opened = open?.state.info?.manifest.captions ?? 0;
    this.#added = job === undefined ? 0 : Math.max(0, (this.list.at(job.address)?.captions ?? 0) - job.start);
    this.#embedded = [];
    this.#progress.restart();
    this.#publish();
    this.#loop.wake();
  }

  #publish(): void {
    const [job] = this.#jobs;
    if (job === undefined) {
      this.list.set({ job: null, paused: false });
      return;
    }
    const done = this.#added + this.#embedded.length;
    this.list.set({ job: this.#progress.of(job, done, this.#jobs.length - 1) });
  }
}
