import { env, pipeline } from '@huggingface/transformers';
import { expose } from 'comlink';
import { hostFiles } from '../../../workers/encoder/checkpoint/files/host';
import { NO_STORE } from '../../../workers/encoder/checkpoint/files/model-store';
import { readSettings } from '../../../workers/encoder/checkpoint/settings';
import { prepareRuntime, startRuntime } from '../../../workers/encoder/runtime';
import { loadVisionTower } from '../../../workers/encoder/towers/tower';
import type { HostSource, Rung } from '../../../workers/protocol';
import { measureStages, type Stage } from './stages';

/** What the bench's worker measures; each call wants a fresh worker. */
export interface PhotoBench {
  /** Milliseconds of each stage before the tower, photo by photo. */
  stages(source: HostSource, urls: string[]): Promise<Record<Stage, number[]>>;
  /** Milliseconds a photo of the vision tower alone, given as many at once as the app gives it, for `photos` photos. */
  tower(source: HostSource, rung: Rung, photos: number): Promise<number>;
  /** Milliseconds of transformers.js's own pipeline for each of the photos, by as many classes. */
  pipeline(source: HostSource, rung: Rung, urls: string[], classes: string[]): Promise<number[]>;
}

/** Photos that the app gives the tower in one call. */
const AT_ONCE = 4;

const filesOf = (source: HostSource) =>
  hostFiles(source, { store: NO_STORE, useListing: false, onProgress: () => {} });

const bench: PhotoBench = {
  async stages(source, urls) {
    const { preprocessor } = await readSettings(filesOf(source));
    const files = await Promise.all(urls.map(async (url) => (await fetch(url)).blob()));
    return measureStages(files, preprocessor);
  },
  async tower(source, rung, photos) {
    prepareRuntime(rung);
    const files = filesOf(source);
    const settings = await readSettings(files);
    const { backend: device, precision } = rung;
    const tower = await loadVisionTower(files, settings, { device, precision }, startRuntime(rung));
    const size = settings.preprocessor.imageSize;
    const data = Float32Array.from(
      { length: AT_ONCE * 3 * size * size },
      (_, i) => ((i * 7919) % 255) / 127 - 1,
    );
    const embed = () => tower.embed({ count: AT_ONCE, size, data });
    await embed();
    const began = performance.now();
    for (let done = 0; done < photos; done += AT_ONCE) await embed();
    return (performance.now() - began) / (Math.ceil(photos / AT_ONCE) * AT_ONCE);
  },
  async pipeline({ host, id }, rung, urls, classes) {
    prepareRuntime(rung);
    env.allowLocalModels = false;
    env.remoteHost = host;
    env.remotePathTemplate = '{model}/';
    env.useBrowserCache = false;
    const classify = await pipeline('zero-shot-image-classification', id, {
      device: rung.backend,
      dtype: rung.precision,
    });
    const times: number[] = [];
    for (const [i, url] of [urls[0]!, ...urls].entries()) {
      const began = performance.now();
      await classify(url, classes);
      // The first one warms up.
      if (i > 0) times.push(performance.now() - began);
    }
    return times;
  },
};

expose(bench);
