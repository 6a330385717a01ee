import { toPlainError } from '../../../core';
import type { OwnIndex } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import { addressesOf } from '../state/request/indexes';
import type { OwnState } from '../state/types';
import type { RetrievalClient } from '../workers/clients';

/** The indexes made in this browser, as the page's state lists them. */
export class OwnList {
  constructor(
    private readonly data: Pick<EngineData, 'store'>,
    private readonly client: RetrievalClient,
  ) {}

  get all(): readonly OwnIndex[] {
    return this.data.store.getState().own.indexes;
  }

  at(address: string): OwnIndex | undefined {
    return this.all.find((index) => index.address === address);
  }

  /** Whether an index is open, or is to be. */
  isRequested(address: string): boolean {
    return addressesOf(this.data.store.getState().request).includes(address);
  }

  /** Finds those that are here now. */
  async look(): Promise<void> {
    this.set({ indexes: await this.client.ownIndexes() });
  }

  set(change: Partial<OwnState>): void {
    this.data.store.setState(({ own }) => ({ own: { ...own, ...change } }));
  }

  /** What fails is said where the job stands; going on tries again. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.set({ error: toPlainError(thrown) });
    }
  }
}
