import type { Engine } from '../../engine';
import { usePage } from '../page-state';
import { selectedId } from '../photos/list/selected';

/** Takes the answer of the selected photo for what the user says, or takes back what they said. */
export function acceptAnswer(engine: Engine): void {
  const { shownClasses } = engine.getState();
  const id = selectedId(engine, usePage.getState().selectedId);
  const photo = id === null ? undefined : engine.photo(id);
  if (photo === undefined) return;
  const answer = engine.answer(photo.id);
  const best = answer?.names === null ? shownClasses[answer.enriched[0]?.index ?? -1]?.name : undefined;
  engine.acceptClass(photo.id, photo.accepted === null ? (best ?? null) : null);
}
