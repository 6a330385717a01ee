import { FernglassError } from '../../../core';
import type { Rung } from '../../protocol';
import { PRECISIONS } from '../../protocol';
import type { HostFiles } from '../checkpoint/files/host';
import { graphFile, refuseCombined, towerFiles } from '../checkpoint/layout';
import type { CheckpointSettings } from '../checkpoint/settings';
import { loadVisionTower, type Pixels, type Tower } from './tower';

const TOWERS = ['text_model', 'vision_model'] as const;

/**
 * Has a model that is kept between visits kept whole, before the first tower is loaded: what is fetched lies in memory while it
 * comes, and would add to what a tower takes there.
 * @throws FernglassError as `loadVision`
 */
export async function keepTowers(files: HostFiles, settings: CheckpointSettings, rung: Rung): Promise<void> {
  if (!files.keeps) return;
  await explained(files, rung, async () => {
    // Of a browser that has no room left, no more is asked than has to be held.
    for (const tower of TOWERS)
      for (const file of await towerFiles(files, settings.config, tower, rung.precision))
        if (!(await files.keep(file))) return;
  });
}

/**
 * Loads the vision tower.
 * @throws FernglassError `backend-unavailable` where the checkpoint ships other precisions only, and another rung may do
 */
export function loadVision(
  files: HostFiles,
  settings: CheckpointSettings,
  rung: Rung,
  runtime: Promise<void>,
): Promise<Tower<Pixels>> {
  const { backend: device, precision } = rung;
  return explained(files, rung, () => loadVisionTower(files, settings, { device, precision }, runtime));
}

/** Tells of weights that are not there whether others are. */
async function explained<T>(files: HostFiles, { precision }: Rung, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof FernglassError) || thrown.code !== 'model-not-found') throw thrown;
    refuseCombined(files.id, (await files.listing())?.keys() ?? (await combinedNames(files)));
    for (const other of PRECISIONS)
      if (other !== precision && (await files.has(graphFile('vision_model', other))))
        throw new FernglassError('backend-unavailable', thrown.message, { cause: thrown });
    throw thrown;
  }
}

/** Where nobody keeps a list, the combined graph is asked for by its usual name. */
async function combinedNames(files: HostFiles): Promise<string[]> {
  const names = ['onnx/vision_model.onnx', 'onnx/model.onnx'];
  const there = await Promise.all(names.map((name) => files.has(name)));
  return names.filter((_, i) => there[i]);
}
