import type { Engine, Photo } from '../../../engine';
import { usePage } from '../../page-state';
import { partsOf } from './box-answers';

/** The part of a photo whose answer is looked at: itself, or the further box of it that was chosen. */
export function useChosenPart(photo: Photo): Photo {
  const id = usePage((page) => page.boxId);
  return partOf(photo, id);
}

/** The id that a word on the photo alone is for: the photo's own, or that of the box which was chosen. */
export function chosenPartId(engine: Pick<Engine, 'photo'>, photoId: string): string {
  const photo = engine.photo(photoId);
  return photo === undefined ? photoId : partOf(photo, usePage.getState().boxId).id;
}

/** Has the evidence of a photo, or of a further box of it, seen. */
export function choosePartShown(part: Photo): void {
  usePage.setState({ boxId: part.id, evidenceClass: null });
}

/** Has the box behind the one that is seen seen; behind the last the first. */
export function chooseNextBox(engine: Pick<Engine, 'photo'>, photoId: string): void {
  const photo = engine.photo(photoId);
  if (photo === undefined || photo.further.length === 0) return;
  const parts = partsOf(photo);
  const at = parts.indexOf(partOf(photo, usePage.getState().boxId));
  choosePartShown(parts[(at + 1) % parts.length]!);
}

const partOf = (photo: Photo, id: string | null): Photo =>
  photo.further.find((box) => box.id === id) ?? photo;
