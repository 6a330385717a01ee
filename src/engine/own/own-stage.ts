import { FernglassError, stack, toPlainError } from '../../../core';
import { FINGERPRINT_SENTENCE } from '../../../index-shards/format';
import { type AboutCaptions, type OwnIndex, type OwnJob, ownAddress } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import { addressesOf } from '../state/request/indexes';
import type { IndexState, OwnIndexes, OwnState } from '../state/types';
import { WorkLoop } from '../state/work-loop';
import type { RetrievalClient } from '../workers/clients';
import { nextForOwn } from './plan';

/** What the stage needs of the indexes that are open. */
interface OpenOnes {
  readonly client: RetrievalClient;
  /** Opens an index anew. */
  open(address: string): void;
  /** The one at an address, where it is open. */
  at(address: string): { readonly state: Pick<IndexState, 'info'> } | undefined;
}

/** Makes indexes of captions that the user brings: embeds them a few at a time, beside photos, and adds them when some are there. */
export class OwnStage implements OwnIndexes {
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
  /** When embedding began, and how many captions have come since: for the time that is left. */
  #since: { readonly at: number; readonly done: number } | null = null;

  constructor(
    private readonly data: EngineData,
    private readonly index: OpenOnes,
    /** Has an index searched beside those that are open, or no more. */
    private readonly use: (address: string, used: boolean) => void,
  ) {
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
  }

  get hasWork(): boolean {
    return this.#loop.busy || this.#next().kind === 'want' || this.#next().kind === 'add';
  }

