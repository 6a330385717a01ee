import type { Engine } from '../../engine';
import { hostName } from '../common/text/hosts';
import { remember } from '../undo/undo';

/**
 * Opens an index in the place of the first one. That can be undone, but where it took the place of the one that comes with
 * the page: it is one press away.
 * @param url of its manifest
 * @param pocket of the manifest of the index that comes with the page
 */
export function changeIndex(engine: Engine, url: string, pocket: string): void {
  const before = engine.getState().request.manifestUrl;
  engine.setIndex(url);
  if (url === before || before === pocket) return;
  remember({
    words: `The index of ${hostName(url)} took the place of the one of ${hostName(before)}`,
    bytes: 0,
    undo: () => engine.setIndex(before),
    redo: () => engine.setIndex(url),
  });
}
