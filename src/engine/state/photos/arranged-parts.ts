import { animalsIn, classifiedBoxes, type DetectedBox, type DetectionChoice } from '../../../../core';
import type { PhotoRecord } from '../records';
import type { Photo } from '../types';
import { furtherBox, isEmbedded, partKey, putAside, takePart } from './classified-part';

/** What became of a photo's parts. */
interface Arranged {
  /** What the page is to see of it. */
  readonly view: Pick<Photo, 'classified' | 'lacksCrops'>;
  /** Whether the photo itself stands for another part than before. */
  readonly isOther: boolean;
  /** The further boxes that are to be classified now, as they were where they were before. */
  readonly further: readonly PhotoRecord[];
}

/**
 * Has a photo stand for the part that is asked for, and makes records of its further boxes. What cannot be read any more is
 * not asked for: then the photo keeps the answer of its whole, or of what else of it was embedded.
 * @param space that embeddings are to lie in; null while no model is loaded
 */
export function arrangeParts(record: PhotoRecord, choice: DetectionChoice, space: string | null): Arranged {
  const { boxes, isFileGone, classified: now } = record.view;
  const asked = classifiedBoxes(boxes, choice);
  const { further: known = [] } = record;
  // Most photos while a slider moves: no box came or went.
  if (!isFileGone && isSame(asked, [now, ...known.map(({ view }) => view.classified)]))
    return { view: { classified: now, lacksCrops: false }, isOther: takePart(record, now), further: known };
  const isToBeHad = (box: DetectedBox | null) => !isFileGone || isEmbedded(record, partKey(box), space);
  const wanted = asked.filter(isToBeHad);
  const own = wanted[0] ?? (isToBeHad(null) ? null : now);
  const lacksCrops = isFileGone && !animalsIn(boxes ?? [], choice.from).every(isToBeHad);
  const rest = wanted.slice(1);
  const before = new Map(known.map((one) => [one.part, one]));
  const places = new Set(rest.map(partKey));
  for (const [part, one] of before) if (!places.has(part)) putAside(record, one);
  const isOther = takePart(record, own);
  const further = rest.map((box) => before.get(partKey(box)) ?? furtherBox(record, box));
  rest.forEach((classified, i) => {
    const one = further[i]!;
    if (one.view.classified !== classified) one.view = { ...one.view, classified };
  });
  return { view: { classified: own, lacksCrops }, isOther, further };
}

/** Whether the parts that are asked for, none for the whole photo, are those that are classified. */
const isSame = (asked: readonly DetectedBox[], now: readonly (DetectedBox | null)[]): boolean =>
  asked.length === 0
    ? now.length === 1 && now[0] === null
    : asked.length === now.length && asked.every((box, i) => box === now[i]);