  /** Texts were embedded, or a model is ready. */
  wake(): void {
    if (this.#jobs.length > 0) this.#loop.wake();
  }

  /** Finds the indexes that are here, and goes on with what an earlier visit left. */
  async start(): Promise<void> {
    await this.#attempt(async () => {
      this.#jobs = await this.index.client.ownJobs();
      await this.#look();
      await this.#begin();
    });
  }

  /**
   * Has captions embedded and made into an index of their own.
   * @param texts cleaned, each once
   * @returns the index's address
   * @throws FernglassError where it could not be kept, or no model is loaded
   */
  async add(about: AboutCaptions, texts: readonly string[]): Promise<string> {
    const { info } = this.data.store.getState().model;
    if (info === null)
      throw new FernglassError('input-invalid', 'Wait until a model is loaded: it embeds the captions.');
    const address = ownAddress(crypto.randomUUID());
    const model = { id: info.id, revision: info.revision };
    const job: OwnJob = { address, about, model, start: 0, texts };
    await this.index.client.keepOwnJob(job);
    this.#jobs = [...this.#jobs, job];
    this.#fresh.add(address);
    if (this.#jobs.length === 1) await this.#begin();
    this.#publish();
    return address;
  }

  /** Stops embedding after the captions in hand, or goes on. */
  pause(paused: boolean): void {
    this.#since = null;
    this.#set({ paused, error: null });
    if (!paused) this.#loop.wake();
  }

  /** Gives up what is still to be embedded; what is there stays. */
  async cancel(): Promise<void> {
    const [job] = this.#jobs;
    if (job === undefined) return;
    await this.#attempt(() => this.#finish(job));
  }

  async remove(address: string): Promise<void> {
    await this.#attempt(async () => {
      // Its worker holds it otherwise, and would keep what is gone.
      this.use(address, false);
      const isFirst = this.#jobs[0]?.address === address;
      this.#jobs = this.#jobs.filter((job) => job.address !== address);
      await this.index.client.removeOwn(address);
      await this.#look();
      if (isFirst) await this.#begin();
    });
  }

  /** Finds the indexes that are here now: some may have come, or gone, without it. */
  lookAgain(): Promise<void> {
    return this.#attempt(() => this.#look());
  }

  async rename(address: string, title: string): Promise<void> {
    await this.#attempt(async () => {
      await this.index.client.renameOwn(address, title);
      const of = (job: OwnJob) =>
        job.address === address ? { ...job, about: { ...job.about, title } } : job;
      for (const job of this.#jobs.filter((one) => one.address === address))
        await this.index.client.keepOwnJob(of(job));
      this.#jobs = this.#jobs.map(of);
      await this.#look();
      if (this.index.at(address) !== undefined) this.index.open(address);
      this.#publish();
    });
  }

  async embedAnew(address: string): Promise<string> {
    const index = this.#indexOf(address);
    const texts = await this.index.client.ownTexts(address);
    const anew = await this.add(index!.about, texts);
    this.use(address, false);
    return anew;
  }

  async import(archive: Blob): Promise<OwnIndex> {
    const index = await this.index.client.importOwn(ownAddress(crypto.randomUUID()), archive);
    await this.#look();
    this.use(index.address, true);
    return index;
  }

  export(address: string): Promise<Blob> {
    return this.index.client.exportOwn(address);
  }

  #isRequested(address: string): boolean {
    return addressesOf(this.data.store.getState().request).includes(address);
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
        await this.#attempt(() => this.#add(job!));
        return true;
      case 'finish':
        await this.#attempt(() => this.#finish(job!));
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
    const index = await this.index.client.addOwn({
      address: job.address,
      about: job.about,
      after: job.start + this.#added,
      model: {
        id: info.id,
        revision: info.revision,
        width: info.width,
        fingerprint: { sentence: FINGERPRINT_SENTENCE, embedding: Array.from(fingerprint) },
      },
      texts: job.texts.slice(this.#added, this.#added + embedded.length),
      embeddings: stack(embedded),
    });
    if (job.address !== this.#jobs[0]?.address) return;
    // Another tab may be at the same work, and further.
    this.#added = index.captions - job.start;
    this.#embedded = [];
    await this.#look();
    // What is there is searched while more comes; opened again each time it has doubled, since all is searched anew then.
    if (this.#fresh.delete(job.address) && !this.#isRequested(job.address)) {
      this.#opened = index.captions;
      this.use(job.address, true);
    } else if (this.#isRequested(job.address) && index.captions >= 2 * this.#opened) this.#open(index);
  }

  async #finish(job: OwnJob): Promise<void> {
    await this.index.client.dropOwnJob(job.address);
    this.#jobs = this.#jobs.filter((one) => one.address !== job.address);
    const index = this.#indexOf(job.address);
    if (index !== undefined && this.#isRequested(job.address) && index.captions > this.#opened)
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
    this.#added =
      job === undefined ? 0 : Math.max(0, (this.#indexOf(job.address)?.captions ?? 0) - job.start);
    this.#embedded = [];
    this.#since = null;
    this.#publish();
    this.#loop.wake();
  }

  #indexOf(address: string): OwnIndex | undefined {
    return this.data.store.getState().own.indexes.find((index) => index.address === address);
  }

  async #look(): Promise<void> {
    this.#set({ indexes: await this.index.client.ownIndexes() });
  }

  #publish(): void {
    const [job] = this.#jobs;
    if (job === undefined) {
      this.#set({ job: null, paused: false });
      return;
    }
    const done = this.#added + this.#embedded.length;
    this.#since ??= { at: performance.now(), done };
    const came = done - this.#since.done;
    const seconds = (performance.now() - this.#since.at) / 1000;
    const { address, about, model, texts } = job;
    this.#set({
      job: {
        address,
        title: about.title,
        model,
        done,
        total: texts.length,
        perSecond: came > 0 && seconds > 0 ? came / seconds : null,
        waiting: this.#jobs.length - 1,
      },
    });
  }

  #set(change: Partial<OwnState>): void {
    this.data.store.setState(({ own }) => ({ own: { ...own, ...change } }));
  }

  /** What fails is said where the job stands; going on tries again. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.#set({ error: toPlainError(thrown) });
    }
  }
}
