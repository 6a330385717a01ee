import { type PhotoResult, photoResults, type ResultHead, type ResultSource, resultHead } from './results';

type Cell = string | number | null | undefined;

/**
 * One field of a CSV file (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe in front
 * (OWASP, “CSV injection”): file names and captions come from anywhere. Numbers stay numbers.
 */
export function csvField(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (cells: readonly Cell[]) => `${cells.map(csvField).join(',')}\r\n`;

function headings({ classes, settings }: ResultHead): Cell[] {
  return [
    'file',
    'zero-shot class',
    'zero-shot score',
    'enriched class',
    'enriched score',
    ...classes.map((name) => `zero-shot: ${name}`),
    ...classes.map((name) => `enriched: ${name}`),
    'captions',
    'accepted class',
    'error',
    'method',
    ...settings.parameters,
    'class captions',
    'zero-shot prompt',
    'retrieval prompt',
    'model',
    'model revision',
    'index',
    'backend',
  ];
}

function fields(photo: PhotoResult, { settings, classes, model, index, backend }: ResultHead): Cell[] {
  const scores = (ranking: PhotoResult['enriched']) => {
    const of = new Map(ranking.map((entry) => [entry.class, entry.score]));
    return classes.map((name) => of.get(name));
  };
  return [
    photo.file,
    photo.zeroShot[0]?.class,
    photo.zeroShot[0]?.score,
    photo.enriched[0]?.class,
    photo.enriched[0]?.score,
    ...scores(photo.zeroShot),
    ...scores(photo.enriched),
    photo.captions
      .map(({ text, similarity, weight }) => `${text} [${similarity.toFixed(4)}, ${weight.toFixed(4)}]`)
      .join('\n'),
    photo.accepted,
    photo.error?.message,
    settings.method,
    ...settings.parameters.map((name) => settings[name] as Cell),
    settings.classCaptions,
    settings.prompts.zeroShot,
    settings.prompts.retrieval,
    model,
    settings.modelRevision,
    index,
    backend,
  ];
}

/**
 * The results as CSV, a line per photo, in pieces: best class and score before and after enrichment, every class's
 * scores, captions one a line as `text [similarity, weight]`, then settings and ids.
 */
export function* csvPieces(source: ResultSource): Generator<string> {
  const head = resultHead(source.getState());
  yield line(headings(head));
  for (const photo of photoResults(source, head)) yield line(fields(photo, head));
}
