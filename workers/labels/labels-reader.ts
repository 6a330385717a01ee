import {
  attempt,
  type ClassCodes,
  type ClassNames,
  classResolver,
  codesOfTable,
  countsOfTable,
  countTraining,
  countWritten,
  decodeText,
  FernglassError,
  type FileLabel,
  type FolderLabels,
  guessColumns,
  isTraining,
  isTrainingFile,
  joinedCodes,
  knownCodes,
  type LabelColumns,
  labelsOfCoco,
  labelsOfFolders,
  labelsOfTable,
  matchLabels,
  type ReadLabels,
  type Result,
} from '../../core';
import type {
  FoundLabels,
  LabelSheet,
  LabelSource,
  LabelsApi,
  NamedBlob,
  SheetUse,
  UnlistedClass,
} from '../protocol';
import { type LabelTable, readLabelTable } from './read-table';

/** The largest file that is read: labels of some million pictures. */
const MOST_BYTES = 256_000_000;
/** Rows of a table that the page shows. */
const SAMPLE = 5;

/** A file that was opened. */
type Opened =
  | {
      readonly name: string;
      readonly use: SheetUse;
      readonly read: ReadLabels;
      readonly encoding: string | null;
    }
  | {
      readonly name: string;
      readonly use: SheetUse;
      readonly table: LabelTable;
      readonly encoding: string | null;
    };

/** Reads files of labels, and finds the pictures that they are of. */
export class LabelsReader implements LabelsApi {
  /** By name, in the order in which they were opened. */
  readonly #opened = new Map<string, Opened>();

  open({ name, content }: NamedBlob, use?: SheetUse): Promise<Result<LabelSheet>> {
    return attempt(async () => {
      const { text, encoding } = await textOf(name, content);
      const json = /^\uFEFF?\s*[[{]/.test(text);
      return json ? this.#openJson(name, text, encoding) : this.#openTable(name, text, encoding, use);
    });
  }

  use(name: string, as: SheetUse): Promise<Result<LabelSheet>> {
    return attempt(() => {
      const opened = this.#opened.get(name);
      if (opened === undefined) throw unreadable(`“${name}” is not open any more. Open it again.`);
      const sheet =
        'table' in opened
          ? sheetOf(name, opened.table, opened.encoding, as)
          : cocoSheet(name, opened.read, opened.encoding, as);
      this.#opened.set(name, { ...opened, use: as });
      return sheet;
    });
  }

  match(
    source: LabelSource,
    paths: readonly string[],
    classes: readonly ClassNames[],
    withTraining = false,
  ): Promise<Result<FoundLabels>> {
    return attempt(() => {
      const read = this.#read(source, paths);
      const counted = this.#counts();
      const training = counted ?? { of: partWords(read), counts: countTraining(read.labels) };
      const written = new Set(read.labels.map(({ className }) => className));
      const resolve = classResolver(
        classes,
        this.#codes() ?? knownCodes([...written, ...training.counts.keys()]),
      );
      const { matched, labelsWithout, ...rest } = matchLabels(
        read.labels,
        source.kind === 'none' ? [] : paths,
      );
      const isLeftOut = ({ part }: FileLabel) => isTraining(part) && !withTraining;
      const unlisted = new Map<string, UnlistedClass>();
      const found = matched
        .filter(({ label }) => !isLeftOut(label))
        .map(({ photo, label }) => {
          const { name, names, place } = resolve(label.className);
          if (place < 0) unlisted.set(name, { name, names, count: (unlisted.get(name)?.count ?? 0) + 1 });
          return { photo, className: name, label };
        });
      return {
        ...rest,
        matched: found,
        // A training photo is told by its count.
        labelsWithout: labelsWithout.filter((label) => !isLeftOut(label)),
        total: read.labels.length,
        classes: [...written].map((own) => {
          const { names, place } = resolve(own);
          return { written: own, names, place };
        }),
        unlisted: [...unlisted.values()].toSorted((a, b) => b.count - a.count),
        problems: read.problems,
        training:
          training.counts.size === 0
            ? null
            : {
                of: training.of,
                classes: [...training.counts].map(([own, count]) => ({ ...resolve(own), count })),
              },
        trainingPhotos: matched.filter(({ label }) => isTraining(label.part)).length,
        folders: 'levels' in read ? { depth: read.depth, levels: read.levels } : null,
      };
    });
  }

  #openJson(name: string, text: string, encoding: string | null): LabelSheet {
    let json: unknown;
    try {
      json = JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch (cause) {
      throw unreadable(`“${name}” is damaged: its JSON cannot be read. Save it again.`, cause);
    }
    const read = labelsOfCoco(json);
    const sheet = cocoSheet(name, read, encoding, isTrainingFile(name) ? 'counts' : 'labels');
    this.#keep({ name, use: sheet.use, read, encoding });
    return sheet;
  }

  #openTable(name: string, text: string, encoding: string | null, asked?: SheetUse): LabelSheet {
    const table = readLabelTable(text);
    const sheet = sheetOf(name, table, encoding, asked);
    this.#keep({ name, use: sheet.use, table, encoding });
    return sheet;
  }

  #keep(opened: Opened): void {
    this.#opened.delete(opened.name);
    this.#opened.set(opened.name, opened);
  }

