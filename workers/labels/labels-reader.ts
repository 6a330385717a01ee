import {
  attempt,
  type ClassCodes,
  type ClassNames,
  classResolver,
  codesOfTable,
  decodeText,
  FernglassError,
  type FolderLabels,
  guessColumns,
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
import type { FoundLabels, LabelSheet, LabelSource, LabelsApi, NamedBlob, UnlistedClass } from '../protocol';
import { type LabelTable, readLabelTable } from './read-table';

/** The largest file that is read: labels of some million pictures. */
const MOST_BYTES = 256_000_000;
/** Rows of a table that the page shows. */
const SAMPLE = 5;

/** Reads files of labels, and finds the pictures that they are of. */
export class LabelsReader implements LabelsApi {
  /** The last table, which may be labels or names of codes. */
  #table: LabelTable | null = null;
  #labels: { readonly table: LabelTable } | { readonly read: ReadLabels } | null = null;
  #codes: ClassCodes | null = null;

  open({ name, content }: NamedBlob, use?: LabelSheet['use']): Promise<Result<LabelSheet>> {
    return attempt(async () => {
      const { text, encoding } = await textOf(name, content);
      const json = /^\uFEFF?\s*[[{]/.test(text);
      return json ? this.#openJson(name, text, encoding) : this.#openTable(name, text, encoding, use);
    });
  }

  use(as: LabelSheet['use']): Promise<Result<void>> {
    return attempt(() => {
      const table = this.#table;
      if (table === null) return;
      this.#labels = as === 'labels' ? { table } : null;
      this.#codes = as === 'codes' ? codesOfTable(table.header, table.rows) : null;
    });
  }

  match(
    source: LabelSource,
    paths: readonly string[],
    classes: readonly ClassNames[],
  ): Promise<Result<FoundLabels>> {
    return attempt(() => {
      const read = this.#read(source, paths);
      const written = new Set(read.labels.map(({ className }) => className));
      const resolve = classResolver(classes, this.#codes ?? knownCodes(written));
      const { matched, ...rest } = matchLabels(read.labels, paths);
      const unlisted = new Map<string, UnlistedClass>();
      const found = matched.map(({ photo, label }) => {
        const { name, names, place } = resolve(label.className);
        if (place < 0) unlisted.set(name, { name, names, count: (unlisted.get(name)?.count ?? 0) + 1 });
        return { photo, className: name, label };
      });
      return {
        ...rest,
        matched: found,
        total: read.labels.length,
        classes: [...written].map((own) => {
          const { names, place } = resolve(own);
          return { written: own, names, place };
        }),
        unlisted: [...unlisted.values()].toSorted((a, b) => b.count - a.count),
        problems: read.problems,
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
    this.#labels = { read };
    const count = read.labels.length + read.problems.length;
    return { ...NO_TABLE, name, kind: 'coco', count, use: 'labels', codes: 0, encoding };
  }

  #openTable(name: string, text: string, encoding: string | null, asked?: LabelSheet['use']): LabelSheet {
    const table = readLabelTable(text);
    const { header, rows } = table;
    if (rows.length === 0 || header.length < 2)
      throw unreadable(
        `“${name}” holds no labels: a table has a line for each picture, with a column for its file name and one for its class.`,
      );
    const guessed = guessColumns(header, rows);
    const codes = codesOfTable(header, rows);
    const use = asked ?? (guessed === null && codes !== null ? 'codes' : 'labels');
    if (use === 'codes' && codes === null)
      throw unreadable(
        `“${name}” does not say what codes of classes mean: it has a column for the code (id) and one for the name (name).`,
      );
    this.#table = table;
    if (use === 'codes') this.#codes = joinedCodes(this.#codes, codes!);
    else this.#labels = { table };
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

  #read(source: LabelSource, paths: readonly string[]): ReadLabels | FolderLabels {
    if (source.kind === 'folders')
      return labelsOfFolders(paths, source.depth ?? undefined) ?? { labels: [], problems: [] };
    const labels = this.#labels;
    if (labels === null) return { labels: [], problems: [] };
    if ('read' in labels) return labels.read;
    const { header, rows, lines, problems } = labels.table;
    const read = labelsOfTable(header, rows, source.columns ?? FIRST_TWO, lines);
    return { labels: read.labels, problems: [...problems, ...read.problems] };
  }
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
