import { createStore } from 'zustand/vanilla';
import { memoryOf } from '../../workers/protocol';
import { askingOf } from './asking';
import { ClassifiedParts } from './classified-parts';
import { Connection } from './connection';
import { EncoderStage } from './embedding/encoder-stage';
import { verdictOf } from './embedding/precision/kept-verdicts';
import { PrecisionStage } from './embedding/precision/precision-stage';
import { TextReadingStage } from './embedding/texts/text-reading-stage';
import { TextStore } from './embedding/texts/text-store';
import { FactsStage } from './facts/facts-stage';
import { proveAfield } from './field/afield';
import { FieldStage } from './field/field-stage';
import { furtherNeedsOf } from './field/further';
import { readFields } from './field/kept-fields';
import { Following } from './following';
import { indexingOf } from './indexing';
import { initialState } from './initial-state';
import { keepingOf } from './keeping';
import { modelActsOf } from './model-acts';
import { readClosed } from './offline/network';
import { OfflineStage } from './offline/offline-stage';
import { indexChoiceOf } from './own/index-choice';
import { OwnStage } from './own/own-stage';
import { SecondVectors } from './own/second-vectors';
import { photoActsOf } from './photo-acts';
import { Publishing } from './publishing';
import { PhotoRemoval } from './removal';
import { CaptionChoices } from './retrieval/captions/caption-choices';
import { CaptionStore } from './retrieval/captions/caption-store';
import { RetrievalStage } from './retrieval/retrieval-stage';
import { EvaluationStage } from './scoring/evaluation/evaluation-stage';
import { NamingStage } from './scoring/naming-stage';
import { Scorer } from './scoring/scorer/scorer';
import { ScoringStage } from './scoring/scoring-stage';
import { alikePhotos } from './search/alike-photos';
import { SearchStage } from './search/search-stage';
import { ClassListStage } from './state/class-list-stage';
import type { EngineData } from './state/engine-data';
import { PhotoRecords } from './state/photos/photo-records';
import { betterThan } from './state/plan/model/precision';
import type { PhotoRecord } from './state/records';
import { KeptRequest } from './state/request/kept-request';
import { embeddingSpaceOf } from './state/request/models';
import { defaultRequest, restoreRequest } from './state/request/request';
import { markStages } from './state/start';
import { fittedOf } from './state/thresholds';
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
    initialState(request, options.forcedBackend, readClosed(options.shared), readFields(options.shared)),
  );
  markStages(store);
  const photos = new PhotoRecords(() => changed());
  const connection = new Connection(store, options, {
    ask: (change) => ask(change),
    onChanged() {
      encoderClient.networkChanged();
      retrieval.networkChanged();
      second.networkChanged();
      offline.networkChanged();
    },
    tryAgain(mayBeGone) {
      const { model } = store.getState();
      if (model.status === 'failed' && mayBeGone(model.error)) encoder.loadModel();
      retrieval.index.retryFailed(mayBeGone);
      retrieval.retrySpaces();
      wake();
    },
  });
  const captions = new CaptionStore();
  const choices = new CaptionChoices(captions);
  const data: EngineData = {
    store,
    photos,
    classes: [],
    classesBuilt: 0,
    prompts: defaultRequest(options.base).prompts,
    captions,
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
      return { space: info && embeddingSpaceOf(info), captions: captions.generation, choices };
    },
    network: () => connection.network,
    embeddingNeeded: () => encoder.wake(),
    textsEmbedded: () => {
      naming.wake();
      own.wake();
      search.wake();
    },
    captionsFound: () => naming.wake(),
    settled: () => changed(),
  };

  const scoring = new ScoringStage(data);
  const retrieval = new RetrievalStage(data, scoring, options.spawnRetrieval, options.spawnSentences);
  const second = new SecondVectors(
    options.spawnSentences,
    data.network,
    () => store.getState().request.model,
  );
  const own = new OwnStage(data, retrieval.index, indexChoiceOf(store, ask, options.base), second);
  const naming = new NamingStage(data, scoring, linkLanguage(options.spawnLanguage));
  const memoryBytes = memoryOf(options.platform);
  const encoderClient = new EncoderClient(
    options.spawnEncoder,
    options.forcedBackend,
    data.network,
    memoryBytes,
    (checkpoint) => {
      const verdict = verdictOf(options.shared, checkpoint);
      return verdict === null ? [] : [verdict.checked, verdict.reference];
    },
  );
  encoderClient.keepTexts(options.keepsTexts ?? true);
  const field: FieldStage = new FieldStage(data, retrieval.index, {
    shared: options.shared,
    prove: (samples, signal) =>
      proveAfield(
        engine,
        { ...options, keepsTexts: encoderClient.keepsTexts },
        createEngine,
        samples,
        signal,
      ),
    further: furtherNeedsOf(store, {
      base: options.base,
      client: encoderClient,
      retrieval,
      handle: () => handle,
    }),
  });
  const precision = new PrecisionStage(data, encoderClient, memoryBytes, options.shared, (verdict) => {
    const { info } = store.getState().model;
    const better = info === null ? null : betterThan(info.rung.precision, verdict);
    if (better !== null) encoder.loadModel([better]);
  });
  const encoder = new EncoderStage(data, encoderClient, retrieval, scoring, precision, (record) =>
    parts.fileGone(record),
  );
  const textReading = new TextReadingStage(data, encoderClient);
  const evaluation = new EvaluationStage(
    data,
    () => scoring.shown,
    (id) => scoring.read(() => data.scorer.summary(id))?.best ?? null,
    (id) => scoring.read(() => data.scorer.answer(id)),
    {
      countNames: (names) => retrieval.countNames(names),
      findBeside: (classes, prompts, mode) => retrieval.findBeside(classes, prompts, mode),
    },
    options.spawnEvaluation,
  );
  const facts = new FactsStage(data, options.spawnFacts);
  const search = new SearchStage(data);

  const handle =
    options.offline?.({
      mayReload: () => photos.size === 0,
      network: data.network,
      started: until(store, ({ model, idle }) => model.status !== 'loading' && idle, FIRST_WORK_WITHIN),
    }) ?? null;
  const offline = new OfflineStage(data, () => field.prepared(), handle, options.base);

  const publishing = new Publishing(data, {
    isBusy: () =>
      [classList, parts, encoder, retrieval, naming, scoring, facts].some(({ hasWork }) => hasWork),
    methodError: () => data.scorer.error ?? naming.error,
    onPublished(idle) {
      textReading.wake();
      search.wake();
      if (choices.lookAgain()) scoring.rebuild();
      if (idle) precision.rested();
    },
  });
  /** Every change leads here. */
  function changed(): void {
    publishing.changed();
  }

  const wake = () => {
    encoder.wake();
    retrieval.wake();
    naming.wake();
    scoring.wake();
    own.wake();
    changed();
  };

  const kept = new KeptRequest(options.storage, options.base, () => store.getState().request);
  function ask(change: Partial<EngineState['request']>): void {
    store.setState(({ request: before }) => ({ request: { ...before, ...change } }));
    kept.changed();
  }

  const classList = new ClassListStage(
    data,
    ({ classes, prompts, ...problems }) => {
      data.classes = classes;
      data.prompts = prompts;
      store.setState(problems);
      scoring.classesChanged();
    },
    wake,
  );

  const enqueue = (records: readonly PhotoRecord[]) => {
    publishing.queued(records.map(({ view }) => view.id));
    wake();
  };

  const parts: ClassifiedParts = new ClassifiedParts(data, scoring, enqueue);
  const following = new Following(
    data,
    { choices, classList, encoder, naming, parts, retrieval, scoring },
    wake,
  );
  const removal = new PhotoRemoval(
    data,
    scoring,
    () => retrieval.index.isSearchable,
    (records) => {
      publishing.dropped(records.map(({ view }) => view.id));
      publishing.publish();
    },
    (records) => {
      parts.follow(records);
      const all = records.flatMap((record) => [record, ...(record.further ?? [])]);
      enqueue(all.filter(({ view }) => view.status === 'queued' || view.status === 'working'));
      publishing.publish();
    },
  );

  following.follow();
  if (!options.shut) void own.start();
  store.subscribe((state, before) => {
    connection.follow(state, before);
    following.follow();
    data.scorer.setScales(fittedOf(state.index)?.scales ?? null);
    changed();
  });

  const engine: Engine = {
    getState: store.getState,
    subscribe: store.subscribe,
    photo: (id) => photos.get(id)?.view,
    ...photoActsOf(data, {
      retrieval,
      scoring,
      removal,
      parts,
      enqueue,
      publish: () => publishing.publish(),
      wake,
    }),
    ...modelActsOf(data, {
      base: options.base,
      client: encoderClient,
      encoder,
      precision,
      retrieval,
      ask,
      wake,
      onRetry: () => offline.tryAgain(),
    }),
    ...connection.acts,
    ...indexingOf(data, { retrieval, ask, onRetry: () => offline.tryAgain() }),
    ...keepingOf(data, { base: options.base, client: encoderClient, kept, retrieval, scoring, ask, enqueue }),
    subscribePhotos: (listener) => photos.subscribe(listener),

    ...askingOf(store, ask),
    searchPhotos: (query) => search.seek(query),
    nearness: (id) => search.near(id),
    alikePhotos: (count, signal) => alikePhotos(data, count, signal),
    own,
    field,
    evaluation,
    keepRequest: () => kept.write(),
    persistStorage: () => offline.persist(),
    storageChanged(removed) {
      const { model } = store.getState();
      if (model.info !== null && model.info.id === removed)
        store.setState({ model: { ...model, info: { ...model.info, stored: false } } });
      void own.lookAgain();
      return offline.lookAgain();
    },
    applyUpdate: () => offline.applyUpdate(),

    answer: (id) => scoring.read(() => data.scorer.answer(id)),
    summary: (id) => scoring.read(() => data.scorer.summary(id)),
    captions: (id) => scoring.captions(id),
    explain: (id) => scoring.explain(id),
  };
  return engine;
}
