import type { IndexInfo, IndexPresence } from '../../../../../workers/protocol';
import type { IndexState } from '../../../state/types';

/** Before an index is opened. */
export const UNOPENED: IndexState = {
  status: 'opening',
  info: null,
  error: null,
  asks: null,
  awaitsHost: false,
  seen: null,
};

/** Whether all files of an index are here. */
export const isComplete = (info: IndexInfo): boolean => info.bytesPresent === info.bytesTotal;

/** What the page sees of an index. */
export class IndexView {
  #state = UNOPENED;

  /** @param onState called when it has changed; `isAnother` where another index is open, or none */
  constructor(private readonly onState: (isAnother: boolean) => void) {}

  get state(): IndexState {
    return this.#state;
  }

  set(change: Partial<IndexState>): void {
    const isAnother = 'info' in change && change.info?.opening !== this.state.info?.opening;
    this.#state = { ...this.#state, ...(isAnother ? { seen: null } : {}), ...change };
    this.onState(isAnother);
  }

  /** As before it was opened; whoever asks for it no more knows that already. */
  reset(): void {
    this.#state = UNOPENED;
  }

  /** Takes how much of it is here, and in memory, since the last search. */
  setPresence({ captionsPresent, bytesPresent, memoryBytes, captionsCut }: IndexPresence): void {
    const { info } = this.state;
    if (info === null) return;
    const isSame =
      info.bytesPresent === bytesPresent &&
      info.memoryBytes === memoryBytes &&
      info.captionsCut === captionsCut;
    if (!isSame) this.set({ info: { ...info, captionsPresent, bytesPresent, memoryBytes, captionsCut } });
  }
}
