import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type ClassNames,
  decodeText,
  FernglassError,
  foldName,
  headerKey,
  type LabelColumns,
  parseClasses,
  trainingOfClasses,
  unwrap,
} from '../../../core';
import { LabelsReader } from '../../../workers/labels/labels-reader.ts';
import type { FoundLabels, LabelSheet, LabelSource } from '../../../workers/protocol/index.ts';

/** Where the labels of a folder's pictures are said. */
export interface LabelFiles {
  /** A table or COCO's JSON; null where the folders that the pictures lie in are the labels. */
  readonly labels: string | null;
  /** Tables that say what codes of classes mean. */
  readonly codes: readonly string[];
  /** A table of classes with how many training photos they have, or labels of these; null where the labels' training part is counted. */
  readonly training: string | null;
  /** Whether pictures of the labels' training part are evaluated like the others. */
  readonly withTraining: boolean;
  /** A class list, as one would write it on the page; null where the labels' classes are the list. */
  readonly classes: string | null;
  /** Names of the columns; those that are left out are told by their names. */
  readonly columns: Readonly<Partial<Record<ColumnName, string>>>;
}

/** What columns hold. */
export const COLUMN_NAMES = ['file', 'class', 'group', 'part'] as const;
export type ColumnName = (typeof COLUMN_NAMES)[number];

/** A picture whose class is known. */
interface LabelRow {
  /** Its path in the folder. */
  readonly path: string;
  /** Place in `Labels.classes`. */
  readonly label: number;
  /** What the labels say of its part of the set; null where they say nothing. */
  readonly part: string | null;
  /** What it shares with others of the same thing; null where the labels say nothing. */
  readonly group: string | null;
}

/** The labelled pictures of a folder, the classes, what the labels were read as, and what could not be used. */
export interface Labels {
  readonly rows: readonly LabelRow[];
  readonly classes: readonly ClassNames[];
  /** How many training photos each class has, `[classes]`, and what says so; null where nothing does. */
  readonly training: { readonly of: string; readonly counts: readonly number[] } | null;
  /** Which columns were read, in words; null where there is no table. */
  readonly read: string | null;
  readonly problems: readonly string[];
}

const PICTURE = /\.(?:jpe?g|png|gif|webp|tiff?|heic|heif|avif|bmp)$/i;

/** Paths of all files below a folder, with `/`, in one order everywhere. @throws FernglassError where there is none */
export function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
      .map((path) => path.replaceAll('\\', '/'))
      .sort();
  } catch (cause) {
    throw new FernglassError('input-invalid', `The folder ${folder} cannot be read.`, { cause });
  }
}

/**
 * Finds the labels of pictures by the page's own reader: tables with columns of any names, COCO's JSON, codes with their names, or
 * the folders that the pictures lie in.
 * @param paths of the files in the folder
 * @throws FernglassError where a file cannot be read, or has not the columns asked for
 */
export async function readLabels(
  { labels, codes, training, withTraining, classes, columns }: LabelFiles,
  paths: readonly string[],
): Promise<Labels> {
  const reader = new LabelsReader();
  for (const file of codes) await opened(reader, file, 'codes');
  if (training !== null) await opened(reader, training, 'counts');
  const sheet = labels === null ? null : await opened(reader, labels, 'labels');
  const read = sheet?.columns == null ? null : chosenColumns(sheet.header, sheet.columns, columns);
  const list = classes === null ? null : parseClasses(textOf(classes)).classes;
  const pictures = paths.filter((path) => PICTURE.test(path));
  const among = labels === null ? pictures : paths;
  const source = labels === null ? { depth: null, kind: 'folders' } : { columns: read, kind: 'file' };
  const found = unwrap(await reader.match(source as LabelSource, among, list ?? [], withTraining));
  const understood = list === null ? growing(found) : listed(found, list);
  const rows = found.matched.flatMap(({ photo, label: { className, part, group } }): LabelRow[] => {
    const label = understood.labelOf.get(className);
    return label === undefined ? [] : [{ path: among[photo]!, label, part, group }];
  });
  return {
    rows,
    classes: understood.classes,
    training: trainingOf(found, understood.classes),
    read: sheet === null || read === null ? null : wordsOf(sheet.header, read),
    problems: [...problemsOf(found, among), ...understood.problems],
  };
}

/** Training photos of each class of the list. @throws FernglassError `input-invalid` where they are of other classes */
function trainingOf({ training }: FoundLabels, classes: readonly ClassNames[]): Labels['training'] {
  if (training === null) return null;
  const counted = training.classes;
  const counts = trainingOfClasses(
    classes.map(({ names }) => names),
    counted,
  );
  if (counts !== null) return { of: training.of, counts };
  throw new FernglassError(
    'input-invalid',
    `Training photos are counted of other classes than those of the list (${training.of}).`,
  );
}

