import { FernglassError, LIMITS, stack, toPlainError } from '../../../core';
import type { FieldPlan } from '../../../workers/protocol';
import type { OpenIndexes } from '../retrieval/indexes/open-indexes';
import type { OpenedIndex } from '../retrieval/indexes/opened/opened-index';
import { embeddingOf, prototypeOf } from '../state/basis';
import type { EngineData } from '../state/engine-data';
import { fileOf, type PhotoRecord } from '../state/records';
import { usageOf } from '../state/request/indexes';
import type {
  FieldNeed,
  FieldProof,
  FieldState,
  FieldWork,
  FurtherNeed,
  PreparedField,
} from '../state/types';
import { settled } from '../state/until';
import { Superseded } from '../workers/worker-link';
import { type FurtherNeeds, isToFetch } from './further';
import { fieldKey, isField, keepField } from './kept-fields';
import type { Sample } from './prove';

/** Photos that captions are fetched for, and those of them that it is proven by, evenly taken from all. */
const MOST_SAMPLES = 500;
const MOST_PROVEN = 24;

/** What the stage stands on beside the engine's data. */
interface FieldParts {
  readonly shared: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** Has a fresh engine without a network classify photos. */
  readonly prove: (samples: readonly Sample[], signal: AbortSignal) => Promise<FieldProof>;
  /** What is needed beside captions. */
  readonly further: Pick<FurtherNeeds, 'find' | 'bring'>;
}

type Plans = ReadonlyMap<OpenedIndex, FieldPlan>;

/** Has the parts of indexes fetched that the classes and photos need, and the answers proven without a network. */
export class FieldStage implements FieldWork {
  #turn = new AbortController();
  #plans: Plans = new Map();
  #key: { readonly of: readonly unknown[]; readonly value: string } | null = null;

  constructor(
    private readonly data: EngineData,
    private readonly index: OpenIndexes,
    private readonly parts: FieldParts,
  ) {}

