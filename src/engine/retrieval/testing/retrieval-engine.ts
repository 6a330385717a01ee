import { onTestFinished } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { SentenceEncoderApi } from '../../../../workers/protocol';
import { serve } from '../../../../workers/protocol/serving/serve';
import { newTab, type setUpBench } from '../../../../workers/retrieval/testing/tab';
import { TextStore } from '../../embedding/texts/text-store';
import { networkOf } from '../../offline/network';
import { Scorer } from '../../scoring/scorer/scorer';
import { ScoringStage } from '../../scoring/scoring-stage';
import type { EngineData } from '../../state/engine-data';
import { PhotoRecords } from '../../state/photos/photo-records';
import { photoOf as planPhotoOf } from '../../state/plan/testing/records';
import type { ClassRecord, PhotoRecord } from '../../state/records';
import { defaultRequest } from '../../state/request/request';
import type { EngineState } from '../../state/types';
import { CaptionStore } from '../captions/caption-store';
import { searchModesOf } from '../classes/search-modes';
import { RetrievalStage } from '../retrieval-stage';
import { UNUSED_SPACE } from '../spaces/vector-spaces';

/** A class that is embedded and not searched yet. */
export function classOf(names: readonly string[], query: Float32Array): ClassRecord {
  return {
    names: { name: names[0]!, names, descriptions: [] },
    key: names.join(),
    prototype: { key: 'model', value: { own: query, query, names: names.map(() => query) } },
    extras: null,
    hits: null,
    searched: null,
    counts: null,
    atoms: null,
  };
}

/** A photo that is embedded and not searched yet. */
export const photoOf = (embedding: Float32Array): PhotoRecord =>
  planPhotoOf('photo', { embedding: { key: 'model', value: embedding } });

/** The index that the engine opens. */
type Bench = Pick<ReturnType<typeof setUpBench>, 'manifestUrl' | 'fixture'>;

/** What a test looks at. */
export interface RetrievalEngine {
  readonly data: EngineData;
  readonly stage: RetrievalStage;
  /** Every worker that was started, the newest last. */
  readonly workers: readonly Worker[];
}

/** The engine's retrieval with one photo that is embedded, over the worker's own work behind a message channel. */
export function engineWith(
  bench: Bench,
  photo: PhotoRecord,
  classes: ClassRecord[] = [],
  sentences?: SentenceEncoderApi,
  furtherIndexes: readonly string[] = [],
): RetrievalEngine {
  const workers: Worker[] = [];
  const spawn = (api: object) => {
    const { port1, port2 } = new MessageChannel();
    serve(api, port1);
    onTestFinished(() => port1.close());
    const worker = Object.assign(port2, { terminate: () => port2.close() }) as unknown as Worker;
    workers.push(worker);
    return worker;
  };
  const { manifestUrl } = bench;
  const request = { ...defaultRequest('https://fernglass.example/'), manifestUrl, furtherIndexes };
  const { id, width } = bench.fixture.manifest.model;
  const state = {
    request,
    model: { status: 'ready', info: { id, width } },
    index: { status: 'opening', info: null, error: null, asks: null, awaitsHost: false, seen: null },
    furtherIndexes: {},
    field: { status: 'resting', need: null, progress: null, error: null, prepared: [] },
    idle: true,
    classRetrieval: { modes: searchModesOf(null), mode: 'meaning', searched: null },
    spaces: { text: UNUSED_SPACE, image: UNUSED_SPACE },
    classes: [],
    shownClasses: [],
  };
  const photos = new PhotoRecords(() => {});
  photos.add([photo]);
  const data: EngineData = {
    store: createStore<EngineState>(() => state as unknown as EngineState),
    photos,
    classes,
    classesBuilt: 0,
    prompts: request.prompts,
    captions: new CaptionStore(),
    texts: new TextStore(),
    scorer: new Scorer(
      () => {
        throw new Error('CoRE needs no worker.');
      },
      () => {},
    ),
    basis: () => ({ space: 'model', captions: data.captions.generation }),
    network: () => networkOf(data.store.getState(), 'https://fernglass.example/'),
    // The model that embedded the index is loaded, whichever version of the index it is.
    embeddingNeeded: () => {
      const { index, furtherIndexes } = data.store.getState();
      const made = [index, ...Object.values(furtherIndexes)].find(
        ({ info }) => info?.manifest.model.width === width,
      );
      const embedding = made?.info?.manifest.model.fingerprint.embedding;
      if (embedding !== undefined) stage.index.fingerprintEmbedded(Float32Array.from(embedding));
    },
    textsEmbedded: () => {},
    captionsFound: () => {},
    settled: () => {},
  };
  const stage = new RetrievalStage(
    data,
    new ScoringStage(data),
    () => spawn(newTab()),
    () => spawn(sentences!),
  );
  return { data, stage, workers };
}
