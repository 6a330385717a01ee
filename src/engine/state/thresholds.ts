import { type KnownThresholds, methodById, scaleOf, thresholdsOf } from '../../../core';
import { chosenMethod, parametersOf } from './request/parameters';
import type { EngineState } from './types';

/** exp(t) where nobody states the checkpoint's. */
export const LOGIT_SCALE = 100;

type Manifest = NonNullable<EngineState['index']['info']>['manifest'];

/**
 * What the open index brings that was fitted on labelled photos; null while none is open, and for one that was made with another model:
 * it says nothing of this one.
 */
export const fittedOf = ({
  info,
  status,
}: Pick<EngineState['index'], 'info' | 'status'>): Pick<Manifest, 'scales' | 'states'> | null =>
  status === 'unfit' ? null : (info?.manifest ?? null);

/** What thresholds follow from. */
export interface Fits {
  readonly request: Pick<EngineState['request'], 'method' | 'thresholds'>;
  readonly index: Pick<EngineState['index'], 'info' | 'status'>;
}

/** The thresholds in force for the method asked for. */
export const thresholdsIn = ({ request, index }: Fits): KnownThresholds =>
  thresholdsOf(request.method, fittedOf(index)?.states ?? null, request.thresholds);

/** What turns the scores of either side into shares, by the method asked for; null while no model is loaded. */
export function scalesIn({
  request,
  index,
  model,
  photoIds,
  shownClasses,
}: Pick<EngineState, 'request' | 'index' | 'model' | 'photoIds' | 'shownClasses'>): Readonly<
  Record<'zeroShot' | 'enriched', number>
> | null {
  if (model.info === null) return null;
  const logitScale = model.info.logitScale ?? LOGIT_SCALE;
  const values = parametersOf(request);
  const fitted = fittedOf(index)?.scales ?? null;
  const set = { photos: photoIds.length, classes: shownClasses.length };
  return {
    zeroShot: scaleOf(methodById('zero-shot')!, values, fitted, logitScale, set).value,
    enriched: scaleOf(chosenMethod(request), values, fitted, logitScale, set).value,
  };
}
