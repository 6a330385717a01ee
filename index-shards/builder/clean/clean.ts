import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FernglassError } from '../../../core';
import { type Row, readRows, type SourceOptions, STANDARD_INPUT } from '../sources';
import type { Bitset } from '../stages/bitset';
import type { Progress } from '../stages/progress';
import type { BlockList } from './block-list';
import { CaptionWriter, captionRows, openCaptions, openPictures } from './caption-files';
import { RepetitionFinder } from './duplicates';
import { captionsOfRow, type TextReading, WHOLE_ROWS } from './row-captions';
import { applyRules, type CleaningLimits, RULES, type Rule } from './rules';
import { TAG_COLUMNS, TagsReader, type TagsReport } from './tags';

export interface CleaningOptions {
  readonly inputs: readonly string[];
  readonly source: SourceOptions;
  /** Where absent, every row is one caption. */
  readonly reading?: TextReading;
  readonly limits: CleaningLimits;
  readonly blockList: BlockList;
  /** Whether captions that only fold to the same as an earlier one go too. */
  readonly nearRepetitions: boolean;
  /** Language of the captions for which the input's column says none. */
  readonly language?: string;
  /** Rows, counted over all inputs, that have no usable embedding. */
  readonly withoutEmbedding?: Bitset;
}

/** What was read and what was kept of it. */
export interface CleaningReport {
  readonly inputs: readonly { readonly name: string; readonly rows: number }[];
  readonly rows: number;
  /** Texts that the rows were read into, where one may be several. */
  readonly texts?: number;
  readonly captions: number;
  /** Rows, or texts of them, that each rule left out. */
  readonly leftOut: Readonly<Record<Rule, number>>;
  /** SHA-256 of `captions.txt`. */
  readonly sha256: string;
  /** Tags of the captions, where the input has a column of them. */
  readonly tags?: TagsReport;
}

/**
 * Reads the inputs one after another and writes what the rules let pass into `folder`, for `openCaptions`.
 * @throws FernglassError `input-invalid` when an input cannot be read or nothing of it all is usable.
 */
export async function clean(
  folder: string,
  options: CleaningOptions,
  progress: Progress,
): Promise<CleaningReport> {
  const passed = join(folder, 'passed');
  rmSync(passed, { recursive: true, force: true });
  mkdirSync(passed);
  const leftOut = Object.fromEntries(RULES.map((rule) => [rule, 0])) as Record<Rule, number>;
  const finder = new RepetitionFinder(passed);
  const columns = TAG_COLUMNS.filter((column) => options.source[column] !== undefined);
  const reader = new TagsReader(columns, options.language ?? '');
  const read = await readAll(passed, options, leftOut, finder, reader, progress);
  const { dropped, exact, near } = finder.find(options.nearRepetitions);
  leftOut.repetition = exact;
  leftOut['near repetition'] = near;
  const captions = keepFirsts(folder, passed, options, dropped);
  rmSync(passed, { recursive: true });
  if (captions === 0) throw nothingUsable(read.rows, leftOut);
  const tags = reader.write(folder, dropped);
  const sha256 = await hashFile(join(folder, 'captions.txt'));
  return { ...read, captions, leftOut, sha256, ...(tags === null ? {} : { tags }) };
}

async function readAll(
  passed: string,
  { inputs, source, reading = WHOLE_ROWS, limits, blockList, language, withoutEmbedding }: CleaningOptions,
  leftOut: Record<Rule, number>,
  finder: RepetitionFinder,
  tags: TagsReader,
  progress: Progress,
): Promise<Pick<CleaningReport, 'inputs' | 'rows' | 'texts'>> {
  progress.begin('reading captions');
  const writer = new CaptionWriter(passed, source.picture !== undefined);
  const total = inputs.includes(STANDARD_INPUT)
    ? null
    : inputs.reduce((sum, input) => sum + statSync(input).size, 0) / 1e6;
  const perInput: { name: string; rows: number }[] = [];
  let bytes = 0;
  let row = 0;
  let texts = 0;
  for (const input of inputs) {
    const first = row;
    const spool = join(passed, 'spool');
    const onBytes = (count: number) => {
      bytes += count;
    };
    for await (const rows of readRows(input, source, spool, onBytes)) {
      for (const record of rows) {
        const at = row++;
        for (const caption of captionsOfRow(record, reading, limits.longest, language)) {
          texts++;
          let outcome = applyRules(caption, limits, blockList);
          if (typeof outcome !== 'string' && withoutEmbedding?.has(at)) outcome = 'no embedding';
          if (typeof outcome === 'string') leftOut[outcome]++;
          else {
            const usable = caption as Exclude<Row, { readonly bad: unknown }>;
            writer.add(outcome.text, at, usable.picture ?? '');
            finder.add(outcome.text, outcome.folded);
            tags.add(usable);
          }
        }
      }
      progress.update(bytes / 1e6, total, 'MB');
    }
    perInput.push({ name: input === STANDARD_INPUT ? 'standard input' : basename(input), rows: row - first });
  }
  writer.close();
  progress.end(`${row.toLocaleString('en')} rows`);
  return { inputs: perInput, rows: row, ...(texts === row ? {} : { texts }) };
}

/** Copies what repeats nothing before it; returns how many. */
function keepFirsts(folder: string, passed: string, { source }: CleaningOptions, dropped: Bitset): number {
  const captions = openCaptions(passed);
  const pictures = source.picture === undefined ? null : openPictures(passed);
  const rows = captionRows(passed);
  const writer = new CaptionWriter(folder, pictures !== null);
  let kept = 0;
  for (let place = 0; place < captions.count; place++) {
    if (dropped.has(place)) continue;
    writer.add(captions.text(place), rows[place]!, pictures?.text(place) ?? '');
    kept++;
  }
  for (const file of [writer, captions, pictures]) file?.close();
  return kept;
}

function nothingUsable(rows: number, leftOut: Readonly<Record<Rule, number>>): FernglassError {
  const why = RULES.filter((rule) => leftOut[rule] > 0).map((rule) => `${leftOut[rule]} ${rule}`);
  return new FernglassError(
    'input-invalid',
    rows === 0
      ? 'The input holds no rows. Check the file, and its format with --format.'
      : `None of the input's ${rows} rows is usable (${why.join(', ')}). Check its format with --format and its column with --column.`,
  );
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
