import { boxesFrom, type DetectedBox } from './recognitions';

/** A part of a photo: left, top, width and height, each 0–1 of it. */
export type Region = DetectedBox['bbox'];

/** What of photos is classified, and which boxes count. */
export interface DetectionChoice {
  /** The whole photo, or the surest animal in it; photos without one are classified whole. */
  readonly classify: 'photo' | 'animal';
  /** How sure the detector has to be for its boxes to be shown, classified and answered in exports; 0–1. */
  readonly from: number;
}

/** A part of a picture, in its pixels. */
export interface PixelWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Part of a box's longer side that is kept of its surroundings on each side: detectors cut ears, tails and legs. */
const MARGIN = 0.1;

/** The surest box of neither a person nor a vehicle: the one that answers are of. @param boxes the surest first */
export const animalIn = (boxes: readonly DetectedBox[], from: number): DetectedBox | null =>
  boxesFrom(boxes, from).find(({ category }) => category !== 'person' && category !== 'vehicle') ?? null;

/** The box whose surroundings are classified; null where that is the whole photo. */
export const classifiedBox = (
  boxes: readonly DetectedBox[] | null,
  { classify, from }: DetectionChoice,
): DetectedBox | null => (classify === 'animal' && boxes !== null ? animalIn(boxes, from) : null);

/**
 * Identifies what is classified, for the key of its embedding: empty for the whole photo. It changes with whatever
 * `cropAround` makes of the box.
 */
export const cropKey = (box: Pick<DetectedBox, 'bbox'> | null): string =>
  box === null ? '' : ` square+${MARGIN} ${box.bbox.map((side) => Number(side.toFixed(5))).join(' ')}`;

/**
 * The part of a picture that is classified for a box: the square around it with a margin, so that the animal keeps its
 * proportions in models that squeeze pictures to a square; moved inside where it reaches over an edge, and cut where the
 * picture is narrower than it.
 * @param picture in pixels, as it is shown (turned as EXIF says)
 */
export function cropAround(
  [left, top, width, height]: Region,
  picture: { readonly width: number; readonly height: number },
): PixelWindow {
  const side = Math.max(width * picture.width, height * picture.height) * (1 + 2 * MARGIN);
  const along = (from: number, length: number, all: number) => {
    const wanted = Math.max(1, Math.min(all, Math.round(side)));
    const start = Math.round((from + length / 2) * all - wanted / 2);
    return { start: Math.max(0, Math.min(all - wanted, start)), length: wanted };
  };
  const across = along(left, width, picture.width);
  const down = along(top, height, picture.height);
  return { left: across.start, top: down.start, width: across.length, height: down.length };
}
