import { FernglassError } from '../errors';

/** A box that a detector drew around something in a photo. */
export interface DetectedBox {
  /** What the detector takes it for: “animal”, “person”, “vehicle” with MegaDetector. */
  readonly category: string;
  /** How sure it is, 0–1. */
  readonly conf: number;
  /** Left, top, width and height, each 0–1 of the photo. */
  readonly bbox: readonly [left: number, top: number, width: number, height: number];
}

/** Boxes by the photos' files, as a recognition file names them. */
export type Recognitions = ReadonlyMap<string, readonly DetectedBox[]>;

/** Boxes of one photo that are read at most; detectors give some tens. */
const MOST_BOXES = 1000;

/**
 * Reads a recognition file as MegaDetector writes it (formats 1.0 to 1.6), and programs that pass such files on. Boxes that are
 * none, outside the photo or without a confidence are passed over; photos that the detector could not read have none.
 * @throws FernglassError `input-invalid` where the text is no such file
 */
export function readRecognitions(text: string): Recognitions {
  const found = parsed(text);
  const images = isObject(found) ? found.images : null;
  if (!isObject(found) || !Array.isArray(images))
    throw new FernglassError(
      'input-invalid',
      'The file is no recognition file of MegaDetector: it has no list of images. Choose the JSON that the detector wrote.',
    );
  const names = isObject(found.detection_categories) ? found.detection_categories : {};
  const photos = new Map<string, readonly DetectedBox[]>();
  for (const image of images) {
    if (!isObject(image) || typeof image.file !== 'string') continue;
    const boxes = Array.isArray(image.detections) ? image.detections : [];
    photos.set(
      slashed(image.file),
      boxes
        .slice(0, MOST_BOXES)
        .flatMap((box) => boxOf(box, names))
        .sort((a, b) => b.conf - a.conf),
    );
  }
  return photos;
}

/**
 * The boxes of photos by their paths. Where the file's paths begin elsewhere than those on the page, the longest common end
 * decides, if it is of one photo alone.
 * @param files paths of the photos, each with its key
 */
export function boxesByPhoto<Key>(
  recognitions: Recognitions,
  files: Iterable<readonly [key: Key, file: string]>,
): Map<Key, readonly DetectedBox[]> {
  const photos = [...files].map(([key, file]) => [key, slashed(file).split('/')] as const);
  const byName = new Map<string, string[][]>();
  for (const file of recognitions.keys()) {
    const parts = file.split('/');
    const name = parts.at(-1)!;
    byName.set(name, [...(byName.get(name) ?? []), parts]);
  }
  const found = new Map<Key, readonly DetectedBox[]>();
  for (const [key, parts] of photos) {
    const ranked = (byName.get(parts.at(-1)!) ?? [])
      .map((other) => ({ other, common: commonEnd(parts, other) }))
      .sort((a, b) => b.common - a.common);
    const [best, second] = ranked;
    if (best === undefined || best.common === second?.common) continue;
    // Photos of one name in other folders are other photos.
    if (best.common < Math.min(parts.length, best.other.length)) continue;
    found.set(key, recognitions.get(best.other.join('/'))!);
  }
  return found;
}

/** Boxes of which the detector is at least so sure, the surest first. */
export const boxesFrom = (boxes: readonly DetectedBox[], least: number): readonly DetectedBox[] =>
  boxes.filter(({ conf }) => conf >= least);

function boxOf(box: unknown, names: Readonly<Record<string, unknown>>): DetectedBox[] {
  if (!isObject(box) || !Array.isArray(box.bbox) || box.bbox.length !== 4) return [];
  const { conf, bbox, category } = box;
  if (typeof conf !== 'number' || !(conf >= 0 && conf <= 1)) return [];
  // Detectors round: a box may reach a little over the edge.
  const [left, top, width, height] = bbox.map((value) => (typeof value === 'number' ? value : Number.NaN));
  const isInside =
    left! >= -EDGE && top! >= -EDGE && left! + width! <= 1 + EDGE && top! + height! <= 1 + EDGE;
  if (!isInside || !(width! > 0 && height! > 0)) return [];
  const name = names[String(category)];
  return [
    {
      category: typeof name === 'string' ? name : String(category),
      conf,
      bbox: [Math.max(0, left!), Math.max(0, top!), Math.min(1, width!), Math.min(1, height!)],
    },
  ];
}

/** What a box may reach over the photo's edge. */
const EDGE = 0.01;

const slashed = (path: string) => path.replaceAll('\\', '/');

/** How many last parts two paths share. */
function commonEnd(a: readonly string[], b: readonly string[]): number {
  let common = 0;
  while (common < a.length && common < b.length && a.at(-1 - common) === b.at(-1 - common)) common++;
  return common;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
