import type { Engine } from '../engine';
import { useExport } from '../features/project/export-state';
import { isInProject } from '../features/project/keeping/project-state';
import { isUnsaved } from '../features/project/unsaved';

/**
 * Has the browser ask before the page goes with labels or results that neither a project nor an export holds. It listens only while there are
 * photos: a page that listens may not be kept for the way back.
 * @returns how to stop
 */
export function askBeforeLeaving(engine: Engine): () => void {
  let listening = false;
  const ask = (event: BeforeUnloadEvent) => {
    if (isInProject()) return;
    if (isUnsaved(engine, useExport.getState().exported)) event.preventDefault();
  };
  const listen = (wanted: boolean) => {
    if (wanted === listening) return;
    listening = wanted;
    if (wanted) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  };
  const look = () => listen(engine.getState().photoIds.length > 0);
  look();
  const unsubscribe = engine.subscribe(look);
  return () => {
    unsubscribe();
    listen(false);
  };
}
