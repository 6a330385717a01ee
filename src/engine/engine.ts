import { createStore } from 'zustand/vanilla';
import { classListReader, methodById, withClasses } from '../../core';
import { EncoderStage } from './embedding/encoder-stage';
import { TextReadingStage } from './embedding/text-reading-stage';
import { TextStore } from './embedding/text-store';
import { initialState } from './initial-state';
import { networkOf, readClosed, storeClosed } from './offline/network';
import { OfflineStage } from './offline/offline-stage';
import { PhotoRemoval } from './removal';
import { CaptionStore } from './retrieval/caption-store';
import { RetrievalStage } from './retrieval/retrieval-stage';
import { NamingStage } from './scoring/naming-stage';
import { Scorer } from './scoring/scorer/scorer';
import { ScoringStage } from './scoring/scoring-stage';
import { readClassList } from './state/class-list';
import type { EngineData } from './state/engine-data';
import { newPhoto } from './state/photos/new-photo';
import { PhotoRecords } from './state/photos/photo-records';
import { progressOf } from './state/plan/progress';
import { stepsFor } from './state/plan/steps';
import type { PhotoRecord } from './state/records';
import { KeptRequest } from './state/request/kept-request';
import { embeddingSpaceOf } from './state/request/models';
import { movedParameters } from './state/request/parameters';
import { defaultRequest, INDEX_MEMORY, INDEX_RECALL, restoreRequest, within } from './state/request/request';
import { markStages } from './state/start';
import type { Engine, EngineOptions, EngineState } from './state/types';
import { until } from './state/until';
import { linkLanguage, linkScoring } from './workers/clients';
import { EncoderClient } from './workers/encoder-client';

/** The page's first work has the machine to itself for so long at most. */
const FIRST_WORK_WITHIN = 30_000;

