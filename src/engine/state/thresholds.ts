import { type KnownThresholds, thresholdsOf } from '../../../core';
import type { EngineState } from './types';

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
