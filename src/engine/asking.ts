import type { StoreApi } from 'zustand/vanilla';
import { methodById, withClasses } from '../../core';
import { movedParameters } from './state/request/parameters';
import { INDEX_MEMORY, INDEX_RECALL, within } from './state/request/request';
import type { Engine, EngineState } from './state/types';

/** What changes the request and nothing else; `ask` writes it, and the engine follows. */
type Asking = Pick<
  Engine,
  | 'setClassesText'
  | 'addClasses'
  | 'setPrompts'
  | 'setSearchMode'
  | 'setCaptionRules'
  | 'setIndexMemory'
  | 'setIndexRecall'
  | 'setCaptionChoices'
  | 'setTemplates'
  | 'setTrainingCounts'
  | 'setTuned'
  | 'setMethod'
  | 'setParameters'
  | 'setThresholds'
  | 'setDetections'
  | 'setModel'
>;

/** The engine's setters of the request. */
export function askingOf(
  store: Pick<StoreApi<EngineState>, 'getState'>,
  ask: (change: Partial<EngineState['request']>) => void,
): Asking {
  const request = () => store.getState().request;
  return {
    setClassesText: (classesText) => ask({ classesText }),
    addClasses(names) {
      const { classesText } = request();
      const longer = withClasses(classesText, names);
      if (longer !== classesText) ask({ classesText: longer });
    },
    setPrompts: (prompts) => ask({ prompts: { ...request().prompts, ...prompts } }),
    setSearchMode: (searchMode) => ask({ searchMode }),
    setCaptionRules: (rules) => ask({ captionRules: { ...request().captionRules, ...rules } }),
    setCaptionChoices: (captionChoices) => ask({ captionChoices }),
    setIndexMemory(megabytes) {
      const indexMemory = within(INDEX_MEMORY, megabytes);
      if (indexMemory !== null) ask({ indexMemory });
    },
    setIndexRecall(percent) {
      const indexRecall = within(INDEX_RECALL, percent);
      if (indexRecall !== null) ask({ indexRecall });
    },
    setTemplates: (templates) => ask({ templates }),
    setTrainingCounts: (trainingCounts) => ask({ trainingCounts }),
    setTuned: (tuned) => ask({ tuned }),
    setMethod(id) {
      if (methodById(id) !== undefined) ask({ method: id });
    },
    setParameters(change, method) {
      const asked = method === undefined ? request() : { ...request(), method };
      ask({ parameters: movedParameters(asked, change) });
    },
    setThresholds: (change) => ask({ thresholds: { ...request().thresholds, ...change } }),
    setDetections: (change) => ask({ detections: { ...request().detections, ...change } }),
    setModel: (model) => ask({ model }),
  };
}
