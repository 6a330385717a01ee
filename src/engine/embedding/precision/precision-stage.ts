import { FernglassError, row, toPlainError, type Vector } from '../../../../core';
import type { EncoderInfo, ModelSource } from '../../../../workers/protocol';
import type { EngineData } from '../../state/engine-data';
import { type Embedded, judge, median, PHOTOS_COMPARED, pairOf } from '../../state/plan/model/precision';
import { classTexts, fileOf } from '../../state/records';
import type { PrecisionPair, PrecisionState, PrecisionVerdict } from '../../state/types';
import type { EncoderClient, ModelInspection } from '../../workers/encoder-client';
import { keepVerdict, verdictOf } from './kept-verdicts';

export const NO_PRECISION: PrecisionState = {
  pair: null,
  status: 'idle',
  progress: null,
  verdict: null,
  error: null,
};

/** Classes whose texts are compared with the photos. */
const CLASSES_COMPARED = 200;

interface Loaded {
  readonly source: ModelSource;
  readonly info: EncoderInfo;
  readonly inspection: ModelInspection;
}

/** What is embedded at both precisions. */
interface Sample {
  readonly files: readonly File[];
  readonly texts: readonly string[];
}

/** Compares the loaded checkpoint's 8-bit weights with finer ones of the same checkpoint, on the user's own photos. */
export class PrecisionStage {
  #loaded: Loaded | null = null;
  #running: AbortController | null = null;
  /** Checked, or tried, by itself already. */
  #wasChecked = false;

  /**
   * @param storage where verdicts are kept
   * @param onVerdict called when one was found: the ladder may choose otherwise now
   */
  constructor(
    private readonly data: EngineData,
    private readonly client: EncoderClient,
    private readonly memoryBytes: number,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null,
    private readonly onVerdict: (verdict: PrecisionVerdict) => void,
  ) {}

  /** A checkpoint was loaded. */
  modelReady(source: ModelSource, info: EncoderInfo, inspection: ModelInspection): void {
    this.modelLeft();
    this.#loaded = { source, info, inspection };
    this.#wasChecked = false;
    this.#set({
      ...NO_PRECISION,
      pair: pairOf(inspection, info.rung, this.memoryBytes),
      verdict: verdictOf(this.storage, info),
    });
  }

  /** Another one is asked for. */
  modelLeft(): void {
    this.cancel();
    this.#loaded = null;
    this.#set(NO_PRECISION);
  }

  cancel(): void {
    this.#running?.abort();
  }

  /**
   * Nothing is under way: what runs in 8 bits of a family that is known to suffer from them is checked unasked, once there
   * are photos enough to compare.
   */
  rested(): void {
    const { pair, verdict } = this.data.store.getState().precision;
    const isInQuestion =
      this.#loaded?.inspection.distrusts8Bit && pair !== null && pair.inUse === pair.checked;
    if (!isInQuestion || verdict !== null || this.#wasChecked || this.data.photos.size < PHOTOS_COMPARED)
      return;
    void this.check();
  }

  /** Compares both precisions; how it goes and what it finds is in the state. */
  async check(): Promise<void> {
    const loaded = this.#loaded;
    const { pair, status } = this.data.store.getState().precision;
    if (loaded === null || pair === null || status === 'running') return;
    this.#wasChecked = true;
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    this.#set({ status: 'running', error: null, progress: null });
    try {
      const sample = await this.#sample();
      const verdict = await this.#compare(loaded, pair, sample, signal);
      signal.throwIfAborted();
      keepVerdict(this.storage, loaded.info, verdict);
      this.#set({ status: 'idle', progress: null, verdict });
      this.onVerdict(verdict);
    } catch (thrown) {
      if (signal.aborted) this.#set({ status: 'idle', progress: null });
      else this.#set({ status: 'failed', progress: null, error: toPlainError(thrown) });
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }

  /** The first photos that can be read, and a text for each class. */
  async #sample(): Promise<Sample> {
    const { photos, classes, prompts } = this.data;
    const files: File[] = [];
    for (const record of photos.values()) {
      if (files.length === PHOTOS_COMPARED) break;
      if (record.view.status === 'failed') continue;
      const file = await fileOf(record).catch(() => null);
      if (file !== null) files.push(file);
    }
    if (files.length === 0)
      throw new FernglassError('input-invalid', 'There is no photo to compare on. Add some photos first.');
    const texts = classes
      .slice(0, CLASSES_COMPARED)
      .map(({ names }) => classTexts(names, prompts).zeroShot[0]!);
    return { files, texts };
  }

  async #compare(
    { source, info }: Loaded,
    { checked, inUse, reference }: PrecisionPair,
    { files, texts }: Sample,
    signal: AbortSignal,
  ): Promise<PrecisionVerdict> {
    const other = inUse === checked ? reference : checked;
    const here = await this.#embed(inUse, files, texts, this.client);
    signal.throwIfAborted();
    const there = await this.client.beside(
      source,
      { ...info.rung, precision: other },
      { texts, signal, onProgress: (progress) => !signal.aborted && this.#set({ progress }) },
      (api) => this.#embed(other, files, texts, api),
    );
    return inUse === checked ? judge(here, there) : judge(there, here);
  }

  /** One photo after another, each by itself, so that each has its time. */
  async #embed(
    precision: Embedded['precision'],
    files: readonly File[],
    texts: readonly string[],
    api: Pick<EncoderClient, 'embedPhotos' | 'embedTexts'>,
  ): Promise<Embedded> {
    const embedded = texts.length === 0 ? null : await api.embedTexts([...texts]);
    const photos: Vector[] = [];
    const times: number[] = [];
    for (const file of files) {
      const began = performance.now();
      const [result] = await api.embedPhotos([file], NOTHING_AHEAD);
      times.push(performance.now() - began);
      // What cannot be read at one precision can be read at none.
      if (result?.ok) photos.push(result.value.embedding);
    }
    return {
      precision,
      photos,
      texts: embedded === null ? [] : texts.map((_, i) => row(embedded, i)),
      milliseconds: median(times),
    };
  }

  #set(change: Partial<PrecisionState>): void {
    this.data.store.setState(({ precision }) => ({ precision: { ...precision, ...change } }));
  }
}

const NOTHING_AHEAD = { keys: [], next: [] };
