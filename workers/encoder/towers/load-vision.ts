import { FernglassError } from '../../../core';
import type { Rung } from '../../protocol';
import { PRECISIONS } from '../../protocol';
import type { HostFiles } from '../checkpoint/files/host';
import { graphFile, refuseCombined, towerFiles } from '../checkpoint/layout';
import type { CheckpointSettings } from '../checkpoint/settings';
import { loadVisionTower, type Pixels, type Tower } from './tower';

/**
 * Loads the vision tower. A model that is kept is kept whole, so the text tower's weights are fetched along with it.
 * @throws FernglassError `backend-unavailable` where the checkpoint ships other precisions only, and another rung may do
 */
export async function loadVision(
  files: HostFiles,
  settings: CheckpointSettings,
  rung: Rung,
  runtime: Promise<void>,
): Promise<Tower<Pixels>> {
  const { backend: device, precision } = rung;
  try {
    if (files.keeps)
      for (const file of await towerFiles(files, settings.config, 'text_model', precision))
        await files.keep(file);
    return await loadVisionTower(files, settings, { device, precision }, runtime);
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
