import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CountedTag, Manifest } from '../../format';
import type { CleaningReport } from '../clean/clean';
import { RULES } from '../clean/rules';
import { TAG_COLUMNS } from '../clean/tags';
import type { CodecReport } from '../codec/choose';
import type { IndexSettings } from '../settings';

/** Lies beside an index's manifest; the app does not read it. */
export const REPORT_NAME = 'build-report.json';

/** Settings that a report repeats, with the values that were taken where none were given. */
export type ReportedSettings = Pick<Required<IndexSettings>, 'seed' | 'listSize' | 'shardBytes'>;

/** How an index came about. Holds no times or paths, so that the same build gives the same bytes. */
export interface BuildReport extends CodecReport {
  readonly createdBy: string;
  readonly cleaning: CleaningReport;
  readonly settings: ReportedSettings;
  /** Captions of the shortest, the middle and the longest list. */
  readonly listSizes: { readonly least: number; readonly median: number; readonly most: number };
  readonly recall: Manifest['recall'];
}

/** Sums a build up. */
export function buildReport(
  cleaning: CleaningReport,
  { createdBy, recall }: Manifest,
  { seed, listSize, shardBytes }: ReportedSettings,
  codec: CodecReport,
  sizes: Uint32Array,
): BuildReport {
  const sorted = sizes.toSorted();
  return {
    createdBy,
    cleaning,
    settings: { seed, listSize, shardBytes },
    ...codec,
    listSizes: { least: sorted[0]!, median: sorted[sorted.length >> 1]!, most: sorted.at(-1)! },
    recall,
  };
}

/** The report beside an index, or null where there is none. */
export function readReport(folder: string): BuildReport | null {
  const path = join(folder, REPORT_NAME);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as BuildReport) : null;
}

/** Tags shown one by one; the rest is counted together. */
const TAGS_SHOWN = 12;

/** Tags with the number of captions of each: “en 1,200, nl 310, none 4”. */
export function tagList(tags: readonly CountedTag[], captions: number): string {
  const number = (value: number) => value.toLocaleString('en');
  const sum = (counted: readonly CountedTag[]) => counted.reduce((total, tag) => total + tag.captions, 0);
  const rest = tags.slice(TAGS_SHOWN);
  const none = captions - sum(tags);
  return [
    ...tags.slice(0, TAGS_SHOWN).map((tag) => `${tag.name} ${number(tag.captions)}`),
    ...(rest.length > 0 ? [`${rest.length} more ${number(sum(rest))}`] : []),
    ...(none > 0 ? [`none ${number(none)}`] : []),
  ].join(', ');
}

/** What cleaning did, a line for each rule that left something out and for each kind of tag. */
export function cleaningLines({ captions, inputs, leftOut, rows, tags, texts }: CleaningReport): string[] {
  const number = (value: number) => value.toLocaleString('en');
  return [
    `${number(captions)} captions of ${texts === undefined ? '' : `${number(texts)} sentences in `}${number(rows)} rows in ${inputs.map(({ name }) => name).join(', ')}`,
    ...RULES.filter((rule) => leftOut[rule] > 0).map(
      (rule) => `  left out: ${rule.padEnd(16)} ${number(leftOut[rule])}`,
    ),
    ...TAG_COLUMNS.filter((column) => tags !== undefined && tags[column].length > 0).map(
      (column) => `  ${column}s: ${tagList(tags![column], captions)}`,
    ),
  ];
}
