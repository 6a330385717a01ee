import { foldName } from '../../../core';
import { classOfLabel } from '../../../workers/protocol';
import type { Engine, KnownLabel } from '../../engine';

/** The photos whose class is known. */
export interface KnownLabels {
  /** Those whose class is in the list that answers refer to. */
  readonly listed: readonly KnownLabel[];
  /** Photos whose class is not in it, by class. */
  readonly unlisted: ReadonlyMap<string, number>;
}

/** What people and files say of photos, as far as it names a class. */
export function knownLabels(engine: Pick<Engine, 'getState' | 'photo'>): KnownLabels {
  const { photoIds, shownClasses } = engine.getState();
  const places = new Map<string, number>();
  for (const [place, { names }] of shownClasses.entries())
    for (const name of names) if (!places.has(foldName(name))) places.set(foldName(name), place);
  const listed: KnownLabel[] = [];
  const unlisted = new Map<string, number>();
  for (const photo of photoIds) {
    const className = classOfLabel(engine.photo(photo)?.label ?? null);
    if (className === null) continue;
    const label = places.get(foldName(className));
    if (label !== undefined) listed.push({ photo, label });
    else unlisted.set(className, (unlisted.get(className) ?? 0) + 1);
  }
  return { listed, unlisted };
}