  prepare(): Promise<void> {
    return this.#attempt(async (signal) => {
      this.#set({ status: 'planning', need: null, progress: null });
      const need = await this.#plan(signal);
      if (isLacking(need)) this.#set({ status: 'asking' });
      else await this.#finish(need, signal);
    });
  }

  fetch(): Promise<void> {
    return this.#attempt(async (signal) => {
      let done = 0;
      let need = await this.#plan(signal);
      // What has come shows what else is needed.
      while (captionsMissing(this.#plans) > 0) {
        for (const [index, { missing, bytesMissing }] of this.#plans) {
          if (missing.length === 0) continue;
          const total = done + need.bytesMissing;
          const before = index.state.info?.bytesPresent ?? 0;
          const report = (bytes: number) =>
            this.#set({ progress: { loaded: Math.min(total, done + Math.max(0, bytes - before)), total } });
          this.#set({ status: 'fetching', progress: { loaded: done, total } });
          await index.fetchPart(missing, report);
          signal.throwIfAborted();
          // Stopped with all else that was being fetched.
          if ((index.state.info?.bytesPresent ?? 0) - before < bytesMissing)
            return this.#set({ status: 'stopped' });
          done += bytesMissing;
        }
        need = await this.#plan(signal);
      }
      await this.#bringFurther(need, done, signal);
      await this.#finish(isLacking(need) ? await this.#plan(signal) : need, signal);
    });
  }

  /** Fetches what is needed beside captions. @param done bytes that have come before */
  async #bringFurther(
    { further, bytesMissing }: FieldNeed,
    done: number,
    signal: AbortSignal,
  ): Promise<void> {
    const total = done + bytesMissing;
    let loaded = done;
    for (const { part, bytesMissing: its } of further.filter(isToFetch)) {
      this.#set({ status: 'fetching', progress: { loaded, total } });
      await this.parts.further.bring(part, signal);
      signal.throwIfAborted();
      loaded += its ?? 0;
    }
  }

  pause(): void {
    const { status } = this.data.store.getState().field;
    if (status !== 'fetching' && status !== 'planning') return;
    this.#stop();
    this.#set({ status: 'stopped' });
  }

  cancel(): void {
    this.#stop();
    this.#set({ status: 'resting', need: null, progress: null, error: null });
  }

  take(prepared: unknown): void {
    if (isField(prepared)) this.#keep(prepared);
  }

  prepared(): PreparedField | null {
    const { prepared } = this.data.store.getState().field;
    // Most pages prepare nothing, and have no key to make.
    return prepared.length === 0 ? null : (prepared.find(({ key }) => key === this.#keyNow()) ?? null);
  }

  #keyNow(): string {
    const { classes, store } = this.data;
    const { request } = store.getState();
    const { space } = this.data.basis();
    const of = [classes, space, request.prompts.retrieval, request.searchMode];
    if (this.#key === null || of.some((part, i) => part !== this.#key!.of[i]))
      this.#key = {
        of,
        value: fieldKey(
          classes.map(({ names }) => names.names),
          space,
          request,
        ),
      };
    return this.#key.value;
  }

  #stop(): void {
    this.#turn.abort(new Superseded());
    if (this.data.store.getState().field.status === 'fetching') this.index.cancelDownload();
  }

  /** What every open index needs, together. */
  async #plan(signal: AbortSignal): Promise<FieldNeed> {
    const { request } = this.data.store.getState();
    const basis = this.data.basis();
    const classes = this.data.classes.flatMap((record) => prototypeOf(record, basis)?.query ?? []);
    const photos = evenly([...this.data.photos.withBoxes()], MOST_SAMPLES).flatMap(
      (record) => embeddingOf(record, basis) ?? [],
    );
    const plans = new Map<OpenedIndex, FieldPlan>();
    for (const index of this.index.all) {
      if (index.state.info === null || index.state.status === 'unfit') continue;
      const use = usageOf(request, index.address);
      const queries = [...(use.classes ? classes : []), ...(use.photos ? photos : [])];
      if (queries.length === 0) continue;
      plans.set(index, await index.planField(stack(queries), LIMITS.k.max));
      signal.throwIfAborted();
    }
    if (plans.size === 0)
      throw new FernglassError(
        'input-invalid',
        'There is nothing to prepare yet: it takes an open index, and classes or photos that the model has read.',
      );
    this.#plans = plans;
    const first = plans.get(this.index.first) ?? null;
    const need = together([...plans.values()], await this.parts.further.find(first));
    signal.throwIfAborted();
    this.#set({ need });
    return need;
  }

  /** Everything is here: notes it, and proves it. */
  async #finish(need: FieldNeed, signal: AbortSignal): Promise<void> {
    this.#set({ status: 'proving', progress: null });
    const basis = this.data.basis();
    const records = [...this.data.photos.values()].filter((record) => embeddingOf(record, basis) !== null);
    const field: PreparedField = {
      key: this.#keyNow(),
      at: Date.now(),
      classes: this.data.classes.length,
      photos: Math.min(records.length, MOST_SAMPLES),
      recall: need.recall,
      indexes: [...this.#plans]
        .filter(([, { captions, captionsTotal }]) => captions < captionsTotal)
        .flatMap(([{ address, state }]) => {
          const { info } = state;
          if (info === null || info.captionsPresent === info.manifest.captions) return [];
          return { address, captions: info.captionsPresent, captionsTotal: info.manifest.captions };
        }),
      proof: null,
    };
    this.#keep(field);
    // The photos have their answers from what came.
    await settled(this.data.store, ({ idle }) => idle, signal);
    const samples = await samplesOf(evenly(records, MOST_PROVEN));
    if (samples.length > 0) this.#keep({ ...field, proof: await this.parts.prove(samples, signal) });
    this.#set({ status: 'resting' });
  }

  #keep(field: PreparedField): void {
    const { prepared } = this.data.store.getState().field;
    this.#set({ prepared: keepField(this.parts.shared, prepared, field) });
  }

  #set(change: Partial<FieldState>): void {
    this.data.store.setState(({ field }) => ({ field: { ...field, ...change } }));
  }

  /** The newest call wins; what fails is said, and can be tried again. */
  async #attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#turn.abort(new Superseded());
    this.#turn = new AbortController();
    const { signal } = this.#turn;
    this.#set({ error: null });
    try {
      await work(signal);
    } catch (thrown) {
      if (!signal.aborted) this.#set({ status: 'stopped', error: toPlainError(thrown) });
    }
  }
}

/** At most so many, evenly taken from all. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]!);
}

/** Photos whose files can be read; the others prove nothing. */
async function samplesOf(records: readonly PhotoRecord[]): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const record of records) {
    const file = await fileOf(record).catch(() => null);
    if (file !== null) samples.push({ id: record.view.id, file });
  }
  return samples;
}

const captionsMissing = (plans: Plans) =>
  [...plans.values()].reduce((sum, { bytesMissing }) => sum + bytesMissing, 0);

/** Whether anything is to be fetched; of some parts nobody says how large they are. */
const isLacking = ({ bytesMissing, further }: FieldNeed) => bytesMissing > 0 || further.some(isToFetch);

function together(plans: readonly FieldPlan[], further: readonly FurtherNeed[]): FieldNeed {
  const sum = (of: (plan: FieldPlan) => number) => plans.reduce((total, plan) => total + of(plan), 0);
  return {
    indexes: plans.length,
    bytesMissing:
      sum(({ bytesMissing }) => bytesMissing) +
      further.filter(isToFetch).reduce((total, { bytesMissing }) => total + (bytesMissing ?? 0), 0),
    bytesNeeded: sum(({ bytesNeeded }) => bytesNeeded),
    bytesTotal: sum(({ bytesTotal }) => bytesTotal),
    captions: sum(({ captions }) => captions),
    captionsTotal: sum(({ captionsTotal }) => captionsTotal),
    recall: Math.min(...plans.map(({ expectedRecall }) => expectedRecall)),
    mayGrow: plans.some(({ mayGrow }) => mayGrow),
    further,
  };
}
