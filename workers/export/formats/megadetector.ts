import type { PhotoResult } from '../../protocol';
import { shortened } from '../numbers';
import { byPerson, machineName } from '../photo/decided';
import type { MakeFormat } from './format';

/** The version of the form that is written. */
const FORMAT_VERSION = '1.4';
/** A detector would call the whole frame an animal: other categories are people and vehicles. */
const ANIMAL = '1';

/** Recognition results as MegaDetector writes them: each photo's answers on one box, the whole frame. */
export const megadetector: MakeFormat = ({ head, options }) => {
  const path = 'recognitions.json';
  const ids = new Map(head.classes.map((name, i) => [name, String(i)]));
  /** Names that are not in the class list, as of labels from before: they get ids as they come. */
  const idOf = (name: string) => {
    const id = ids.get(name) ?? String(ids.size);
    ids.set(name, id);
    return id;
  };
  let count = 0;
  return {
    archive: false,
    begin() {
      const info = {
        format_version: FORMAT_VERSION,
        detector: 'none: each box is the whole photo',
        classifier: machineName(head),
        classification_completion_time: options.now.slice(0, 19).replace('T', ' '),
      };
      const detection_categories = { [ANIMAL]: 'animal', '2': 'person', '3': 'vehicle' };
      const start = JSON.stringify({ info, detection_categories }, null, 1).slice(0, -2);
      return [{ path, text: `${start},\n "images": [` }];
    },
    photo(photo) {
      const before = count++ === 0 ? '\n  ' : ',\n  ';
      if (photo.error !== undefined) {
        const failed = { file: photo.file, failure: photo.error.message, detections: null };
        return [{ path, text: before + JSON.stringify(failed) }];
      }
      const said = byPerson(photo);
      const name = said === null ? null : said.name;
      const classes: readonly (readonly [string, number])[] =
        name !== null ? [[name, 1]] : said !== null || !options.answers ? [] : answersOf(photo);
      const classifications = classes.map(([name, p]) => `["${idOf(name)}", ${decimal(p)}]`).join(', ');
      const box = `{"category": "${ANIMAL}", "conf": ${decimal(1)}, "bbox": [${[0, 0, 1, 1].map(decimal).join(', ')}], "classifications": [${classifications}]}`;
      const detections = classes.length === 0 ? '' : box;
      return [
        { path, text: `${before}{"file": ${JSON.stringify(photo.file)}, "detections": [${detections}]}` },
      ];
    },
    end() {
      const classes = Object.fromEntries([...ids].map(([name, id]) => [id, name]));
      return [{ path, text: `\n ],\n "classification_categories": ${JSON.stringify(classes)}\n}\n` }];
    },
    leftOut: 0,
  };
};

/** Smaller shares than this say nothing, and make the file many times as long. */
const LEAST_SHARE = 0.001;

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
