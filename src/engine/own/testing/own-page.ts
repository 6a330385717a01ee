import { expect, onTestFinished, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { normalise, type Result, stack, unwrap } from '../../../../core';
import type { RetrievalApi, SentenceEncoderApi } from '../../../../workers/protocol';
import { serve } from '../../../../workers/protocol/serving/serve';
import { newTab } from '../../../../workers/retrieval/testing/tab';
import { TextStore } from '../../embedding/texts/text-store';
import { initialState } from '../../initial-state';
import type { EngineData } from '../../state/engine-data';
import { defaultRequest } from '../../state/request/request';
import type { EngineState } from '../../state/types';
import type { RetrievalClient } from '../../workers/clients';
import { indexChoiceOf } from '../index-choice';
import { OwnStage } from '../own-stage';
import { CAPTIONS_PER_SHARD } from '../plan';
import { SecondVectors } from '../second-vectors';

/** Of the model's embeddings. */
export const WIDTH = 16;
const BASE = 'https://here.example/';
/** What is said of the captions. */
export const about = { title: 'Flora', source: 'a flora', licence: 'CC0', languages: [] };
/** Captions for two shards and a part of a third. */
export const texts = Array.from({ length: 2 * CAPTIONS_PER_SHARD + 100 }, (_, i) => `caption ${i}`);

/** What the model makes of a text. */
export const vectorOf = (text: string) =>
  normalise(
    Array.from({ length: WIDTH }, (_, j) =>
      Math.sin((j + 1) * [...text].reduce((sum, c) => sum + c.charCodeAt(0), text.length)),
    ),
  );

/** The retrieval worker of a tab, without the link between. */
function clientOf(tab: RetrievalApi): RetrievalClient {
  return new Proxy(tab, {
    get:
      (api, name: keyof RetrievalApi) =>
      async (...args: unknown[]) =>
        unwrap(
          (await (api[name] as (...args: unknown[]) => Promise<unknown>).apply(api, args)) as Result<unknown>,
        ),
  }) as unknown as RetrievalClient;
}

/** A second encoder that is had, or not, and what it was given. */
interface Second {
  isThere: boolean;
  readonly embedded: string[];
}

/** A sentence, and what the second encoder makes of it and of anything. */
export const FINGERPRINT = { sentence: 'a fern', embedding: [1, 0, 0, 0] };

/** Its worker behind a real port: every caption points where its fingerprint does. */
function sentencesOf(second: Second): Worker {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const api: Pick<SentenceEncoderApi, 'kept' | 'load' | 'embedCaptions' | 'chooseNetwork'> = {
    chooseNetwork: async () => {},
    kept: async () => ({ ok: true, value: [] }),
    load: async () =>
      second.isThere
        ? { ok: true, value: { fingerprintCosine: 1 } }
        : { ok: false, error: { code: 'network-failed', message: 'No network.' } },
    embedCaptions: async (texts) => {
      second.embedded.push(...texts);
      return { ok: true, value: stack(texts.map(() => Float32Array.from(FINGERPRINT.embedding))) };
    },
  };
  serve(api, port1);
  return Object.assign(port2, { terminate: () => port2.close() }) as unknown as Worker;
}

/** A page with a model that embeds what is wanted, a batch a time; the stores are the device's. */
export function newPage(modelId = 'a/model') {
  const request = defaultRequest(BASE);
  const store = createStore<EngineState>()(() => {
    const state = initialState(request, null, false);
    const info = { id: modelId, revision: 'main', width: WIDTH } as EngineState['model']['info'];
    return { ...state, model: { ...state.model, status: 'ready', info } };
  });
  const embedded: string[] = [];
  const opened: string[] = [];
  const texts = new TextStore();
  let embedding = false;
  const data = {
    store,
    texts,
    settled: () => {},
    embeddingNeeded() {
      if (embedding) return;
      embedding = true;
      setTimeout(() => {
        embedding = false;
        const batch = [...texts.wanted];
        embedded.push(...batch);
        texts.add(batch, stack(batch.map(vectorOf), WIDTH));
        stage.wake();
      });
    },
  } as unknown as EngineData;
  const client = clientOf(newTab());
  const second: Second = { isThere: true, embedded: [] };
  const open = (address: string) => void opened.push(address);
  const ask = (change: Partial<EngineState['request']>) =>
    store.setState(({ request }) => ({ request: { ...request, ...change } }));
  const choice = indexChoiceOf(store, ask, BASE);
  const stage = new OwnStage(
    data,
    { client, open, at: () => undefined },
    {
      ...choice,
      use(address) {
        choice.use(address);
        open(address);
      },
    },
    new SecondVectors(
      () => sentencesOf(second),
      () => ({ closed: false, origins: [] }),
      () => store.getState().request.model,
    ),
  );
  const own = () => store.getState().own;
  return { stage, store, embedded, opened, texts, own, client, second };
}

/** Waits until nothing is under way. */
export const finished = (page: ReturnType<typeof newPage>) =>
  vi.waitFor(() => expect(page.own().job).toBeNull(), 20_000);

/** Pauses at the very moment the first shard is there: a look now and then could come after the second. */
export const pausedAtFirstShard = (page: ReturnType<typeof newPage>, before = 0) =>
  new Promise<void>((resolve) => {
    const stop = page.store.subscribe(({ own }) => {
      if (own.indexes[0]?.captions !== before + CAPTIONS_PER_SHARD) return;
      stop();
      page.stage.pause(true);
      resolve();
    });
  });
