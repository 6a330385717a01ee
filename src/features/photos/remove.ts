import type { Engine, RemovedPhotos } from '../../engine';
import { counted } from '../common/text/formats';
import { selectPhoto, usePage } from '../page-state';
import { remember } from '../undo/undo';

/**
 * Takes photos out of the light table; that can be undone, and costs no computing then.
 * @param beside takes something else away with them, and returns what puts it back
 */
export function removePhotos(engine: Engine, ids: readonly string[], beside?: () => () => void): void {
  const selected = usePage.getState().selectedId;
  const [only] = ids.length === 1 ? ids : [];
  const name = only === undefined ? undefined : engine.photo(only)?.file;
  let removed: RemovedPhotos = engine.removePhotos(ids);
  const { length } = removed.ids;
  if (length === 0) return;
  let putBackBeside = beside?.();
  remember({
    words: name === undefined ? `${counted(length, 'photo')} removed` : `${name} removed`,
    bytes: removed.bytes,
    undo() {
      removed.putBack();
      putBackBeside?.();
      if (selected !== null && removed.ids.includes(selected)) selectPhoto(selected);
    },
    redo() {
      removed = engine.removePhotos(removed.ids);
      putBackBeside = beside?.();
    },
  });
}
