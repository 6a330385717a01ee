import type { Engine } from '../../engine';
import { allPhotos } from '../engine-context';
import { usePage } from '../page-state';
import { selectedPhoto } from '../photos/LightTable';

/** Takes the answer of the selected photo for what the user says, or takes back what they said. */
export function acceptAnswer(engine: Engine): void {
  const { shownClasses } = engine.getState();
  const photo = selectedPhoto(allPhotos(engine), usePage.getState().selectedId);
  if (photo === null) return;
  const answer = engine.answer(photo.id);
  const best = answer?.names === null ? shownClasses[answer.enriched[0]?.index ?? -1]?.name : undefined;
  engine.acceptClass(photo.id, photo.accepted === null ? (best ?? null) : null);
}
