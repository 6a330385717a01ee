import { createStore } from 'zustand/vanilla';
import type { FoundHit, Hit, ModelSource } from '../../workers/protocol';
import { FernglassError, parseClasses, sameSettings, validatePrompt } from '../core';
import { CaptionStore } from './caption-store';
import { EncoderClient } from './encoder-client';
import { EncoderStage } from './encoder-stage';
import { defaultSettings } from './models';
import { OfflineStage } from './offline-stage';
import type { Parts } from './parts';
import { carryOver, type PhotoRecord } from './records';
import { defaultRequest, restoreRequest, storeRequest, withinMemory } from './request';
import { RetrievalStage } from './retrieval-stage';
import { waysOf } from './retrieval-ways';
import { Scorer } from './scorer';
import { ScoringStage } from './scoring-stage';
import type { Engine, EngineOptions, EngineState, Evidence, Photo } from './types';

/** Builds the engine: the page's state, the two workers' clients and the lanes between them. Starts loading at once. */
export function createEngine(options: EngineOptions): Engine {
  const request = restoreRequest(options.storage, options.base);
  const store = createStore<EngineState>(() => initialState(request, options.forcedBackend));
  const parts: Parts = {
    store,
    photos: new Map(),
    classes: [],
    prompts: defaultRequest(options.base).prompts,
    captions: new CaptionStore(),
    scorer: new Scorer(),
    setPhoto(record, change) {
      record.view = { ...record.view, ...change };
      store.setState({
        photos: store.getState().photos.map((photo) => (photo.id === record.view.id ? record.view : photo)),
      });
    },
    embeddingNeeded: () => encoder.wake(),
    changed: () => changed(),
  };

  const scoring = new ScoringStage(parts);
  const retrieval = new RetrievalStage(parts, scoring, options.spawnRetrieval);
  const encoder = new EncoderStage(
    parts,
    new EncoderClient(options.spawnEncoder, options.forcedBackend),
    retrieval,
    scoring,
  );

  const offline = new OfflineStage(
    parts,
    options.offline?.({ mayReload: () => parts.photos.size === 0 }) ?? null,
    options.base,
  );

  /** Brings the derived parts of the state up to date; every stage calls it after it changed something. */
  function changed(): void {
    const state = store.getState();
    const records = [...parts.photos.values()];
    const running = records.some(
      ({ view }) =>
        view.status === 'working' || (view.status === 'queued' && state.model.status !== 'failed'),
    );
    // `running` counts the photos that a worker has in hand: no stage calls those its work any more.
    const idle =
      !running &&
      state.model.status !== 'loading' &&
      !encoder.hasWork &&
      !retrieval.hasWork &&
      !scoring.hasWork;
    const waiting = records.filter(
      ({ view }) => view.status === 'queued' || view.status === 'working',
    ).length;
    const total = running ? batch.size : 0;
    if (!running) batch.clear();
    const queue = { running, total, done: running ? total - waiting : 0 };
    const same =
      state.idle === idle &&
      state.queue.running === running &&
      state.queue.total === queue.total &&
      state.queue.done === queue.done &&
      state.answersRevision === parts.scorer.revision;
    if (!same) store.setState({ idle, queue, answersRevision: parts.scorer.revision });
  }

  /** Ids queued since the queue last ran dry: what the progress counts. */
  const batch = new Set<string>();

  const wake = () => {
    encoder.wake();
    retrieval.wake();
    scoring.wake();
    changed();
  };

  let storeTimer: ReturnType<typeof setTimeout> | undefined;
  function ask(change: Partial<EngineState['request']>): void {
    store.setState(({ request: before }) => ({ request: { ...before, ...change } }));
    clearTimeout(storeTimer);
    storeTimer = setTimeout(() => storeRequest(options.storage, store.getState().request, options.base), 300);
  }

  function readClasses(): void {
    const { classesText, prompts } = store.getState().request;
    const { classes, problems } = parseClasses(classesText);
    const promptProblems = {
      zeroShot: promptProblem(prompts.zeroShot),
      retrieval: promptProblem(prompts.retrieval),
    };
    parts.prompts = {
      zeroShot: promptProblems.zeroShot ? parts.prompts.zeroShot : prompts.zeroShot,
      retrieval: promptProblems.retrieval ? parts.prompts.retrieval : prompts.retrieval,
    };
    parts.classes = carryOver(parts.classes, classes, parts.prompts);
    store.setState({ classProblems: problems, promptProblems });
    scoring.classesChanged();
  }

  const enqueue = (records: readonly PhotoRecord[]) => {
    for (const { view } of records) batch.add(view.id);
    wake();
  };

  function drop(records: readonly PhotoRecord[]): void {
    for (const { view } of records) {
      parts.photos.delete(view.id);
      parts.scorer.removePhoto(view.id);
      batch.delete(view.id);
      if (view.thumbnail !== null) URL.revokeObjectURL(view.thumbnail);
    }
    store.setState({ photos: [...parts.photos.values()].map(({ view }) => view) });
    changed();
  }

  const evidence = (hits: readonly (Hit | FoundHit)[], weights: Float64Array | null): Evidence[] =>
    hits.slice(0, store.getState().request.settings.k).map((hit, i) => ({
      id: hit.id,
      text: hit.text,
      similarity: hit.similarity,
      foundBy: 'foundBy' in hit ? hit.foundBy : ['meaning'],
      weight: weights?.[i] ?? 0,
    }));

  readClasses();
  encoder.loadModel();
  retrieval.open();

  return {
    getState: store.getState,
    subscribe: store.subscribe,

    addPhotos(files) {
      const added = files.map(newRecord);
      for (const record of added) parts.photos.set(record.view.id, record);
      store.setState(({ photos }) => ({ photos: [...photos, ...added.map(({ view }) => view)] }));
      enqueue(added);
    },
    removePhoto(id) {
      const record = parts.photos.get(id);
      if (record) drop([record]);
    },
    removeAllPhotos: () => drop([...parts.photos.values()]),
    retryPhoto(id) {
      const record = parts.photos.get(id);
      if (record === undefined) return;
      record.deaths = 0;
      parts.setPhoto(record, { status: 'queued', error: null });
      enqueue([record]);
    },
    cancel() {
      for (const record of parts.photos.values())
        if (record.view.status === 'queued') record.view = { ...record.view, status: 'cancelled' };
      store.setState({ photos: [...parts.photos.values()].map(({ view }) => view) });
      retrieval.cancelDownload();
      changed();
    },
    resume() {
      const cancelled = [...parts.photos.values()].filter(({ view }) => view.status === 'cancelled');
      for (const record of cancelled) record.view = { ...record.view, status: 'queued' };
      store.setState({ photos: [...parts.photos.values()].map(({ view }) => view) });
      retrieval.resumeDownload();
      enqueue(cancelled);
    },

    setClassesText(classesText) {
      ask({ classesText });
      readClasses();
      encoder.textsEdited();
      wake();
    },
    setPrompts(prompts) {
      ask({ prompts: { ...store.getState().request.prompts, ...prompts } });
      readClasses();
      encoder.textsEdited();
      wake();
    },
    setRetrievalWay(retrievalWay) {
      ask({ retrievalWay });
      wake();
    },
    setCaptionRules(rules) {
      ask({ captionRules: { ...store.getState().request.captionRules, ...rules } });
      retrieval.rulesEdited();
      changed();
    },
    setIndexMemory(megabytes) {
      const indexMemory = withinMemory(megabytes);
      if (indexMemory === null) return;
      ask({ indexMemory });
      retrieval.memoryChanged();
    },
    setSettings(settings) {
      ask({ settings: { ...store.getState().request.settings, ...settings } });
      scoring.settingsChanged();
      wake();
    },
    setModel(model: ModelSource) {
      const { model: before, settings } = store.getState().request;
      // Settings that nobody moved follow the model; moved ones are the user's.
      const moved = !sameSettings(settings, defaultSettings(before));
      ask({ model, settings: moved ? settings : defaultSettings(model) });
      scoring.settingsChanged();
      encoder.loadModel();
      changed();
    },
    setIndex(manifestUrl) {
      ask({ manifestUrl });
      retrieval.open();
      changed();
    },
    retryModel: () => encoder.loadModel(),
    retryIndex: () => retrieval.open(),
    removeIndex: () => retrieval.remove(),
    persistStorage: () => offline.persist(),
    applyUpdate: () => offline.applyUpdate(),

    answer(id) {
      const { request: now, model } = store.getState();
      return parts.scorer.answer(id, now.settings, model.info?.logitScale ?? 100);
    },
    photoEvidence(id) {
      const hits = parts.photos.get(id)?.hits;
      if (!hits) return [];
      return evidence(hits.value, parts.scorer.photoWeights(id, store.getState().request.settings));
    },
    classEvidence(index) {
      const record = scoring.shown[index];
      if (!record?.hits) return [];
      return evidence(record.hits.value, parts.scorer.classWeights(index, store.getState().request.settings));
    },
  };
}

