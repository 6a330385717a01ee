import type { ParameterValues, Thresholds } from '../../../core';
import { chosenMethod, type Engine, parametersOf, sameValues } from '../../engine';
import { remember } from '../undo/undo';

/**
 * Puts values of the chosen method in the place of the user's own; that can be undone, whichever method is chosen then.
 * @param words what was done, as the notice says it, without a full stop
 */
export function replaceValues(engine: Engine, words: string, values: ParameterValues): void {
  const { request } = engine.getState();
  const { id } = chosenMethod(request);
  const before = parametersOf(request);
  engine.setParameters(values);
  const after = parametersOf(engine.getState().request);
  if (sameValues(before, after)) return;
  remember({
    words,
    bytes: 0,
    undo: () => engine.setParameters(before, id),
    redo: () => engine.setParameters(after, id),
  });
}

/** Puts a threshold where it starts, in the place of the user's own; that can be undone. @param words as for `replaceValues` */
export function replaceThreshold(engine: Engine, name: keyof Thresholds, words: string): void {
  const before = engine.getState().request.thresholds[name];
  if (before === null) return;
  engine.setThresholds({ [name]: null });
  remember({
    words,
    bytes: 0,
    undo: () => engine.setThresholds({ [name]: before }),
    redo: () => engine.setThresholds({ [name]: null }),
  });
}

/** Puts other templates in the place of the user's own; that can be undone. */
export function replaceTemplates(engine: Engine, words: string, templates: string): void {
  const before = engine.getState().request.templates;
  if (before === templates) return;
  engine.setTemplates(templates);
  remember({
    words,
    bytes: 2 * (before.length + templates.length),
    undo: () => engine.setTemplates(before),
    redo: () => engine.setTemplates(templates),
  });
}

/** Has a method's memory begin again with the photos in another order; that can be undone. */
export function restartMemory(engine: Engine, order: readonly string[]): void {
  const before = engine.restartMemory(order);
  remember({
    words: 'The memory begins again, in the order of the light table',
    bytes: 40 * before.length,
    undo: () => void engine.restartMemory(before),
    redo: () => void engine.restartMemory(order),
  });
}
