import { toPlainError } from '../../../core';
import type { ModelSource } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import { embeddingsHold } from '../state/plan/model/model';
import { sourceKey } from '../state/request/models';
import type { ModelState } from '../state/types';
import type { EncoderClient, LoadListener } from '../workers/encoder-client';
import { Superseded } from '../workers/worker-link';
import { LoadProgress } from './load-progress';
import type { PrecisionStage } from './precision/precision-stage';

/** What goes with another model. */
interface LoadingHooks {
  /** Texts that are embedded while the model loads. */
  readonly firstTexts: () => readonly string[];
  /** Called before anything is embedded in another space than that of the model before. */
  readonly onAnotherSpace: () => void;
  /** Called once the model is there, has failed or is paused. */
  readonly onSettled: () => void;
}

/** Loads the requested model, the newest alone, and tells in the state how it goes. */
export class ModelLoading {
  #lastReady: ModelSource | null = null;

  constructor(
    private readonly data: Pick<EngineData, 'store'>,
    private readonly client: EncoderClient,
    private readonly precision: PrecisionStage,
    private readonly hooks: LoadingHooks,
  ) {}

  /** Where the model came from that was loaded last; null where none was. */
  get lastReady(): ModelSource | null {
    return this.#lastReady;
  }

  /** Ends the loading of the requested model; what came is kept. */
  pause(): void {
    const { store } = this.data;
    if (store.getState().model.status !== 'loading') return;
    this.client.dispose();
    store.setState(({ model }) => ({ model: { ...model, status: 'paused' } }));
    this.hooks.onSettled();
  }

  /**
   * Loads the requested model in a fresh worker; the newest request wins.
   * @param notices what the user should know of it
   */
  async load(notices: readonly string[] = []): Promise<void> {
    const { store } = this.data;
    const source = store.getState().request.model;
    const wanted = () => sourceKey(store.getState().request.model) === sourceKey(source);
    const set = (change: Partial<ModelState>) =>
      wanted() && store.setState(({ model }) => ({ model: { ...model, ...change } }));
    this.precision.modelLeft();
    set({ status: 'loading', progress: null, error: null, notices });
    let progress = new LoadProgress(null, () => performance.now());
    try {
      const listener: LoadListener = {
        onExpected: (bytes) => {
          progress = new LoadProgress(bytes, () => performance.now());
        },
        onProgress: (file) => set({ progress: progress.add(file) }),
        onSkipped: (_, reason) => set({ notices: [...store.getState().model.notices, reason] }),
      };
      const info = await this.client.load(source, listener, this.hooks.firstTexts());
      const before = store.getState().model.info;
      this.#lastReady = source;
      set({ status: 'ready', progress: null, info });
      if (wanted() && this.client.inspection !== null)
        this.precision.modelReady(source, info, this.client.inspection);
      if (!embeddingsHold(before, info)) this.hooks.onAnotherSpace();
    } catch (thrown) {
      if (thrown instanceof Superseded) return;
      set({ status: 'failed', progress: null, error: toPlainError(thrown, 'worker-failed') });
    }
    this.hooks.onSettled();
  }
}
