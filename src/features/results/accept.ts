import type { Engine } from '../../engine';
import { usePage } from '../page-state';
import { selectedPhoto } from '../photos/LightTable';

/** Takes the answer of the selected photo for what the user says, or takes back what they said. */
export function acceptAnswer(engine: Engine): void {
  const { photos, shownClasses } = engine.getState();
  const photo = selectedPhoto(photos, usePage.getState().selectedId);
  if (photo === null) return;
  const answer = engine.answer(photo.id);
  const best = answer?.names === null ? shownClasses[answer.enriched[0]?.index ?? -1]?.name : undefined;
  engine.acceptClass(photo.id, photo.accepted === null ? (best ?? null) : null);
}