  #of(use: SheetUse): readonly Opened[] {
    return [...this.#opened.values()].filter((opened) => opened.use === use);
  }

  #codes(): ClassCodes | null {
    let codes: ClassCodes | null = null;
    for (const opened of this.#of('codes'))
      if ('table' in opened)
        codes = joinedCodes(codes, codesOfTable(opened.table.header, opened.table.rows) ?? new Map());
    return codes;
  }

  /** Training photos by class as it is written, of the last file of counts, or of labels of training photos. */
  #counts(): { readonly of: string; readonly counts: ReadonlyMap<string, number> } | null {
    const opened = this.#of('counts').at(-1);
    if (opened === undefined) return null;
    const counts = 'table' in opened ? trainingOf(opened.table) : countWritten(opened.read.labels);
    return { of: opened.name, counts };
  }

  #read(source: LabelSource, paths: readonly string[]): ReadLabels | FolderLabels {
    if (source.kind === 'none') return { labels: [], problems: [] };
    if (source.kind === 'folders')
      return labelsOfFolders(paths, source.depth ?? undefined) ?? { labels: [], problems: [] };
    const opened = this.#of('labels').at(-1);
    if (opened === undefined) return { labels: [], problems: [] };
    if ('read' in opened) return opened.read;
    const { header, rows, lines, problems } = opened.table;
    const read = labelsOfTable(header, rows, source.columns ?? FIRST_TWO, lines);
    return { labels: read.labels, problems: [...problems, ...read.problems] };
  }
}

/** COCO's JSON as the page sees it. @throws FernglassError `list-unreadable` where it is to say what codes mean */
function cocoSheet(name: string, read: ReadLabels, encoding: string | null, use: SheetUse): LabelSheet {
  if (use === 'codes') throw unreadable(`“${name}” names no codes: it holds labels, which have names.`);
  const count = read.labels.length + read.problems.length;
  return { ...NO_TABLE, name, kind: 'coco', count, use, codes: 0, encoding };
}

/** What a table says of training photos: counts of classes, or labels that are counted. */
function trainingOf({ header, rows, lines }: LabelTable): ReadonlyMap<string, number> {
  const columns = guessColumns(header, rows);
  return (
    (columns === null ? countsOfTable(header, rows, true) : null) ??
    countWritten(labelsOfTable(header, rows, columns ?? FIRST_TWO, lines).labels)
  );
}

/** The training part as labels call it. */
const partWords = ({ labels }: ReadLabels) =>
  `the part “${labels.find(({ part }) => isTraining(part))?.part ?? 'train'}”`;

/**
 * A table as the page sees it.
 * @param asked what it is to be taken for; told by its name and columns where left out
 * @throws FernglassError `list-unreadable` where it cannot be that
 */
function sheetOf(
  name: string,
  { header, rows }: LabelTable,
  encoding: string | null,
  asked?: SheetUse,
): LabelSheet {
  const counts = countsOfTable(header, rows, asked === 'counts');
  // Of counts without a header the first line is one of them.
  if ((rows.length === 0 && counts === null) || header.length < 2)
    throw unreadable(
      `“${name}” holds no labels: a table has a line for each picture, with a column for its file name and one for its class.`,
    );
  const guessed = guessColumns(header, rows);
  const codes = codesOfTable(header, rows);
  const use = asked ?? likelyUse(name, guessed, codes, counts !== null);
  if (use === 'codes' && codes === null)
    throw unreadable(
      `“${name}” does not say what codes of classes mean: it has a column for the code (id) and one for the name (name).`,
    );
  if (use === 'counts' && counts === null && guessed === null)
    throw unreadable(
      `“${name}” does not count training photos: it has two columns, for the class (class) and for their number (count), or is a list of them like labels.`,
    );
  return {
    name,
    kind: 'table',
    header,
    sample: rows.slice(0, SAMPLE),
    count: rows.length,
    columns: guessed ?? FIRST_TWO,
    use,
    codes: codes?.size ?? 0,
    encoding,
  };
}

function likelyUse(
  name: string,
  columns: LabelColumns | null,
  codes: ClassCodes | null,
  hasCounts: boolean,
): SheetUse {
  if (columns !== null) return columns.part === null && isTrainingFile(name) ? 'counts' : 'labels';
  if (hasCounts) return 'counts';
  return codes === null ? 'labels' : 'codes';
}

const NO_TABLE = { header: [], sample: [], columns: null };
const FIRST_TWO: LabelColumns = { file: 0, classes: { kind: 'named', at: 1 }, part: null, group: null };

async function textOf(name: string, content: Blob) {
  if (content.size > MOST_BYTES)
    throw unreadable(`“${name}” is larger than 256 MB, and no file of labels that can be read here.`);
  const bytes = new Uint8Array(
    await content.arrayBuffer().catch((cause) => {
      throw unreadable(`“${name}” could not be read. Choose it again.`, cause);
    }),
  );
  const decoded = decodeText(bytes);
  if (decoded.text.includes('\0') || decoded.text.startsWith('PK'))
    throw unreadable(`“${name}” is no text. Save the labels as CSV, or as JSON in COCO’s form.`);
  return decoded;
}

const unreadable = (message: string, cause?: unknown) =>
  new FernglassError('list-unreadable', message, cause === undefined ? undefined : { cause });
