import type { DetectedBox } from '../../../../core';
import { type Engine, type Photo, thresholdsIn } from '../../../engine';
import { type Summary, summarise } from '../list/summary/summary';

/** What one box of a photo is said to show. */
export interface BoxAnswer {
  /** The photo itself for the surest box, and a further box of it for each of the others. */
  readonly part: Photo;
  readonly box: DetectedBox;
  /** Null while there is no answer. */
  readonly summary: Summary | null;
}

/** The parts of a photo that answers are of: itself, and its further boxes. */
export const partsOf = (photo: Photo): readonly Photo[] => [photo, ...photo.further];

/** What the classified boxes of a photo show, the surest first; none where the whole photo is classified. */
export function boxAnswers(engine: Pick<Engine, 'getState' | 'summary'>, photo: Photo): readonly BoxAnswer[] {
  const state = engine.getState();
  const thresholds = thresholdsIn(state);
  return partsOf(photo).flatMap((part): BoxAnswer[] => {
    const { classified: box, id } = part;
    if (box === null) return [];
    return [{ part, box, summary: summarise(engine.summary(id), state.shownClasses, thresholds) }];
  });
}