function initialState(
  request: EngineState['request'],
  forcedBackend: EngineState['forcedBackend'],
): EngineState {
  return {
    request,
    forcedBackend,
    capabilities: null,
    model: { status: 'loading', progress: null, info: null, error: null, notices: [] },
    index: { status: 'opening', info: null, error: null },
    classRetrieval: { ways: waysOf(null), way: 'meaning', searched: null },
    classes: [],
    shownClasses: [],
    classProblems: [],
    promptProblems: { zeroShot: null, retrieval: null },
    photos: [],
    queue: { done: 0, total: 0, running: false },
    offline: { ready: false, reasons: [], storedBytes: null, persisted: null, updateWaiting: false },
    answersRevision: 0,
    idle: false,
  };
}

function promptProblem(template: string): FernglassError | null {
  try {
    validatePrompt(template);
    return null;
  } catch (thrown) {
    if (thrown instanceof FernglassError) return thrown;
    throw thrown;
  }
}

let photosMade = 0;

function newRecord(file: File): PhotoRecord {
  const view: Photo = {
    id: `photo-${++photosMade}`,
    file: file.webkitRelativePath || file.name,
    bytes: file.size,
    status: 'queued',
    error: null,
    thumbnail: null,
    width: 0,
    height: 0,
  };
  return { view, file, embedding: null, hits: null, deaths: 0 };
}
