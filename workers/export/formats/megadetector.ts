import { animalsIn, cropKey, type DetectedBox } from '../../../core';
import type { PhotoResult } from '../../protocol';
import { shortened } from '../numbers';
import { byPerson, machineName } from '../photo/decided';
import type { MakeFormat } from './format';

/** The version of the form that is written. */
const FORMAT_VERSION = '1.4';
/** The detector's categories by their ids; others get ids as they come. */
const CATEGORIES: Readonly<Record<string, string>> = { '1': 'animal', '2': 'person', '3': 'vehicle' };

/**
 * Recognition results as MegaDetector writes them: the boxes of the recognition file that was added, all of them as they were.
 * Each that was classified for itself has its answers, the surest one of an animal those of the photo; one box, the whole
 * frame, where there was no such file.
 */
export const megadetector: MakeFormat = ({ head, options }) => {
  const path = 'recognitions.json';
  const ids = new Map(head.classes.map((name, i) => [name, String(i)]));
  /** Names that are not in the class list, as of labels from before: they get ids as they come. */
  const idOf = (name: string) => {
    const id = ids.get(name) ?? String(ids.size);
    ids.set(name, id);
    return id;
  };
  const categories = new Map(Object.entries(CATEGORIES).map(([id, name]) => [name, id]));
  const categoryOf = (name: string) => {
    const id = categories.get(name) ?? String(categories.size + 1);
    categories.set(name, id);
    return id;
  };
  const detection = ({ category, conf, bbox }: DetectedBox, classifications: string | null) =>
    `{"category": "${categoryOf(category)}", "conf": ${decimal(conf)}, "bbox": [${bbox.map(decimal).join(', ')}]${
      classifications === null ? '' : `, "classifications": [${classifications}]`
    }}`;
  let count = 0;
  return {
    archive: false,
    begin() {
      const info = {
        format_version: FORMAT_VERSION,
        detector: 'as the recognition file says; where there was none, each box is the whole photo',
        classifier: machineName(head),
        classification_completion_time: options.now.slice(0, 19).replace('T', ' '),
      };
      const start = JSON.stringify({ info }, null, 1).slice(0, -2);
      return [{ path, text: `${start},\n "images": [` }];
    },
    photo(photo) {
      const before = count++ === 0 ? '\n  ' : ',\n  ';
      if (photo.error !== undefined) {
        const failed = { file: photo.file, failure: photo.error.message, detections: null };
        return [{ path, text: before + JSON.stringify(failed) }];
      }
      const classes = classesOf(photo, options.answers);
      const boxes = photo.boxes ?? wholeIf(classes.length > 0);
      // Whether that box or the whole photo was classified: the answer says what the surest animal is.
      const own = photo.classified ?? animalsIn(boxes, options.boxesFrom)[0];
      const answered = new Map(
        [
          { box: own, classes },
          ...(photo.further ?? []).map((its) => ({
            box: its.classified,
            classes: classesOf(its, options.answers),
          })),
        ].flatMap(({ box, classes }) =>
          box === undefined || classes.length === 0 ? [] : [[cropKey(box), classes] as const],
        ),
      );
      const detections = boxes
        .map((box) => {
          // Each place is answered once.
          const its = answered.get(cropKey(box));
          answered.delete(cropKey(box));
          return detection(
            box,
            its?.map(([name, p]) => `["${idOf(name)}", ${decimal(p)}]`).join(', ') ?? null,
          );
        })
        .join(', ');
      return [
        { path, text: `${before}{"file": ${JSON.stringify(photo.file)}, "detections": [${detections}]}` },
      ];
    },
    end() {
      const classes = Object.fromEntries([...ids].map(([name, id]) => [id, name]));
      const found = Object.fromEntries([...categories].map(([name, id]) => [id, name]));
      return [
        {
          path,
          text: `\n ],\n "detection_categories": ${JSON.stringify(found)},\n "classification_categories": ${JSON.stringify(classes)}\n}\n`,
        },
      ];
    },
    leftOut: 0,
  };
};

/** The whole frame, as a box; none for a photo that nobody and nothing answered. */
const wholeIf = (isAnswered: boolean): readonly DetectedBox[] =>
  isAnswered ? [{ category: 'animal', conf: 1, bbox: [0, 0, 1, 1] }] : [];

/** Smaller shares than this say nothing, and make the file many times as long. */
const LEAST_SHARE = 0.001;

/** What people, else the method, say of a photo or a box, with shares, the best first; empty where nobody says anything. */
function classesOf(
  result: PhotoResult,
  answers: boolean,
): readonly (readonly [name: string, share: number])[] {
  const said = byPerson(result);
  if (said === null) return answers ? answersOf(result) : [];
  return said.name === null ? [] : [[said.name, 1]];
}

/** The method's answers with their shares, the best first. */
const answersOf = ({ enriched, shares = [] }: PhotoResult) =>
  enriched.flatMap((its, i) => {
    const share = shares[i];
    return share === undefined || (i > 0 && share < LEAST_SHARE) ? [] : [[its.class, share] as const];
  });

/** A number that every reader takes for a fraction: `1.0`, never `1`. */
export function decimal(value: number): string {
  const text = String(shortened(value));
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
