import type { CsvStart, PhotoResult, ResultHead, ScoredClass } from '../protocol';
import { exactly, withoutFormulas } from './formulas';
import { shortened } from './numbers';

type Cell = string | number | null | undefined;

/** What the file begins with: the mark of UTF-8, or the line by which spreadsheets know the separator. */
const STARTS: Readonly<Record<CsvStart, string>> = { mark: '\ufeff', separator: 'sep=,\r\n' };

/** One field of a CSV file (RFC 4180), in which no text can be run as a formula. Numbers stay numbers. */
export function csvField(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = withoutFormulas(cell);
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (cells: readonly Cell[]) => `${cells.map(csvField).join(',')}\r\n`;

/** Numbers of the ranks behind the best one that have columns: 2, 3 … up to as many as there are classes. */
const furtherRanks = (scores: number, { classes }: ResultHead) =>
  Array.from({ length: Math.max(0, Math.min(scores, classes.length) - 1) }, (_, i) => i + 2);

/** The columns of one ranking beside those of its best class. */
function scoreHeadings(side: string, head: ResultHead): string[] {
  if (head.scores === 'all') return head.classes.map((name) => `${side}: ${name}`);
  return furtherRanks(head.scores, head).flatMap((rank) => [
    `${side} class ${rank}`,
    `${side} score ${rank}`,
  ]);
}

function scoreCells(ranking: readonly ScoredClass[], head: ResultHead): Cell[] {
  if (head.scores === 'all') {
    const of = new Map(ranking.map((entry) => [entry.class, entry.score]));
    return head.classes.map((name) => number(of.get(name)));
  }
  return furtherRanks(head.scores, head).flatMap((rank) => {
    const entry = ranking[rank - 1];
    return [entry?.class, number(entry?.score)];
  });
}

const number = (value: number | undefined): Cell => (value === undefined ? undefined : shortened(value));

/** The headings, and what stands before them. */
export function csvHead(head: ResultHead, start: CsvStart): string {
  const headings = line([
    'file',
    'zero-shot class',
    'zero-shot score',
    'enriched class',
    'enriched score',
    ...scoreHeadings('zero-shot', head),
    ...scoreHeadings('enriched', head),
    'captions',
    'accepted class',
    'warning',
    'error',
    'method',
    ...head.settings.parameters,
    'class captions',
    'zero-shot prompt',
    'retrieval prompt',
    'model',
    'model revision',
    'index',
    'index host',
    'backend',
    'file_exact',
  ]);
  return STARTS[start] + headings;
}

/**
 * A photo's line: best class and score before and after enrichment, the scores asked for, captions one a line as
 * `text [similarity, weight]`, then settings and ids.
 */
export function csvPhoto(photo: PhotoResult, head: ResultHead): string {
  const { settings, model, index, backend } = head;
  return line([
    photo.file,
    photo.zeroShot[0]?.class,
    number(photo.zeroShot[0]?.score),
    photo.enriched[0]?.class,
    number(photo.enriched[0]?.score),
    ...scoreCells(photo.zeroShot, head),
    ...scoreCells(photo.enriched, head),
    photo.captions
      .map(({ text, similarity, weight }) => `${text} [${similarity.toFixed(4)}, ${weight.toFixed(4)}]`)
      .join('\n'),
    photo.accepted,
    photo.warning,
    photo.error?.message,
    settings.method,
    ...settings.parameters.map((name) => settings[name] as Cell),
    settings.classCaptions,
    settings.prompts.zeroShot,
    settings.prompts.retrieval,
    model,
    settings.modelRevision,
    index,
    settings.indexHost,
    backend,
    withoutFormulas(photo.file) === photo.file ? '' : exactly(photo.file),
  ]);
}
