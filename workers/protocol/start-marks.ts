/**
 * Stages of a page's start, marked in the timeline of the thread where they end (`performance.getEntriesByType('mark')`);
 * `npm run bench -- start` reads them.
 */
export type StartStage =
  /** In the page: the model is loaded, the index opened, every class of the list embedded, nothing under way. */
  | 'model'
  | 'index'
  | 'texts'
  | 'ready'
  /** In the encoder worker: its program runs, settings are read, onnxruntime is up, the vision tower is, and is tested. */
  | 'encoder'
  | 'settings'
  | 'runtime'
  | 'tower'
  | 'self-test'
  /** In the encoder worker, where a text is not known: the text tower is up. */
  | 'text-tower';

/** What the marks' names begin with. */
export const START_MARK = 'fernglass ';

/** Marks the first end of a stage in this thread. */
export function markStart(stage: StartStage): void {
  const name = START_MARK + stage;
  if (performance.getEntriesByName(name, 'mark').length === 0) performance.mark(name);
}
