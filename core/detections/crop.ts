import { boxesFrom, type DetectedBox } from './recognitions';

/** A part of a photo: left, top, width and height, each 0–1 of it. */
export type Region = DetectedBox['bbox'];

/** What of photos is classified, and which boxes count. */
export interface DetectionChoice {
  /** The whole photo, or the animals in it, each for itself; photos without one are classified whole. */
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

/** The boxes of neither a person nor a vehicle, each place once. @param boxes the surest first, as is what is given */
export function animalsIn(boxes: readonly DetectedBox[], from: number): readonly DetectedBox[] {
  let all = animals.get(boxes);
  if (all === undefined) {
    const places = new Set<string>();
    all = boxes.filter((box) => {
      const place = cropKey(box);
      if (box.category === 'person' || box.category === 'vehicle' || places.has(place)) return false;
      places.add(place);
      return true;
    });
    animals.set(boxes, all);
  }
  return boxesFrom(all, from);
}

/** Those of any confidence: a slider's move asks for the animals of all photos. */
const animals = new WeakMap<readonly DetectedBox[], readonly DetectedBox[]>();

/**
 * The boxes whose surroundings are classified, the surest first: its answer is the photo's own. None where the whole photo
 * is classified.
 */
export const classifiedBoxes = (
  boxes: readonly DetectedBox[] | null,
  { classify, from }: DetectionChoice,
): readonly DetectedBox[] => (classify === 'animal' && boxes !== null ? animalsIn(boxes, from) : []);

/**
 * Identifies what is classified, for the key of its embedding: empty for the whole photo. It changes with whatever
 * `cropAround` makes of the box.
 */
export function cropKey(box: Pick<DetectedBox, 'bbox'> | null): string {
  if (box === null) return '';
  const known = keys.get(box);
  if (known !== undefined) return known;
  const key = ` square+${MARGIN} ${box.bbox.map((side) => Number(side.toFixed(5))).join(' ')}`;
  keys.set(box, key);
  return key;
}

/** A slider's move asks for the keys of all boxes there are. */
const keys = new WeakMap<object, string>();

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
