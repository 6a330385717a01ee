import { countsOfTable } from '../../core';
import type { Looked } from '../protocol';

/** Columns that name photos, and columns that say what is on them. */
const FILE_COLUMN =
  /^(?:(?:relative|full|image|img|photo|picture|media)?[ _-]?(?:file|path|image|photo|picture)s?(?:[ _-]?(?:name|path|id))?|image|filename)$/i;

const CLASS_LIST_NAME =
  /(?:^|[ _.-])(?:class(?:es|names|list)?|labels?|species|names|categor(?:y|ies)|taxa|taxon)(?:[ _.-]|$)/i;
const LABELS_NAME =
  /(?:^|[ _.-])(?:labels?|metadata|annotations?|ground[ _-]?truth|observations?)(?:[ _.-]|$)/i;
const RECOGNITION_NAME =
  /(?:^|[ _.-])(?:recognitions?(?:[ _-]?file)?|detections?|megadetector|md[ _-]?(?:output|results?))(?:[ _.-]|$)/i;
const RECOGNITION_KEYS =
  /"(?:detection_categories|classification_categories|max_detection_conf|detections)"\s*:/;
const COCO_KEYS = [/"images"\s*:/, /"annotations"\s*:/, /"categories"\s*:/];

/** Endings of tables; some have none (HAM10000_metadata). */
const TABLES = ['csv', 'tsv', 'tab', 'txt'];

/** The longest a name in a class list may be, in letters: other text has longer lines. */
const LONGEST_NAME = 200;

const extensionOf = (name: string) => /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/**
 * What a text file beside photos is.
 * @param name its name without folder
 * @param head its beginning
 * @param tail its end: what tells a JSON file's kind may stand last
 * @returns null where nothing is known of it
 */
export function recogniseText(name: string, head: string, tail = ''): Looked | null {
  const extension = extensionOf(name);
  const text = head.replace(/^\uFEFF/, '').trimStart();
  const stem = name.replace(/\.[^.]+$/, '');
  if (extension === 'json' || extension === 'geojson') return recogniseJson(stem, text, tail);
  if (TABLES.includes(extension) || (extension === '' && LABELS_NAME.test(stem))) {
    const columns = columnsOf(text);
    const ofFiles = columns.length > 1 && columns.some((column) => FILE_COLUMN.test(column));
    if (extension !== 'txt' && isCounts(text)) return LABELS;
    if (
      ofFiles ||
      (columns.length > 1 && extension !== 'txt' && LABELS_NAME.test(stem) && !/classes/i.test(stem))
    )
      return LABELS;
    if (CLASS_LIST_NAME.test(stem) && isListOfNames(text))
      return { kind: 'class list', words: 'a class list' };
  }
  return null;
}

/** Lines that are looked at to tell what a table counts. */
const MOST_COUNTED = 50;

const LABELS: Looked = {
  kind: 'labels',
  words: 'labels of photos',
};
const RECOGNITION: Looked = {
  kind: 'recognition',
  words: 'what a detector found in photos',
};

function recogniseJson(stem: string, head: string, tail: string): Looked | null {
  if (!head.startsWith('{') && !head.startsWith('[')) return null;
  if (RECOGNITION_KEYS.test(head) || RECOGNITION_KEYS.test(tail) || RECOGNITION_NAME.test(stem))
    return RECOGNITION;
  const all = head + tail;
  return COCO_KEYS.every((key) => key.test(all)) ? LABELS : null;
}

/** The cells of the first line, without quotes. */
function columnsOf(text: string): string[] {
  const line = /^[^\r\n]*/.exec(text)![0];
  const separator = [',', ';', '\t'].find((mark) => line.includes(mark));
  return separator === undefined
    ? [line.trim()]
    : line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/** Whether a table counts training photos of classes; its last line may be cut off. */
function isCounts(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const rows = lines.slice(1, MOST_COUNTED).map(columnsOf);
  return countsOfTable(columnsOf(text), rows) !== null;
}

function isListOfNames(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => line.length <= LONGEST_NAME) && /\p{L}/u.test(text);
}
