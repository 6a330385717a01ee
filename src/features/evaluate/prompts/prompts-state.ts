import { create } from 'zustand';
import { parseTemplates } from '../../../../core';
import type { Engine, Request } from '../../../engine';
import { askedByHand } from '../asked';

/** What the user wrote as prefixes; null for those that the page proposes. */
export const usePrefixes = create<{ readonly written: string | null }>()(() => ({ written: null }));

/** Prefixes to begin with: both prompts in force, a general one, and the name alone. */
export const proposedPrefixes = ({ prompts }: Pick<Request, 'prompts'>): string =>
  [
    ...new Set(parseTemplates([prompts.zeroShot, prompts.retrieval, 'a photo of a {}', '{}'].join('\n'))),
  ].join('\n');

const prefixesNow = (engine: Engine) =>
  usePrefixes.getState().written ?? proposedPrefixes(engine.getState().request);

/** Prompts, and ways of finding captions, compared when it was asked for. */
export const promptStudies = askedByHand((engine, known, asking) =>
  engine.evaluation.prompts({ ...known, prefixes: prefixesNow(engine) }, asking),
);
