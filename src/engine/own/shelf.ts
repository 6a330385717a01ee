import { type OwnIndex, type OwnJob, ownAddress } from '../../../workers/protocol';
import type { Undo } from '../state/types';
import type { RetrievalClient } from '../workers/clients';
import type { IndexChoice } from './index-choice';

/** What indexes as wholes need of the stage that makes them. */
export interface ShelfSurroundings {
  readonly client: RetrievalClient;
  readonly indexes: () => readonly OwnIndex[];
  readonly jobs: () => readonly OwnJob[];
  readonly choice: IndexChoice;
  /** Finds the indexes that are here now. */
  look(): Promise<void>;
  begin(job: OwnJob): Promise<void>;
  /** Forgets an index's job, which `work` removes. */
  leave(address: string, work: () => Promise<unknown>): Promise<void>;
  /** Keeps an index's job under another title. */
  retitle(address: string, title: string): Promise<void>;
  /** Takes up what an index is now, where it is listed and where it is open. */
  changed(address: string): Promise<void>;
}

/** Indexes made here, as wholes: removed, renamed, taken in. */
export class OwnShelf {
  constructor(private readonly around: ShelfSurroundings) {}

  /** As `OwnIndexes.remove`. @throws FernglassError where it is not removed */
  async remove(address: string): Promise<Undo | null> {
    const { around } = this;
    const { client } = around;
    const job = around.jobs().find((one) => one.address === address);
    const isBegun = around.indexes().some((index) => index.address === address);
    // What was cleared in part cannot be put back.
    const before = isBegun ? await client.exportOwn(address).catch(() => undefined) : null;
    // Its worker holds it otherwise, and would keep what is gone.
    const putBack = around.choice.drop(address);
    await around.leave(address, () => client.removeOwn(address));
    await around.look();
    if (before === undefined) return null;
    return async () => {
      if (before !== null) await client.importOwn(address, before);
      await around.look();
      if (job !== undefined) await around.begin(job);
      if (before !== null) putBack();
    };
  }

  async rename(address: string, title: string): Promise<void> {
    await this.around.client.renameOwn(address, title);
    await this.around.retitle(address, title);
    await this.around.changed(address);
  }

  /** As `OwnIndexes.import`. */
  async import(archive: Blob): Promise<OwnIndex> {
    const index = await this.around.client.importOwn(ownAddress(crypto.randomUUID()), archive);
    await this.around.look();
    this.around.choice.use(index.address);
    return index;
  }
}
