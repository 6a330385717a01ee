import { FernglassError, stack, toPlainError } from '../../../core';
import { type CaptionFile, captionFilesWithin, FINGERPRINT_SENTENCE } from '../../../index-shards/format';
import { type AboutCaptions, type OwnIndex, type OwnJob, ownAddress } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import { addressesOf } from '../state/request/indexes';
import type { IndexState, OwnIndexes, OwnState, Undo } from '../state/types';
import { WorkLoop } from '../state/work-loop';
import type { RetrievalClient } from '../workers/clients';
import { OwnEdits } from './edits';
import { JobProgress } from './job-progress';
import { nextForOwn } from './plan';
import { OwnShelf } from './shelf';

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
  readonly edit: OwnEdits;
  readonly #shelf: OwnShelf;
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
    /** Has an index searched beside those that are open, or no more. */
    private readonly use: (address: string, used: boolean) => void,
  ) {
    this.#loop = new WorkLoop(
      () => this.#work(),
      () => data.settled(),
    );
    const around = {
      client: index.client,
      indexes: () => data.store.getState().own.indexes,
      jobs: () => this.#jobs,
      model: () => data.store.getState().model.info,
      isUsed: (address: string) => this.#isRequested(address),
      use,
      look: () => this.#look(),
      begin: (job: OwnJob) => this.#take(job),
      leave: (address: string, work: () => Promise<unknown>) => this.#leave(address, work),
      retitle: (address: string, title: string) => this.#retitle(address, title),
      changed: (address: string) => this.#changed(address),
    };
    this.edit = new OwnEdits(around);
    this.#shelf = new OwnShelf(around);
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
   * @param files those that they came from, in their order
   * @returns the index's address
   * @throws FernglassError where it could not be kept, or no model is loaded
   */
  async add(
    about: AboutCaptions,
    texts: readonly string[],
    files: readonly CaptionFile[] = [fileOf(about, texts)],
  ): Promise<string> {
    const { info } = this.data.store.getState().model;
    if (info === null)
      throw new FernglassError('input-invalid', 'Wait until a model is loaded: it embeds the captions.');
    const address = ownAddress(crypto.randomUUID());
    const model = { id: info.id, revision: info.revision };
    this.#fresh.add(address);
    await this.#take({ address, about, model, start: 0, texts, files });
    return address;
  }

  /** Stops embedding after the captions in hand, or goes on. */
  pause(paused: boolean): void {
    this.#progress.restart();
    this.#set({ paused, error: null });
    if (!paused) this.#loop.wake();
  }

  /** Gives up what is still to be embedded; what is there stays. */
  async cancel(): Promise<void> {
    const [job] = this.#jobs;
    if (job === undefined) return;
    await this.#attempt(() => this.#finish(job));
  }

  async remove(address: string): Promise<Undo | null> {
    let undo: Undo | null = null;
    await this.#attempt(async () => {
      undo = await this.#shelf.remove(address);
    });
    return undo;
  }

  /** Finds the indexes that are here now: some may have come, or gone, without it. */
  lookAgain(): Promise<void> {
    return this.#attempt(() => this.#look());
  }

  rename(address: string, title: string): Promise<void> {
    return this.#attempt(() => this.#shelf.rename(address, title));
  }

  async embedAnew(address: string): Promise<string> {
    const index = this.#indexOf(address);
    const texts = await this.index.client.ownTexts(address);
    const anew = await this.add(index!.about, texts, index!.files);
    this.use(address, false);
    return anew;
  }

  import(archive: Blob): Promise<OwnIndex> {
    return this.#shelf.import(archive);
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
        await this.#attempt(() => this.#replace(job!));
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
      isOfJob: true,
      after: job.start + this.#added,
      model: {
        id: info.id,
        revision: info.revision,
        width: info.width,
        fingerprint: { sentence: FINGERPRINT_SENTENCE, embedding: Array.from(fingerprint) },
      },
      texts: job.texts.slice(this.#added, this.#added + embedded.length),
      files: captionFilesWithin(job.files, this.#added, this.#added + embedded.length),
      embeddings: stack(embedded),
    });
    if (job.address !== this.#jobs[0]?.address) return;
    if (index.captions !== job.start + this.#added + embedded.length && !(await this.#isKept(job)))
      return this.#leave(job.address, () => this.#changed(job.address));
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
      await this.#look();
      this.#opened = 0;
    }
    await this.#finish(job);
  }

  async #finish(job: OwnJob): Promise<void> {
    await this.index.client.dropOwnJob(job.address);
    this.#jobs = this.#jobs.filter((one) => one.address !== job.address);
    const index = this.#indexOf(job.address);
    if (index !== undefined && this.#isRequested(job.address) && index.captions > this.#opened)
      this.#open(index);
    await this.#begin();
  }

  /** Keeps a job, and begins it where no other is at work. */
  async #take(job: OwnJob): Promise<void> {
    await this.index.client.keepOwnJob(job);
    this.#jobs = [...this.#jobs, job];
    if (this.#jobs.length === 1) await this.#begin();
    this.#publish();
  }

  /** Keeps an index's job under another title. */
  async #retitle(address: string, title: string): Promise<void> {
    const of = (job: OwnJob) => (job.address === address ? { ...job, about: { ...job.about, title } } : job);
    for (const job of this.#jobs.filter((one) => one.address === address))
      await this.index.client.keepOwnJob(of(job));
    this.#jobs = this.#jobs.map(of);
    // Opened again with its next captions, it says so.
    if (this.#jobs[0]?.address === address) this.#opened = 0;
    this.#publish();
  }

  /** Forgets an index's job, which `work` removes; the next one begins. */
  async #leave(address: string, work: () => Promise<unknown>): Promise<void> {
    const isFirst = this.#jobs[0]?.address === address;
    this.#jobs = this.#jobs.filter((job) => job.address !== address);
    await work();
    if (isFirst) await this.#begin();
  }

  /** An index holds other captions, or says something else of them. */
  async #changed(address: string): Promise<void> {
    await this.#look();
    const index = this.#indexOf(address);
    const isBegun = this.#jobs.some((job) => job.address === address);
    if (index !== undefined && !isBegun && this.#isRequested(address)) this.#open(index);
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
    this.#progress.restart();
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
    this.#set({ job: this.#progress.of(job, done, this.#jobs.length - 1) });
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

/** The one file of captions of which it was not said where they came from. */
const fileOf = ({ licence, source, title }: AboutCaptions, texts: readonly string[]): CaptionFile => ({
  name: title,
  source,
  licence,
  captions: texts.length,
});
