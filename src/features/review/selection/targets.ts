import { burstsOf } from '../../../../core';
import { type Engine, shotOf } from '../../../engine';
import { usePage } from '../../page-state';
import { chosenPartId } from '../../photos/boxes/chosen-box';
import { arrangedPhotos } from '../../photos/list/page-photos';
import { pick } from '../../photos/picking/picking';
import { tell } from '../../undo/undo';
import { reviewed } from '../go';

/**
 * What a label is for: the photos that are selected together, of what is shown, else the one that is selected, or the box of
 * it that was chosen. A photo that is shown large is labelled alone.
 */
export function targets(engine: Engine): readonly string[] {
  const { picked, largeOpen } = usePage.getState();
  const id = reviewed(engine);
  const together =
    largeOpen || picked.size === 0 ? [] : arrangedPhotos(engine).ids.filter((other) => picked.has(other));
  return together.length > 0 ? together : id === null ? [] : [chosenPartId(engine, id)];
}

/** Selects all photos that are shown. */
export function pickAll(engine: Engine): void {
  const { ids } = arrangedPhotos(engine);
  const id = reviewed(engine);
  if (ids.length > 0) pick(ids, id !== null && ids.includes(id) ? id : ids[0]!);
}

/** Selects the group of the photo; where photos are not grouped, those that were taken in one burst with it. */
export function pickGroup(engine: Engine): void {
  const list = arrangedPhotos(engine);
  const id = reviewed(engine);
  const at = id === null ? -1 : list.ids.indexOf(id);
  if (id === null || at < 0) return;
  const group = list.groups.find(({ first, count }) => first <= at && at < first + count);
  if (group !== undefined) pick(list.ids.slice(group.first, group.first + group.count), id);
  else {
    const burst = burstOf(engine, list.ids, at);
    if (burst.length < 2) tell('No other photo shown was taken in one burst with it.');
    else pick(burst, id);
  }
}

function burstOf(engine: Engine, ids: readonly string[], at: number): readonly string[] {
  const bursts = burstsOf(
    ids.map((id) => shotOf(engine.photo(id) ?? { facts: null })),
    usePage.getState().burstSeconds,
  );
  return ids.filter((_, i) => bursts[i] === bursts[at]);
}