/** Builds the engine: the page's state, the links to its workers and the work loops between them. Starts loading at once. */
export function createEngine(options: EngineOptions): Engine {
  const request = restoreRequest(options.storage, options.base);
  const store = createStore<EngineState>(() =>
    initialState(request, options.forcedBackend, readClosed(options.shared)),
  );
  markStages(store);
  const photos = new PhotoRecords(() => changed());
  let network = networkOf(store.getState(), options.base);
  const data: EngineData = {
    store,
    photos,
    classes: [],
    classesBuilt: 0,
    prompts: defaultRequest(options.base).prompts,
    captions: new CaptionStore(),
    texts: new TextStore(),
    scorer: new Scorer(
      () => linkScoring(options.spawnScoring),
      (ids) => {
        for (const id of ids) {
          const record = photos.get(id);
          if (record !== undefined) photos.touch(record);
        }
        changed();
      },
    ),
    basis() {
      const { info } = store.getState().model;
      return { space: info && embeddingSpaceOf(info), captions: data.captions.generation };
    },
    network: () => network,
    embeddingNeeded: () => encoder.wake(),
    textsEmbedded: () => naming.wake(),
    captionsFound: () => naming.wake(),
    settled: () => changed(),
  };

  const scoring = new ScoringStage(data);
  const retrieval = new RetrievalStage(data, scoring, options.spawnRetrieval, options.spawnSentences);
  const naming = new NamingStage(data, scoring, linkLanguage(options.spawnLanguage));
  const encoderClient = new EncoderClient(options.spawnEncoder, options.forcedBackend, data.network);
  const encoder = new EncoderStage(data, encoderClient, retrieval, scoring);
  const textReading = new TextReadingStage(data, encoderClient);

  const offline = new OfflineStage(
    data,
    options.offline?.({
      mayReload: () => photos.size === 0,
      network: data.network,
      started: until(store, ({ model, idle }) => model.status !== 'loading' && idle, FIRST_WORK_WITHIN),
    }) ?? null,
    options.base,
  );

  let isPublishing = false;
  /** Has what is derived in the state brought up to date, once for all changes of one go; every change leads here. */
  function changed(): void {
    if (isPublishing) return;
    isPublishing = true;
    queueMicrotask(() => {
      isPublishing = false;
      publish();
    });
  }

  function publish(): void {
    const state = store.getState();
    const { photoIds, photoCounts } = photos.overview();
    const progress = progressOf(photoCounts, state.model.status, batch.size);
    const { running } = progress;
    // `running` counts the photos that a worker has in hand: no stage calls those its work any more.
    const idle =
      !running &&
      state.model.status !== 'loading' &&
      !encoder.hasWork &&
      !retrieval.hasWork &&
      !naming.hasWork &&
      !scoring.hasWork;
    if (!running) batch.clear();
    const { queue } = state;
    const isSameQueue =
      queue.running === running && queue.total === progress.total && queue.done === progress.done;
    const next = {
      idle,
      queue: isSameQueue ? queue : progress,
      methodError: data.scorer.error ?? naming.error,
      answersRevision: data.scorer.revision,
      photoIds,
      photoCounts,
    };
    if (Object.entries(next).some(([name, value]) => state[name as keyof typeof next] !== value))
      store.setState(next);
    photos.publish();
    textReading.wake();
  }

  /** Ids queued since the queue last ran dry: what the progress counts. */
  const batch = new Set<string>();

  const wake = () => {
    encoder.wake();
    retrieval.wake();
    naming.wake();
    scoring.wake();
    changed();
  };

  const kept = new KeptRequest(options.storage, options.base, () => store.getState().request);
  function ask(change: Partial<EngineState['request']>): void {
    store.setState(({ request: before }) => ({ request: { ...before, ...change } }));
    kept.changed();
  }

  const readNames = classListReader();
  function readClasses(): void {
    const { classes, prompts, ...problems } = readClassList(store.getState().request, data, readNames);
    data.classes = classes;
    data.prompts = prompts;
    store.setState(problems);
    scoring.classesChanged();
  }

  /** Tells workers and service worker which hosts may be asked, before anything is asked of them. */
  function tellNetwork(state: EngineState, before?: EngineState): void {
    const isSame =
      state.request === before?.request && state.index === before.index && state.closed === before.closed;
    const next = isSame ? network : networkOf(state, options.base);
    if (JSON.stringify(next) === JSON.stringify(network)) return;
    network = next;
    encoderClient.networkChanged();
    retrieval.networkChanged();
    offline.networkChanged();
  }

  function setClosed(closed: boolean): void {
    if (closed === store.getState().closed) return;
    store.setState({ closed });
    if (closed) return;
    const { model, index } = store.getState();
    if (model.status === 'failed') encoder.loadModel();
    if (index.status === 'failed') retrieval.index.open();
    retrieval.retrySpaces();
    wake();
  }

  let latest: EngineState['request'] | null = null;
  /** Does what the request asks for beyond what was done last; setters write the request and nothing else. */
  function follow(): void {
    const wanted = store.getState().request;
    const steps = stepsFor(wanted, latest);
    latest = wanted;
    if (steps.retrySpaces) retrieval.retrySpaces();
    if (steps.chooseMethod || steps.weigh) scoring.settingsChanged();
    if (steps.chooseMethod) naming.methodChanged();
    if (steps.readClasses) readClasses();
    if (steps.awaitTyping) encoder.textsEdited();
    if (steps.loadModel) encoder.loadModel();
    if (steps.openIndex) retrieval.index.open();
    if (steps.limitMemory) retrieval.index.memoryChanged();
    if (steps.aimAtRecall) retrieval.index.recallChanged();
    if (steps.awaitRules) retrieval.rulesEdited();
    wake();
  }

  const enqueue = (records: readonly PhotoRecord[]) => {
    for (const { view } of records) batch.add(view.id);
    wake();
  };

  const removal = new PhotoRemoval(
    data,
    scoring,
    () => retrieval.index.isSearchable,
    (records) => {
      for (const { view } of records) batch.delete(view.id);
      publish();
    },
    (records) => {
      enqueue(records.filter(({ view }) => view.status === 'queued' || view.status === 'working'));
      publish();
    },
  );

  follow();
  store.subscribe((state, before) => {
    tellNetwork(state, before);
    if (state.request !== latest) follow();
    changed();
  });

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    photo: (id) => photos.get(id)?.view,
    photoFile: (id) => photos.get(id)?.file,
    subscribePhotos: (listener) => photos.subscribe(listener),

    addPhotos(files) {
      const added = files.map(newPhoto);
      photos.add(added);
      enqueue(added);
      publish();
      return added.map(({ view }) => view.id);
    },
    removePhotos: (ids) => removal.remove(ids),
    retryPhotos(ids) {
      const again = [...new Set(ids)]
        .flatMap((id) => photos.get(id) ?? [])
        .filter(({ view }) => view.status === 'failed' || view.status === 'cancelled');
      for (const record of again) {
        record.deaths = 0;
        photos.set(record, { status: 'queued', error: null });
      }
      enqueue(again);
    },
    cancel() {
      for (const record of photos.queued) photos.set(record, { status: 'cancelled' });
      retrieval.index.cancelDownload();
    },
    resume() {
      const cancelled = [...photos.values()].filter(({ view }) => view.status === 'cancelled');
      for (const record of cancelled) photos.set(record, { status: 'queued' });
      retrieval.index.resumeDownload();
      enqueue(cancelled);
    },

    setClassesText: (classesText) => ask({ classesText }),
    addClasses(names) {
      const { classesText } = store.getState().request;
      const longer = withClasses(classesText, names);
      if (longer !== classesText) ask({ classesText: longer });
    },
    setPrompts: (prompts) => ask({ prompts: { ...store.getState().request.prompts, ...prompts } }),
    setSearchMode: (searchMode) => ask({ searchMode }),
    setCaptionRules: (rules) => ask({ captionRules: { ...store.getState().request.captionRules, ...rules } }),
    setIndexMemory(megabytes) {
      const indexMemory = within(INDEX_MEMORY, megabytes);
      if (indexMemory !== null) ask({ indexMemory });
    },
    setIndexRecall(percent) {
      const indexRecall = within(INDEX_RECALL, percent);
      if (indexRecall !== null) ask({ indexRecall });
    },
    setTemplates: (templates) => ask({ templates }),
    setMethod(id) {
      if (methodById(id) !== undefined) ask({ method: id });
    },
    setParameters(change, method) {
      const { request } = store.getState();
      const asked = method === undefined ? request : { ...request, method };
      ask({ parameters: movedParameters(asked, change) });
    },
    acceptClass(id, accepted) {
      const record = photos.get(id);
      if (record === undefined || record.view.accepted === accepted) return;
      photos.set(record, { accepted });
      scoring.labelsChanged();
    },
    restartMemory(order) {
      const before = data.scorer.order;
      data.scorer.reorder(order);
      wake();
      return before;
    },
    setModel: (model) => ask({ model }),
    setIndex(manifestUrl) {
      // The same address again is to be looked at again.
      if (manifestUrl === store.getState().request.manifestUrl) retrieval.index.open();
      else ask({ manifestUrl });
    },
    setClosed(closed) {
      storeClosed(options.shared, closed);
      setClosed(closed);
    },
    closedElsewhere: () => setClosed(readClosed(options.shared)),
    retryModel() {
      encoder.loadModel();
      offline.tryAgain();
    },
    retryIndex() {
      retrieval.index.open();
      offline.tryAgain();
    },
    fetchIndex: () => retrieval.index.agree(),
    retrySpaces() {
      retrieval.retrySpaces();
      wake();
    },
    removeIndex: () => retrieval.index.remove(),
    keepRequest: () => kept.write(),
    persistStorage: () => offline.persist(),
    storageChanged(removed) {
      const { model } = store.getState();
      if (model.info !== null && model.info.id === removed)
        store.setState({ model: { ...model, info: { ...model.info, stored: false } } });
      return offline.lookAgain();
    },
    applyUpdate: () => offline.applyUpdate(),

    answer: (id) => scoring.read(() => data.scorer.answer(id)),
    summary: (id) => scoring.read(() => data.scorer.summary(id)),
    captions: (id) => scoring.captions(id),
    explain: (id) => scoring.explain(id),
  };
}
