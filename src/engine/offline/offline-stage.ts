import { type EncoderInfo, PRECISION_SUFFIXES } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import type { EngineState } from '../state/types';
import type { OfflineHandle, ShellState } from './offline';

/** Keeps the page's word on what would work without network true. */
export class OfflineStage {
  /** The loaded model whose files beside the app are stored, once that is known. */
  #kept: EncoderInfo | null = null;
  #looking = false;
  #lookAgain = false;

  constructor(
    private readonly data: EngineData,
    private readonly handle: OfflineHandle | null,
    private readonly base: string,
  ) {
    handle?.subscribe(() => void this.#look());
    data.store.subscribe((state, before) => {
      if (state.model !== before.model || state.index !== before.index || state.idle !== before.idle)
        void this.#look();
    });
    void this.#look();
  }

  /** Asks the browser not to evict what is stored; call from a user's action. */
  async persist(): Promise<void> {
    await navigator.storage?.persist?.();
    await this.#look();
  }

  /** The user tries again what failed: what of the app could not be stored may have failed with it. */
  tryAgain(): void {
    void this.handle?.tryAgain().catch(() => undefined);
  }

  /** Something that was kept was removed. */
  async lookAgain(): Promise<void> {
    this.#kept = null;
    await this.handle?.lookAgain();
    await this.#look();
  }

  /** Tells the service worker what the user's choice of hosts is now. */
  networkChanged(): void {
    this.handle?.networkChanged();
  }

  async applyUpdate(): Promise<void> {
    await this.handle?.applyUpdate();
  }

  async #look(): Promise<void> {
    this.#lookAgain = true;
    if (this.#looking) return;
    this.#looking = true;
    while (this.#lookAgain) {
      this.#lookAgain = false;
      await this.#lookOnce();
    }
    this.#looking = false;
  }

  async #lookOnce(): Promise<void> {
    const state = this.data.store.getState();
    const { info } = state.model;
    if (info !== null && this.#kept !== info && state.request.model.layout === 'folder') {
      const urls = weightsBesideTheApp(state, info, this.base);
      if (await this.handle?.keep(urls).catch(() => false)) this.#kept = info;
    }
    const shell = this.handle?.getState() ?? null;
    const reasons = offlineReasons(this.data.store.getState(), shell, this.#kept === info);
    const [estimate, persisted] = await Promise.all([
      navigator.storage?.estimate?.().catch(() => null) ?? null,
      navigator.storage?.persisted?.().catch(() => null) ?? null,
    ]);
    this.data.store.setState({
      offline: {
        ready: reasons.length === 0,
        reasons,
        storedBytes: estimate?.usage ?? null,
        persisted,
        updateWaiting: shell?.updateWaiting ?? false,
      },
    });
  }
}

/** The towers that run now, where they lie under the page's own address: the service worker stores int8 by itself only. */
function weightsBesideTheApp({ request }: EngineState, info: EncoderInfo, base: string): string[] {
  const suffix = PRECISION_SUFFIXES[info.rung.precision];
  return ['vision_model', 'text_model']
    .map((tower) => new URL(`${request.model.id}/onnx/${tower}${suffix}.onnx`, request.model.host).href)
    .filter((url) => url.startsWith(base));
}

/**
 * What stands between this page and working without network, in words for the user; empty when nothing does.
 * @param weightsKept whether the service worker keeps the running model's weights
 */
export function offlineReasons(
  { model, index, request }: Pick<EngineState, 'model' | 'index' | 'request'>,
  shell: Pick<ShellState, 'supported' | 'shellReady' | 'problem'> | null,
  weightsKept: boolean,
): string[] {
  const reasons: string[] = [];
  if (!shell?.supported || shell.problem !== null)
    reasons.push(shell?.problem ?? 'The app itself is not stored in this browser.');
  else if (!shell.shellReady) reasons.push('The app is still being stored.');
  if (model.info === null) reasons.push('No model is loaded yet.');
  else if (request.model.layout === 'hub' ? !model.info.stored : !weightsKept)
    reasons.push('The model is not stored in this browser; it would have to be fetched again.');
  if (index.info === null) reasons.push('No caption index is open.');
  else if (index.info.storage === 'memory')
    reasons.push(index.info.storageNotice ?? 'The caption index is only in memory.');
  else if (index.info.captionsPresent < index.info.manifest.captions)
    reasons.push('The caption index is not completely stored yet.');
  return reasons;
}
