/** What a column of a table holds, as far as its header and its cells tell. */
export interface Column {
  /** The header's words, or null where the table has none. */
  readonly title: string | null;
  readonly at: number;
  /** `name`: names of classes; `other`: numbers, files, counts, ranks above the species; `text`: no telling. */
  readonly role: 'name' | 'text' | 'other';
  /** Which kind of name; columns of different kinds name the same thing. */
  readonly kind: NameKind | null;
}

/** Kinds of names, the likeliest to be meant first. */
type NameKind = 'class' | 'name' | 'common' | 'scientific';

/** A table's cells under its header. */
export interface Table {
  readonly columns: readonly Column[];
  readonly hasHeader: boolean;
  /** Whether a header says which column holds names. */
  readonly isNamed: boolean;
  /** `[rows][columns]`, without the header. */
  readonly rows: readonly (readonly string[])[];
}

const words = (text: string) => new Set(text.split(' '));

/** Headers without spaces, underscores and case. */
const HEADERS: Readonly<Record<NameKind | 'other', ReadonlySet<string>>> = {
  class: words(
    'class classes classname classnames classlabel label labels labelname category categories categoryname dx diagnosis klasse klassen classe clase categoria kategorie',
  ),
  name: words('name names title displayname term preferredlabel nom nombre naam nome bezeichnung fullname'),
  common: words(
    'common commonname commonnames vernacular vernacularname english englishname trivialname deutsch deutschername nomcommun nombrecomun',
  ),
  scientific: words(
    'scientific scientificname species speciesname taxon taxa taxonname latin latinname binomial canonicalname acceptedname art espece especie wissenschaftlichername',
  ),
  other: words(
    'id ids idx index key code no nr num number count counts n freq frequency total images file files filename filepath path image imageid imagename url uri href link folder foldername directory split part rank taxonrank author authorship authority year description descriptions definition notes note comment synset wnid taxonid classid labelid categoryid supercategory kingdom phylum order family genus',
  ),
};

/** Ranks above the species: beside two of these “class” is one of them, and not the class of a photo. */
const RANKS = words('kingdom phylum order family genus');

const keyOf = (cell: string) =>
  cell
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]/gu, '');

const kindOf = (cell: string): NameKind | 'other' | null => {
  const key = keyOf(cell);
  return (Object.keys(HEADERS) as (NameKind | 'other')[]).find((kind) => HEADERS[kind].has(key)) ?? null;
};

/** Whether one cell alone is a header of names: a list's first line. */
export function isNameHeader(cell: string): boolean {
  const kind = kindOf(cell);
  return kind !== null && kind !== 'other';
}

const NUMBER = /^[-+−]?[\d.,\s]*\d\s?%?$/;
const FILE = /^[^\s]*\.(?:jpe?g|png|gif|webp|tiff?|heic|bmp|csv|txt)$|^https?:\/\/|[\\/].*[\\/]/i;

/** Whether a cell is no name by its looks: a number, a file, an address; an empty one tells nothing. */
const isNoName = (cell: string) => NUMBER.test(cell) || FILE.test(cell);

/** Rows that are looked at to tell what columns hold. */
const LOOKED_AT = 500;

/**
 * Finds a table's header and what its columns hold.
 * @param rows at least one; cells that are missing at a row's end count as empty
 */
export function readTable(rows: readonly (readonly string[])[]): Table {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const [first = []] = rows;
  const kinds = first.map(kindOf);
  const hasHeader = rows.length > 1 && (kinds.some((kind) => kind !== null) || isOddOneOut(rows));
  const isRanked = first.filter((cell) => RANKS.has(keyOf(cell))).length >= 2;
  const body = hasHeader ? rows.slice(1) : rows;
  const columns = Array.from({ length: width }, (_, at): Column => {
    const title = hasHeader ? first[at]?.trim() || null : null;
    const header = hasHeader ? (kinds[at] ?? null) : null;
    const cells = body.slice(0, LOOKED_AT).map((row) => row[at]?.trim() ?? '');
    const filled = cells.filter((cell) => cell !== '');
    const isText = filled.length > 0 && filled.filter(isNoName).length <= filled.length / 2;
    const isRank = isRanked && title !== null && (RANKS.has(keyOf(title)) || keyOf(title) === 'class');
    if (!isText || header === 'other' || isRank) return { title, at, role: 'other', kind: null };
    return { title, at, role: header === null ? 'text' : 'name', kind: header };
  });
  return { columns, hasHeader, isNamed: columns.some(({ role }) => role === 'name'), rows: body };
}

/** Whether the first row has words where all others have numbers. */
function isOddOneOut(rows: readonly (readonly string[])[]): boolean {
  const [first = [], ...rest] = rows.slice(0, LOOKED_AT);
  return (
    rest.length >= 2 &&
    first.some(
      (cell, at) =>
        cell.trim() !== '' &&
        !isNoName(cell.trim()) &&
        rest.every((row) => NUMBER.test(row[at]?.trim() ?? '')),
    )
  );
}

/**
 * The columns that may hold the names, the likeliest first: those whose header says so, else those of text.
 */
export function nameColumns({ columns }: Pick<Table, 'columns'>): Column[] {
  const named = columns.filter(({ role }) => role === 'name');
  const order = Object.keys(HEADERS);
  if (named.length > 0) return named.toSorted((a, b) => order.indexOf(a.kind!) - order.indexOf(b.kind!));
  return columns.filter(({ role }) => role === 'text');
}

/** Whether a column numbers the rows, or gives each a number of its own. */
export function hasIdColumn({ columns, rows }: Pick<Table, 'columns' | 'rows'>): boolean {
  const first = columns[0];
  if (first === undefined || rows.length < 2) return false;
  const cells = rows.slice(0, LOOKED_AT).map((row) => row[first.at]?.trim() ?? '');
  return cells.every((cell) => /^\d+$/.test(cell)) && new Set(cells).size === cells.length;
}
