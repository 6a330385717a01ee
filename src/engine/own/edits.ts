import { FernglassError } from '../../../core';
import type { CaptionFile } from '../../../index-shards/format';
import type { CaptionTerms, OwnIndex, OwnJob } from '../../../workers/protocol';
import type { AddedCaptions, IndexEditing, ModelState, Undo } from '../state/types';
import type { RetrievalClient } from '../workers/clients';
import type { SecondVectors } from './second-vectors';

/** What changes of an index need of the stage that adds captions. */
export interface EditSurroundings {
  readonly client: RetrievalClient;
  readonly indexes: () => readonly OwnIndex[];
  readonly jobs: () => readonly OwnJob[];
  readonly model: () => ModelState['info'];
  readonly second: Pick<SecondVectors, 'prepare'>;
  /** Has captions embedded and added. */
  begin(job: OwnJob): Promise<void>;
  /** Forgets an index's job, which `work` removes. */
  leave(address: string, work: () => Promise<unknown>): Promise<void>;
  /** Takes up what an index is now, where it is listed and where it is open. */
  changed(address: string): Promise<void>;
}

/** Changes indexes that were made here, a change at a time, and puts back what was there before. */
export class OwnEdits implements IndexEditing {
  constructor(private readonly around: EditSurroundings) {}

  async texts(address: string, except?: string): Promise<readonly string[]> {
    const texts = await this.around.client.ownTexts(address);
    const index = this.around.indexes().find((one) => one.address === address);
    if (except === undefined || index === undefined) return texts;
    const without = new Set(textsOf(index, except, texts));
    return texts.filter((text) => !without.has(text));
  }

  async add(
    address: string,
    texts: readonly string[],
    files: readonly CaptionFile[],
    said: AddedCaptions = {},
  ): Promise<Undo> {
    const index = this.#free(address);
    this.#refuseOtherModel(index);
    if (said.inFurtherSpaces) await this.around.second.prepare(index);
    const job = { ...this.#job(index, texts, numbered(files, index)), ...said };
    return this.#undoable(index, () => this.around.begin(job));
  }

  async removeFile(address: string, file: string): Promise<Undo> {
    const index = this.#free(address);
    return this.#undoable(index, () => this.around.client.removeOwnCaptions(address, { file }));
  }

  async replaceFile(
    address: string,
    file: string,
    texts: readonly string[],
    terms: CaptionTerms,
    said: AddedCaptions = {},
  ): Promise<Undo> {
    const index = this.#free(address);
    const before = await this.texts(address);
    const its = new Set(textsOf(index, file, before));
    const there = new Set(before);
    const wanted = new Set(texts);
    const added = texts.filter((text) => !there.has(text));
    const removed = [...its].filter((text) => !wanted.has(text));
    if (added.length > 0) {
      this.#refuseOtherModel(index);
      if (said.inFurtherSpaces) await this.around.second.prepare(index);
    }
    return this.#undoable(index, async () => {
      const { client } = this.around;
      await client.describeOwnFile(address, file, terms);
      const replaces = { file, texts: removed };
      if (added.length === 0) await client.removeOwnCaptions(address, replaces);
      else {
        const files = [{ name: file, ...terms, captions: added.length }];
        await this.around.begin({ ...this.#job(index, added, files), ...said, replaces });
      }
    });
  }

  async describeFile(address: string, file: string, terms: CaptionTerms): Promise<Undo> {
    const index = this.#free(address);
    return this.#undoable(index, () => this.around.client.describeOwnFile(address, file, terms));
  }

  #job(index: OwnIndex, texts: readonly string[], files: readonly CaptionFile[]): OwnJob {
    const { about, address, captions, model } = index;
    return { address, about, model, start: captions, texts, files };
  }

  /** An index that nothing is being added to. @throws FernglassError `index-not-found`, `input-invalid` */
  #free(address: string): OwnIndex {
    const index = this.around.indexes().find((one) => one.address === address);
    if (index === undefined)
      throw new FernglassError('index-not-found', 'The index is not in this browser any more.');
    if (this.around.jobs().some((job) => job.address === address))
      throw new FernglassError(
        'input-invalid',
        `Captions are still being added to “${index.about.title}”. Wait until they are there, or stop adding them.`,
      );
    return index;
  }

  #refuseOtherModel({ about, model }: OwnIndex): void {
    const loaded = this.around.model();
    if (loaded?.id === model.id && loaded.revision === model.revision) return;
    throw new FernglassError(
      'index-model-mismatch',
      `“${about.title}” was embedded with ${model.id}, which is not loaded. Choose that model to add captions, or have the index embedded anew.`,
    );
  }

  async #undoable({ address }: OwnIndex, work: () => Promise<unknown>): Promise<Undo> {
    const before = await this.around.client.exportOwn(address);
    await work();
    await this.around.changed(address);
    return async () => {
      const { client } = this.around;
      await this.around.leave(address, () => client.dropOwnJob(address));
      await client.importOwn(address, before);
      await this.around.changed(address);
    };
  }
}

/** Texts of a file. @param texts of the whole index, in their order */
function textsOf({ files }: OwnIndex, file: string, texts: readonly string[]): string[] {
  let from = 0;
  return files.flatMap(({ name, captions }) => {
    const its = texts.slice(from, from + captions);
    from += captions;
    return name === file ? its : [];
  });
}

/** Files under names that the index does not have yet: under one name, two could not be told apart. */
function numbered(files: readonly CaptionFile[], index: OwnIndex): CaptionFile[] {
  const taken = new Set([...index.files, ...files].map(({ name }) => name));
  const before = new Set(index.files.map(({ name }) => name));
  const names = new Map<string, string>();
  for (const { name } of files.filter((file) => before.has(file.name))) {
    if (names.has(name)) continue;
    let number = 2;
    while (taken.has(`${name} (${number})`)) number++;
    names.set(name, `${name} (${number})`);
    taken.add(`${name} (${number})`);
  }
  return files.map((file) => ({ ...file, name: names.get(file.name) ?? file.name }));
}
