import { askedByHand } from '../asked';

/** CoRE taken apart, when it was asked for. */
export const studies = askedByHand((engine, known, asking) => engine.evaluation.studies(known, asking));
