import { LIMITS, type Method, PAPER_SETTINGS, type ParameterValues } from '../../../../core';
import { type Basis, prototypeOf } from '../basis';
import type { ClassRecord } from '../records';

/** What the scorer is to do next: put together what methods read, measure photos, or take labels anew. */
export type ScoringJob = 'gather' | 'measure' | 'tell labels';

/** What is known when the scorer's next job is looked for. */
export interface ScoringWorld {
  /** What is being put together: atoms of classes, or of photos too; null while nothing is. */
  readonly gathering: 'classes' | 'photos' | null;
  /** Whether photos wait to be measured beside the page. */
  readonly hasSteps: boolean;
  /** Whether a labelled photo has another embedding than methods that read labels were told. */
  readonly areLabelsBehind: boolean;
}

/**
 * Nothing is measured with atoms that are about to be others. Labels come last: with them all photos are measured anew, which
 * is to happen once for the photos that came meanwhile, not for each.
 */
export function nextForScoring({ gathering, hasSteps, areLabelsBehind }: ScoringWorld): ScoringJob | null {
  if (gathering !== null) return 'gather';
  if (hasSteps) return 'measure';
  return areLabelsBehind ? 'tell labels' : null;
}

/** What another method, or another value of a parameter, asks for. */
export type SettingsStep =
  /** Captions are read to another depth: all atoms are taken anew, and the setting with them. */
  | 'gather photos'
  /** The captions that the setting reads are on their way: until they are there, the setting before holds. */
  | 'wait'
  /** Everything that it reads is there. */
  | 'take';

/**
 * @param depth captions that the atoms hold
 * @param wanted captions that the setting reads
 */
export function stepForSettings(
  depth: number,
  wanted: number,
  gathering: ScoringWorld['gathering'],
): SettingsStep {
  if (depth !== wanted) return 'gather photos';
  return gathering === 'photos' ? 'wait' : 'take';
}

/** Captions per photo and class: what the paper reads serves all smaller k, beyond it the most that can be asked for. */
export function captionsRead(method: Method, values: ParameterValues): number {
  const { k } = method.parameters;
  if (k?.kind !== 'number' || k.affects !== 'retrieval') return PAPER_SETTINGS.k;
  const paper = k.paper ?? k.max;
  return Number(values.k) <= paper ? paper : LIMITS.k.max;
}

/** Whether answers may refer to a list: all of it is embedded. */
export const isListReady = (classes: readonly ClassRecord[], basis: Basis): boolean =>
  classes.every((record) => prototypeOf(record, basis) !== null);
