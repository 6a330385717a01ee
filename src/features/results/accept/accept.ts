import type { Engine } from '../../../engine';
import { usePage } from '../../page-state';
import { selectedId } from '../../photos/list/selected';
import { remember } from '../../undo/undo';

/** Has the user's word on a photo be `name`, or none (null); that can be undone. */
export function sayClass(engine: Engine, id: string, name: string | null): void {
  const photo = engine.photo(id);
  if (photo === undefined || photo.accepted === name) return;
  const before = photo.accepted;
  engine.acceptClass(id, name);
  remember({
    words:
      name === null
        ? `${photo.file}: “${before}” taken back`
        : `${photo.file}: you say “${name}”${before === null ? '' : `, no longer “${before}”`}`,
    bytes: 0,
    undo: () => engine.acceptClass(id, before),
    redo: () => engine.acceptClass(id, name),
  });
}

/** Takes the answer of the selected photo for what the user says, or takes back what they said. */
export function acceptAnswer(engine: Engine): void {
  const { shownClasses } = engine.getState();
  const id = selectedId(engine, usePage.getState().selectedId);
  const photo = id === null ? undefined : engine.photo(id);
  if (photo === undefined) return;
  const answer = engine.answer(photo.id);
  const best = answer?.names === null ? shownClasses[answer.enriched[0]?.index ?? -1]?.name : undefined;
  sayClass(engine, photo.id, photo.accepted === null ? (best ?? null) : null);
}
