import { FernglassError } from '../../../core';
import type { CaptionFile } from '../../../index-shards/format';
import { type AboutCaptions, type OwnIndex, type OwnJob, ownAddress } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import type { OwnIndexes, Undo } from '../state/types';
import { AddingCaptions, type OpenOnes } from './adding';
import { OwnEdits } from './edits';
import type { IndexChoice } from './index-choice';
import { OwnList } from './own-list';
import type { SecondVectors } from './second-vectors';
import { OwnShelf } from './shelf';

/** Makes indexes of captions that the user brings: embeds them a few at a time, beside photos, and adds them when some are there. */
export class OwnStage implements OwnIndexes {
  readonly edit: OwnEdits;
  readonly #list: OwnList;
  readonly #adding: AddingCaptions;
  readonly #shelf: OwnShelf;

  constructor(
    private readonly data: EngineData,
    private readonly index: OpenOnes,
    private readonly choice: IndexChoice,
    second: SecondVectors,
  ) {
    const list = new OwnList(data, index.client);
    const adding = new AddingCaptions(data, index, list, choice, second);
    this.#list = list;
    this.#adding = adding;
    const around = {
      client: index.client,
      indexes: () => list.all,
      jobs: () => adding.jobs,
      model: () => data.store.getState().model.info,
      choice,
      second,
      look: () => list.look(),
      begin: (job: OwnJob) => adding.take(job),
      leave: (address: string, work: () => Promise<unknown>) => adding.leave(address, work),
      retitle: (address: string, title: string) => adding.retitle(address, title),
      changed: (address: string) => adding.changed(address),
    };
    this.edit = new OwnEdits(around);
    this.#shelf = new OwnShelf(around);
  }

  get hasWork(): boolean {
    return this.#adding.hasWork;
  }

  /** Texts were embedded, or a model is ready. */
  wake(): void {
    this.#adding.wake();
  }

  /** Finds the indexes that are here, and goes on with what an earlier visit left. */
  start(): Promise<void> {
    return this.#list.attempt(() => this.#adding.start());
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
    await this.#adding.takeFresh({ address, about, model, start: 0, texts, files });
    return address;
  }

  /** Stops embedding after the captions in hand, or goes on. */
  pause(paused: boolean): void {
    this.#adding.pause(paused);
  }

  /** Gives up what is still to be embedded; what is there stays. */
  cancel(): Promise<void> {
    return this.#adding.cancel();
  }

  async remove(address: string): Promise<Undo | null> {
    let undo: Undo | null = null;
    await this.#list.attempt(async () => {
      undo = await this.#shelf.remove(address);
    });
    return undo;
  }

  /** Finds the indexes that are here now: some may have come, or gone, without it. */
  lookAgain(): Promise<void> {
    return this.#list.attempt(() => this.#list.look());
  }

  rename(address: string, title: string): Promise<void> {
    return this.#list.attempt(() => this.#shelf.rename(address, title));
  }

  async embedAnew(address: string): Promise<string> {
    const index = this.#list.at(address);
    const texts = await this.index.client.ownTexts(address);
    const anew = await this.add(index!.about, texts, index!.files);
    this.choice.drop(address);
    return anew;
  }

  import(archive: Blob): Promise<OwnIndex> {
    return this.#shelf.import(archive);
  }

  export(address: string): Promise<Blob> {
    return this.index.client.exportOwn(address);
  }
}

/** The one file of captions of which it was not said where they came from. */
const fileOf = ({ licence, source, title }: AboutCaptions, texts: readonly string[]): CaptionFile => ({
  name: title,
  source,
  licence,
  captions: texts.length,
});
