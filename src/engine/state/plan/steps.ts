import type { Request } from '../types';

/** What a change of the request asks of the engine; everything else follows from what is there and what is not. */
export interface RequestSteps {
  readonly readClasses: boolean;
  /** Texts that are being typed wait until the typing rests. */
  readonly awaitTyping: boolean;
  readonly loadModel: boolean;
  readonly openIndex: boolean;
  readonly limitMemory: boolean;
  readonly aimAtRecall: boolean;
  /** Rules that are being edited wait until the editing rests. */
  readonly awaitRules: boolean;
  /** Captions were left out or pinned. */
  readonly chooseCaptions: boolean;
  /** Other parts of photos are classified, or other boxes count. */
  readonly chooseParts: boolean;
  /** Vectors that failed to come may come where something else needs them. */
  readonly retrySpaces: boolean;
  readonly chooseMethod: boolean;
  /** Values that nobody moved follow the model. */
  readonly weigh: boolean;
}

/**
 * The steps from the request that was acted on last to the one that is wanted now: the one place that compares the two.
 * What was set anew counts as changed, though it may hold the same.
 * @param latest null where nothing was acted on yet
 */
export function stepsFor(wanted: Request, latest: Request | null): RequestSteps {
  const isOther = (...names: readonly (keyof Request)[]) =>
    latest === null || names.some((name) => wanted[name] !== latest[name]);
  const isEdited = (...names: readonly (keyof Request)[]) => latest !== null && isOther(...names);
  return {
    readClasses: isOther('classesText', 'prompts'),
    awaitTyping: isEdited('classesText', 'prompts', 'templates'),
    loadModel: isOther('model'),
    openIndex: isOther('manifestUrl', 'furtherIndexes'),
    limitMemory: isEdited('indexMemory'),
    aimAtRecall: isEdited('indexRecall'),
    awaitRules: isEdited('captionRules'),
    chooseCaptions: latest === null ? wanted.captionChoices.length > 0 : isOther('captionChoices'),
    chooseParts: isEdited('detections'),
    retrySpaces: isEdited('searchMode', 'method'),
    chooseMethod: isOther('method'),
    weigh: isEdited('parameters', 'model'),
  };
}