const textOf = (file: string) => decodeText(bytesOf(file)).text;

function bytesOf(file: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new FernglassError('input-invalid', `The file ${file} cannot be read.`, { cause });
  }
}

const opened = async (reader: LabelsReader, file: string, use: LabelSheet['use']): Promise<LabelSheet> =>
  unwrap(await reader.open({ name: basename(file), content: new Blob([bytesOf(file)]) }, use));

/** @throws FernglassError `input-invalid` where the table has no column of a name that was asked for */
function chosenColumns(
  header: readonly string[],
  guessed: LabelColumns,
  asked: LabelFiles['columns'],
): LabelColumns {
  const at = (name: ColumnName) => {
    const wanted = asked[name];
    if (wanted === undefined) return null;
    const place = header.findIndex((cell) => headerKey(cell) === headerKey(wanted));
    if (place >= 0) return place;
    throw new FernglassError(
      'input-invalid',
      `The labels have no column “${wanted}”. Their columns are ${header.map((cell) => `“${cell}”`).join(', ')}.`,
    );
  };
  const ofClass = at('class');
  return {
    file: at('file') ?? guessed.file,
    classes: ofClass === null ? guessed.classes : { kind: 'named', at: ofClass },
    part: at('part') ?? guessed.part,
    group: at('group') ?? guessed.group,
  };
}

function wordsOf(header: readonly string[], { file, classes, part, group }: LabelColumns): string {
  const named = (at: number) => `“${header[at]}”`;
  return [
    `files in ${named(file)}`,
    `classes in ${classes.kind === 'named' ? named(classes.at) : `${classes.at.length} columns of 0 and 1`}`,
    ...(group === null ? [] : [`groups in ${named(group)}`]),
    ...(part === null ? [] : [`parts in ${named(part)}`]),
  ].join(', ');
}

/** How the classes that labels write are understood. */
interface Understood {
  readonly classes: readonly ClassNames[];
  /** Place in the list by what is written. */
  readonly labelOf: ReadonlyMap<string, number>;
  readonly problems: readonly string[];
}

/** Classes of the list alone. */
function listed(found: FoundLabels, list: readonly ClassNames[]): Understood {
  return {
    classes: list,
    labelOf: new Map(found.classes.flatMap(({ written, place }) => (place < 0 ? [] : [[written, place]]))),
    problems: found.unlisted.map(
      ({ name, count }) => `“${name}” is not in the class list: ${pictureCount(count)} left out`,
    ),
  };
}

/**
 * The labels' own classes in order of appearance, with all names that they are given. A name belongs to the class that was first to
 * bear it.
 */
function growing(found: FoundLabels): Understood {
  const names: string[][] = [];
  const owners = new Map<string, number>();
  const labelOf = new Map<string, number>();
  const problems: string[] = [];
  for (const { written, names: own } of found.classes) {
    let label = owners.get(foldName(own[0]!));
    if (label === undefined) {
      label = names.length;
      names.push([]);
    }
    labelOf.set(written, label);
    for (const name of own) {
      const owner = owners.get(foldName(name));
      if (owner === undefined) {
        owners.set(foldName(name), label);
        names[label]!.push(name);
      } else if (owner !== label)
        problems.push(
          `“${name}”, a name of “${names[label]![0]}” too, is already one of “${names[owner]![0]}”, and stays it`,
        );
    }
  }
  return { classes: names.map((own) => ({ name: own[0]!, names: own })), labelOf, problems };
}

const pictureCount = (count: number) => `${count} ${count === 1 ? 'picture' : 'pictures'}`;

/** Names that a complaint lists. */
const LISTED = 10;

function problemsOf(found: FoundLabels, paths: readonly string[]): string[] {
  const without = found.photosWithout.map((at) => paths[at]!).filter((path) => PICTURE.test(path));
  return [
    ...found.problems.map(({ words }) => words),
    ...found.labelsWithout.map(({ file }) => `${file}: there is no such file`),
    ...found.ambiguous.map(
      ({ label, photos }) => `${label.file} may be ${photos.map((at) => paths[at]!).join(' or ')}`,
    ),
    ...found.taken.map(({ label, photo }) => `${label.file}: ${paths[photo]!} has a label already`),
    ...(without.length === 0
      ? []
      : [
          `${pictureCount(without.length)} without a label: ${without.slice(0, LISTED).join(', ')}${without.length > LISTED ? ', …' : ''}`,
        ]),
  ];
}
