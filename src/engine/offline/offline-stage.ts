import { type EncoderInfo, type IndexInfo, PRECISION_SUFFIXES } from '../../../workers/protocol';
import type { EngineData } from '../state/engine-data';
import type { EngineState, PreparedField } from '../state/types';
import type { OfflineHandle, ShellState } from './offline';

/** Keeps the page's word on what would work without network true. */
export class OfflineStage {
  /** The loaded model whose files beside the app are stored, once that is known. */
  #kept: EncoderInfo | null = null;
  #looking = false;
  #lookAgain = false;

  constructor(
    private readonly data: EngineData,
    /** What was prepared for the present classes. */
    private readonly prepared: () => PreparedField | null,
    private readonly handle: OfflineHandle | null,
    private readonly base: string,
  ) {
    handle?.subscribe(() => void this.#look());
    data.store.subscribe((state, before) => {
      if (
        state.model !== before.model ||
        areOther(infosOf(state), infosOf(before)) ||
        state.field.prepared !== before.field.prepared ||
        (state.field.prepared.length > 0 && state.classes !== before.classes) ||
        state.idle !== before.idle
      )
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
    if (info !== null && this.#kept !== info) {
      const urls = weightsBesideTheApp(state, info, this.base);
      if (urls.length > 0 && (await this.handle?.keep(urls).catch(() => false))) this.#kept = info;
    }
    const shell = this.handle?.getState() ?? null;
    const reasons = offlineReasons(this.data.store.getState(), shell, this.#kept === info, this.prepared());
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

type Infos = readonly (IndexInfo | null)[];

/** What is there of each index; what the last search in it saw is no part of that. */
const infosOf = ({ index, furtherIndexes }: Pick<EngineState, 'index' | 'furtherIndexes'>): Infos =>
  [index, ...Object.values(furtherIndexes)].map(({ info }) => info);

const areOther = (now: Infos, before: Infos): boolean =>
  now.length !== before.length || now.some((info, i) => info !== before[i]);

/** The towers that run now, where they lie under the page's own address: the service worker stores int8 by itself only. */
export function weightsBesideTheApp(
  { request: { model } }: Pick<EngineState, 'request'>,
  info: EncoderInfo,
  base: string,
): string[] {
  if (model.layout !== 'folder') return [];
  const here = new URL('.', base).href;
  const suffix = PRECISION_SUFFIXES[info.rung.precision];
  return ['vision_model', 'text_model']
    .map((tower) => new URL(`${model.id}/onnx/${tower}${suffix}.onnx`, model.host).href)
    .filter((url) => url.startsWith(here));
}

/**
 * What stands between this page and working without network, in words for the user; empty when nothing does.
 * @param weightsKept whether the service worker keeps the running model's weights
 * @param prepared what was fetched of indexes for the present classes
 */
export function offlineReasons(
  {
    model,
    index,
    furtherIndexes,
    request,
  }: Pick<EngineState, 'model' | 'index' | 'furtherIndexes' | 'request'>,
  shell: Pick<ShellState, 'supported' | 'shellReady' | 'problem'> | null,
  weightsKept: boolean,
  prepared: Pick<PreparedField, 'indexes'> | null = null,
): string[] {
  const reasons: string[] = [];
  const isEnough = ({ captionsPresent, manifest, manifestUrl }: IndexInfo) =>
    captionsPresent >=
    (prepared?.indexes.find(({ address }) => address === manifestUrl)?.captions ?? manifest.captions);
  if (!shell?.supported || shell.problem !== null)
    reasons.push(shell?.problem ?? 'The app itself is not stored in this browser.');
  else if (!shell.shellReady) reasons.push('The app is still being stored.');
  if (model.info === null) reasons.push('No model is loaded yet.');
  else if (!model.info.stored && !(request.model.layout === 'folder' && weightsKept))
    reasons.push('The model is not stored in this browser; it would have to be fetched again.');
  if (index.info === null) reasons.push('No caption index is open.');
  else if (index.info.storage === 'memory')
    reasons.push(index.info.storageNotice ?? 'The caption index is only in memory.');
  else if (!isEnough(index.info)) reasons.push('The caption index is not completely stored yet.');
  for (const { info } of Object.values(furtherIndexes)) {
    if (info === null) reasons.push('A further caption index is not open.');
    else if (info.storage === 'memory') reasons.push(`“${info.manifest.title}” is only in memory.`);
    else if (!isEnough(info)) reasons.push(`“${info.manifest.title}” is not completely stored yet.`);
  }
  return reasons;
}
