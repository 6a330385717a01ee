import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../format';
import type { CleaningReport } from './clean/clean';
import { RULES } from './clean/rules';
import type { CodecReport } from './codec/choose';
import type { IndexSettings } from './settings';

/** Lies beside an index's manifest; the app does not read it. */
export const REPORT_NAME = 'build-report.json';

/** How an index came about. Holds no times or paths, so that the same build gives the same bytes. */
export interface BuildReport extends CodecReport {
  readonly createdBy: string;
  readonly cleaning: CleaningReport;
  readonly settings: Pick<IndexSettings, 'seed' | 'listSize' | 'shardBytes'>;
  /** Captions of the shortest, the middle and the longest list. */
  readonly listSizes: { readonly least: number; readonly median: number; readonly most: number };
  readonly recall: Manifest['recall'];
}

/** Sums a build up. */
export function buildReport(
  cleaning: CleaningReport,
  { createdBy, recall }: Manifest,
  { seed, listSize, shardBytes }: IndexSettings,
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

/** What cleaning did, a line for each rule that left something out. */
export function cleaningLines({ captions, inputs, leftOut, rows }: CleaningReport): string[] {
  const number = (value: number) => value.toLocaleString('en');
  return [
    `${number(captions)} captions of ${number(rows)} rows in ${inputs.map(({ name }) => name).join(', ')}`,
    ...RULES.filter((rule) => leftOut[rule] > 0).map(
      (rule) => `  left out: ${rule.padEnd(16)} ${number(leftOut[rule])}`,
    ),
  ];
}
