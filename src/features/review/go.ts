import { classOfLabel } from '../../../workers/protocol';
import type { Engine } from '../../engine';
import { selectPhoto, usePage } from '../page-state';
import { choosePartShown } from '../photos/boxes/chosen-box';
import { focusPhoto, showPhoto } from '../photos/list/move';
import { arrangedPhotos } from '../photos/list/page-photos';
import { selectedId } from '../photos/list/selected';
import { summaryKeeper } from '../photos/list/summary/summary-keeper';
import { tell } from '../undo/undo';
import { beside, nextWhere } from './next';
import { answeredNames } from './say';

/** The photo that keys and buttons of the review are about; null while there is none. */
export const reviewed = (engine: Engine): string | null => selectedId(engine, usePage.getState().selectedId);

/** Selects a photo. The keyboard goes along where it was on the photos, and stays where it was in the evidence. */
export function goTo(id: string): void {
  selectPhoto(id);
  const at = document.activeElement;
  if (at === null || at === document.body || at.closest('.tiles') !== null) focusPhoto(id);
  else showPhoto(id);
}

/** Goes to the photo behind, or before (−1), among those shown. */
export function goBeside(engine: Engine, by: 1 | -1): void {
  const list = arrangedPhotos(engine);
  const next = beside(list.ids, list.placeOf(reviewed(engine)), by);
  if (next !== null) goTo(next);
}

/** Goes to the next photo of which nobody said anything. Photos that could not be read are passed over. */
export function goToUnreviewed(engine: Engine): void {
  goToWhere(engine, 'No other photo shown is without a label.', (id) => {
    const photo = engine.photo(id);
    return photo !== undefined && photo.label === null && photo.status !== 'failed';
  });
}

/** Goes to the next photo without a label whose answer is not confident: what a person should look at. */
export function goToUnsure(engine: Engine): void {
  const summaries = summaryKeeper(engine);
  goToWhere(engine, 'No other photo shown is unsure and without a label.', (id) => {
    const summary = summaries.last(id);
    return summary !== null && summary.state !== 'confident' && engine.photo(id)?.label === null;
  });
}

/** Goes to the next photo of the same class: the person's where they named one, else the answer's. */
export function goToSameClass(engine: Engine): void {
  const from = reviewed(engine);
  const name = from === null ? null : classNow(engine, from);
  if (name === null) return;
  goToWhere(engine, `No other photo shown is of “${name}”.`, (id) => classNow(engine, id) === name);
}

/**
 * Goes to the next photo without a label where the person wants that after each; from a further box first to the next one of
 * its photo.
 * @param labelled the photo, or the box, that was labelled
 */
export function goOn(engine: Engine, labelled: string | null = null): void {
  if (!usePage.getState().goesOn) return;
  const id = reviewed(engine);
  const { further = [] } = (id === null ? undefined : engine.photo(id)) ?? {};
  const next = further.find((box) => box.label === null);
  if (next !== undefined && further.some((box) => box.id === labelled)) choosePartShown(next);
  else goToUnreviewed(engine);
}

function goToWhere(engine: Engine, otherwise: string, holds: (id: string) => boolean): void {
  const list = arrangedPhotos(engine);
  const next = nextWhere(list.ids, list.placeOf(reviewed(engine)), holds);
  if (next === null) tell(otherwise);
  else goTo(next);
}

/** A person's word wins; one that names no class leaves none. */
function classNow(engine: Engine, id: string): string | null {
  const label = engine.photo(id)?.label ?? null;
  return label === null ? (answeredNames(engine, id, 1)[0] ?? null) : classOfLabel(label);
}
