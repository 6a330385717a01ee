import { attempt, FernglassError, type Result } from '../../../core';
import type {
  CaptionsOfFile,
  CaptionTerms,
  OwnCaptions,
  OwnIndex,
  OwnIndexApi,
  OwnJob,
} from '../../protocol';
import type { Lock } from '../../storage';
import { KeptJobs } from './kept-jobs';
import type { OwnIndexes } from './own-indexes';

/** What the retrieval worker does for indexes made in this browser: one change of an index at a time, in all tabs. */
export abstract class OwnService implements OwnIndexApi {
  #own: Promise<OwnIndexes> | null = null;
  readonly #jobs = new KeptJobs();

  constructor(private readonly lock: Lock) {}

  /** Those of the store that fetched indexes lie in. */
  protected abstract openOwnIndexes(): Promise<OwnIndexes>;

  /** Removes an index where it is the one that is open; false where it is not. */
  protected abstract removeIfOpen(address: string): Promise<boolean>;

  addOwn(captions: OwnCaptions): Promise<Result<OwnIndex>> {
    return this.#change(captions.address, async (own) => {
      const { address, isOfJob } = captions;
      if (isOfJob === true && !(await this.#hasJob(address))) {
        const there = (await own.list()).find((index) => index.address === address);
        if (there !== undefined) return there;
      }
      return own.add(captions);
    });
  }

  ownIndexes(): Promise<Result<readonly OwnIndex[]>> {
    return attempt(async () => (await this.#indexes()).list());
  }

  keepOwnJob(job: OwnJob): Promise<Result<void>> {
    return attempt(() => this.#jobs.keep(job));
  }

  dropOwnJob(address: string): Promise<Result<void>> {
    return attempt(() => this.#jobs.drop(address));
  }

  ownJobs(): Promise<Result<readonly OwnJob[]>> {
    return attempt(() => this.#jobs.all());
  }

  removeOwn(address: string): Promise<Result<void>> {
    // Captions that are being added to it would put it back.
    return this.#change(address, async (own) => {
      await this.#jobs.drop(address);
      if (!(await this.removeIfOpen(address))) await own.remove(address);
    });
  }

  removeOwnCaptions(address: string, captions: CaptionsOfFile): Promise<Result<OwnIndex>> {
    return this.#change(address, async (own) => {
      if (await this.#hasJob(address))
        throw new FernglassError(
          'input-invalid',
          'Captions are still being added to this index. Wait until they are there, or stop adding them.',
        );
      return own.removeCaptions(address, captions);
    });
  }

  describeOwnFile(address: string, file: string, terms: CaptionTerms): Promise<Result<OwnIndex>> {
    return this.#change(address, (own) => own.describe(address, file, terms));
  }

  renameOwn(address: string, title: string): Promise<Result<OwnIndex>> {
    return this.#change(address, (own) => own.rename(address, title));
  }

  ownTexts(address: string): Promise<Result<readonly string[]>> {
    return attempt(async () => (await this.#indexes()).texts(address));
  }

  importOwn(address: string, archive: Blob): Promise<Result<OwnIndex>> {
    return this.#change(address, (own) => own.import(address, archive));
  }

  exportOwn(address: string): Promise<Result<Blob>> {
    return attempt(async () => (await this.#indexes()).export(address));
  }

  /** Whether captions are still to be added to an index. */
  async #hasJob(address: string): Promise<boolean> {
    return (await this.#jobs.all()).some((job) => job.address === address && job.texts.length > 0);
  }

  #indexes(): Promise<OwnIndexes> {
    this.#own ??= this.openOwnIndexes();
    return this.#own;
  }

  #change<T>(address: string, work: (own: OwnIndexes) => Promise<T>): Promise<Result<T>> {
    const run = async () => work(await this.#indexes());
    return attempt(() => this.lock(`fernglass ${address}`, new AbortController().signal, run));
  }
}
