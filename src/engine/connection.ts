import type { StoreApi } from 'zustand/vanilla';
import type { PlainError } from '../../core';
import type { NetworkChoice } from '../../workers/protocol';
import { NO_NETWORK } from './field/afield';
import { networkOf, readClosed, storeClosed } from './offline/network';
import type { Engine, EngineOptions, EngineState } from './state/types';

/** What the choice of hosts reaches. */
interface ConnectionHooks {
  ask(change: Partial<EngineState['request']>): void;
  /** Tells workers and service worker which hosts may be asked now. */
  onChanged(): void;
  /** Tries what failed once more, where its error is one that may have gone by itself. */
  tryAgain(mayBeGone: (error: PlainError | null) => boolean): void;
}

/** Which hosts may be asked, as the user's choices say, and what is done when that changes. */
export class Connection {
  #network: NetworkChoice;
  /** The engine's calls that have to do with it. */
  readonly acts: Pick<Engine, 'setClosed' | 'closedElsewhere' | 'allowSentOn' | 'networkBack'>;

  constructor(
    private readonly store: StoreApi<EngineState>,
    private readonly options: Pick<EngineOptions, 'base' | 'shared' | 'shut'>,
    private readonly hooks: ConnectionHooks,
  ) {
    this.#network = this.#now();
    this.acts = {
      setClosed: (closed) => {
        storeClosed(options.shared, closed);
        this.#setClosed(closed);
      },
      closedElsewhere: () => this.#setClosed(readClosed(options.shared)),
      allowSentOn: (sentOn) => {
        hooks.ask({ sentOn: [...store.getState().request.sentOn, sentOn] });
        hooks.tryAgain((error) => error?.code === 'host-not-chosen');
      },
      networkBack: () => hooks.tryAgain((error) => error?.code === 'network-failed'),
    };
  }

  get network(): NetworkChoice {
    return this.#network;
  }

  /** Takes another state up, before anything is asked of a host because of it. */
  follow(state: EngineState, before: EngineState): void {
    const isSame =
      state.request === before.request &&
      state.index === before.index &&
      state.closed === before.closed &&
      state.considered === before.considered;
    if (isSame) return;
    const next = this.#now();
    if (JSON.stringify(next) === JSON.stringify(this.#network)) return;
    this.#network = next;
    this.hooks.onChanged();
  }

  #now(): NetworkChoice {
    return this.options.shut ? NO_NETWORK : networkOf(this.store.getState(), this.options.base);
  }

  #setClosed(closed: boolean): void {
    if (closed === this.store.getState().closed) return;
    this.store.setState({ closed });
    if (!closed) this.hooks.tryAgain(() => true);
  }
}
