import { XMLParser } from 'fast-xml-parser';
import { FernglassError } from '../../../core';

/** One table of a Darwin Core archive, as its `meta.xml` describes it (Darwin Core Text Guide, TDWG). */
export interface ArchiveTable {
  readonly files: readonly string[];
  readonly delimiter: string;
  /** The sign around fields; empty for none. */
  readonly quote: string;
  readonly headerLines: number;
  /** Where the core's id lies. */
  readonly id: number;
  /** Where a term lies, by the last part of its name in lower case: `scientificname`, `description`, `type`. */
  readonly places: ReadonlyMap<string, number>;
  /** Terms that have the same value in every record. */
  readonly constants: ReadonlyMap<string, string>;
}

/** The tables that captions are made of. */
export interface DescriptionTables {
  readonly taxa: ArchiveTable;
  readonly descriptions: ArchiveTable;
}

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  isArray: (name) => ['extension', 'field', 'location', 'table'].includes(name),
});

/**
 * The tables of taxa and of their descriptions in an archive.
 * @param xml content of `meta.xml`
 * @throws FernglassError `input-invalid` when it is no description of an archive, or of one without descriptions.
 */
export function descriptionTables(xml: string): DescriptionTables {
  const archive = nodeOf(nodeOf(parser.parse(xml))?.archive);
  if (archive === null) throw invalid('Its meta.xml describes no archive.');
  const tables = [archive.core, ...asList(archive.extension)].map(nodeOf).filter((table) => table !== null);
  const ofType = (name: string) => tables.find(({ rowType }) => lastPart(rowType) === name);
  const taxa = ofType('taxon');
  const descriptions = ofType('description');
  if (taxa === undefined || descriptions === undefined)
    throw invalid(
      `It holds ${tables.map(({ rowType }) => lastPart(rowType) || 'a table without a type').join(', ') || 'no table'}; captions are made of a core of taxa with the extension Description.`,
    );
  return { taxa: tableOf(taxa, 'id'), descriptions: tableOf(descriptions, 'coreid') };
}

function tableOf(table: Node, idName: 'id' | 'coreid'): ArchiveTable {
  const files = asList(nodeOf(table.files)?.location).map((location) => String(location).trim());
  const id = Number(nodeOf(table[idName])?.index);
  const places = new Map<string, number>();
  const constants = new Map<string, string>();
  for (const field of asList(table.field)) {
    const { term, index, default: constant } = nodeOf(field) ?? {};
    const name = lastPart(term);
    if (index !== undefined && Number.isInteger(Number(index))) places.set(name, Number(index));
    else if (constant !== undefined) constants.set(name, String(constant));
  }
  if (files.length === 0 || !Number.isInteger(id)) throw invalid('Its meta.xml names no file or no id.');
  return {
    files,
    delimiter: signOf(table.fieldsTerminatedBy, ','),
    quote: signOf(table.fieldsEnclosedBy, '"'),
    headerLines: Number(table.ignoreHeaderLines ?? 0) || 0,
    id,
    places,
    constants,
  };
}

/** A sign as the file writes it, where tab and line ends are spelt out. */
const signOf = (value: unknown, usual: string): string =>
  value === undefined
    ? usual
    : String(value).replaceAll('\\t', '\t').replaceAll('\\n', '\n').replaceAll('\\r', '\r');

const nodeOf = (value: unknown): Node | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : null;

const asList = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The last part of a term's address: `description` of `http://purl.org/dc/terms/description`. */
const lastPart = (term: unknown): string =>
  String(term ?? '')
    .split(/[/#]/)
    .at(-1)!
    .toLowerCase();

const invalid = (reason: string) =>
  new FernglassError('input-invalid', `The Darwin Core archive cannot be used. ${reason}`);
