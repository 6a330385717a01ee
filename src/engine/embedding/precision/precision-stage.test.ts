import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { finished, parseClasses, stack } from '../../../../core';
import type { EmbeddedPhoto, EncoderInfo, ModelSource, Precision, Rung } from '../../../../workers/protocol';
import { initialState } from '../../initial-state';
import type { EngineData } from '../../state/engine-data';
import { newPhoto } from '../../state/photos/new-photo';
import { carryOver } from '../../state/records';
import { defaultRequest } from '../../state/request/request';
import type { EngineState, PrecisionVerdict } from '../../state/types';
import { EncoderClient } from '../../workers/encoder-client';
import { startWorker } from '../../workers/testing/start-worker';
import { verdictOf } from './kept-verdicts';
import { PrecisionStage } from './precision-stage';

const source: ModelSource = { layout: 'device', id: 'ferns', revision: 'a' };
const prompts = { zeroShot: 'a {}', retrieval: 'a {}' };

const facts = (precision: Precision) => {
  const memory = { heapBytes: 1e9, peakBytes: 1e9 };
  return { precision, visionBytes: 60, textBytes: 40, memory: { webgpu: memory, wasm: memory } };
};
const inspection = {
  id: 'ferns',
  revision: 'a',
  family: 'mobileclip' as const,
  imageSize: 256,
  licence: null,
  distrusts8Bit: true,
  precisions: [facts('fp16'), facts('q8')],
};

/**
 * A worker's encoder: photos of the kind “fern” lie by the first text and all others by the second; at 8 bits, where `ruined`,
 * they lie in between.
 */
function encoder(rung: { precision: Precision }, ruined: boolean) {
  const embed = (file: File): EmbeddedPhoto => {
    const isFern = file.type === 'image/fern';
    const isOff = ruined && rung.precision === 'q8';
    const embedding = isOff ? [Math.SQRT1_2, Math.SQRT1_2] : isFern ? [1, 0] : [0, 1];
    const thumbnail = new Blob();
    return { embedding: Float32Array.from(embedding), width: 1, height: 1, thumbnail, warnings: [] };
  };
  return {
    embedPhotos: async (files: File[]) => files.map((file) => ({ ok: true, value: embed(file) })),
    embedTexts: async (texts: string[]) => ({
      ok: true,
      value: stack(texts.map((_, i) => Float32Array.from(i === 0 ? [1, 0] : [0, 1]))),
    }),
  };
}

/** A stage over ten photos and two classes, the model loaded at a precision; workers that it starts are counted. */
async function stageWith(inUse: Precision, { ruined = false, load = async () => {} } = {}) {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const loaded: Precision[] = [];
  const spawn = () => {
    const rung = { precision: inUse };
    const api = encoder(rung, ruined);
    return startWorker({
      ...api,
      chooseNetwork: async () => {},
      capabilities: async () => ({ webgpu: null, threads: 1 }),
      inspect: async () => ({ ok: true, value: inspection }),
      load: async (_: ModelSource, { precision }: Rung) => {
        rung.precision = precision;
        loaded.push(precision);
        if (loaded.length > 1) await load();
        return {
          ok: true,
          value: { id: 'ferns', revision: 'a', rung: { backend: 'wasm', precision, threads: 1 } },
        };
      },
    }).worker;
  };
  const client = new EncoderClient(
    spawn,
    null,
    () => ({ closed: false, origins: [] }),
    9e9,
    () => (inUse === 'q8' ? [{ precision: 'q8', passes: true, milliseconds: 1 }] : []),
  );
  const store = createStore<EngineState>(() =>
    initialState(defaultRequest('https://example.org/'), null, false),
  );
  const names = Array.from({ length: 10 }, (_, i) => (i < 5 ? `fern-${i}.jpg` : `moss-${i}.jpg`));
  const photos = new Map(
    names.map((name) => [name, newPhoto(new File(['x'], name, { type: `image/${name.split('-')[0]}` }))]),
  );
  const classes = finished(carryOver({ classes: [], prompts }, parseClasses('fern\nmoss').classes, prompts));
  const verdicts: PrecisionVerdict[] = [];
  const data = { store, photos, classes, prompts } as unknown as EngineData;
  const stage = new PrecisionStage(data, client, 9e9, storage, (verdict) => verdicts.push(verdict));
  const info: EncoderInfo = await client.load(source, {
    onExpected: () => {},
    onProgress: () => {},
    onSkipped: () => {},
  });
  stage.modelReady(source, info, client.inspection!);
  const state = () => store.getState().precision;
  return { stage, state, loaded, verdicts, storage, photos, client };
}

describe('checking a precision', () => {
  test('compares with the other one in a worker of its own, keeps what was found, and tells the ladder', async () => {
    const { stage, state, loaded, verdicts, storage, client } = await stageWith('q8');
    expect(state()).toMatchObject({ pair: { checked: 'q8', reference: 'fp16', inUse: 'q8', bytes: 100 } });
    await stage.check();
    expect(loaded).toEqual(['q8', 'fp16']);
    expect(state()).toMatchObject({ status: 'idle', verdict: { photos: 10, agreeing: 10 } });
    expect(state().verdict?.checked.passes).toBe(true);
    expect(verdicts).toEqual([state().verdict]);
    expect(verdictOf(storage, inspection)).toEqual(state().verdict);
    client.dispose();
  });

  test('finds what 8 bits ruin, from whichever side it is asked', async () => {
    for (const inUse of ['q8', 'fp16'] as const) {
      const { stage, state, client } = await stageWith(inUse, { ruined: true });
      await stage.check();
      expect(state().verdict).toMatchObject({
        checked: { precision: 'q8', passes: false },
        reference: { precision: 'fp16', passes: true },
        agreeing: 5,
      });
      client.dispose();
    }
  });

  test('is given up when another model is asked for: nothing is kept of it', async () => {
    let end = () => {};
    const load = () =>
      new Promise<void>((resolve) => {
        end = resolve;
      });
    const { stage, state, loaded, verdicts, storage, client } = await stageWith('q8', { load });
    const checking = stage.check();
    await expect.poll(() => loaded).toEqual(['q8', 'fp16']);
    expect(state().status).toBe('running');
    stage.modelLeft();
    await checking;
    end();
    expect(state()).toMatchObject({ status: 'idle', pair: null, verdict: null });
    expect([verdicts, verdictOf(storage, inspection)]).toEqual([[], null]);
    client.dispose();
  });

  test('says why it could not be done', async () => {
    const { stage, state, photos, client } = await stageWith('q8');
    photos.clear();
    await stage.check();
    expect(state()).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('Add some photos') },
    });
    client.dispose();
  });
});

describe('unasked', () => {
  test('8 bits in use are checked where the family is known to suffer, once', async () => {
    const { stage, loaded, client, state } = await stageWith('q8', {
      load: () => Promise.reject(new Error('gone')),
    });
    stage.rested();
    await expect.poll(() => state().status).toBe('failed');
    stage.rested();
    expect(loaded).toEqual(['q8', 'fp16']);
    client.dispose();
  });

  test('finer numbers are not, nor is a handful of photos', async () => {
    const finer = await stageWith('fp16');
    finer.stage.rested();
    expect(finer.state().status).toBe('idle');
    const few = await stageWith('q8');
    few.photos.delete('fern-0.jpg');
    few.stage.rested();
    expect(few.state().status).toBe('idle');
    finer.client.dispose();
    few.client.dispose();
  });
});
