import type { Interval } from './bootstrap.ts';
import type { Judged } from './judge.ts';
import { classAccuracies, type RowWithGain } from './rows.ts';

const points = (part: number) => (part * 100).toFixed(1);
const range = ([low, high]: Interval) => `[${points(low)}, ${points(high)}]`;
const signed = (part: number) => `${part >= 0 ? '+' : '−'}${points(Math.abs(part))}`;
const signedRange = ([low, high]: Interval) => `[${signed(low)}, ${signed(high)}]`;

/** The rows as lines to print, in percent, with 95 % bootstrap intervals. */
export function tableLines(rows: readonly RowWithGain[]): string[] {
  const wide = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length)) + 2;
  const domainWidth = wide(['domain', ...rows.map(({ row }) => row.domain)]);
  const methodWidth = wide(['method', ...rows.map(({ row }) => row.method)]);
  const partWidth = wide(['part', ...rows.map(({ row }) => row.part)]);
  const heading = `${'domain'.padEnd(domainWidth)}${'method'.padEnd(methodWidth)}${'part'.padEnd(partWidth)}${'n'.padStart(6)}${'Acc@1'.padStart(8)}${'95 %'.padEnd(15).padStart(17)}${'Acc@5'.padStart(6)}${'95 %'.padEnd(15).padStart(17)}${'Acc@1 against zero-shot'}`;
  return [
    heading,
    ...rows.map(({ row, gain, gainInterval }) =>
      [
        row.domain.padEnd(domainWidth),
        row.method.padEnd(methodWidth),
        row.part.padEnd(partWidth),
        String(row.n).padStart(6),
        points(row.acc1).padStart(8),
        `  ${range([row.acc1Low, row.acc1High]).padEnd(15)}`,
        points(row.acc5).padStart(6),
        `  ${range([row.acc5Low, row.acc5High]).padEnd(15)}`,
        row.method === rows[0]!.row.method ? '' : `${signed(gain)} ${signedRange(gainInterval)}`,
      ]
        .join('')
        .trimEnd(),
    ),
  ];
}

/** Acc@1 of each class of a domain by two methods, as lines to print. */
export function perClassLines(
  domain: string,
  judged: readonly Judged[],
  methods: readonly string[],
  compared: readonly [string, string],
): string[] {
  const [first, second] = compared.map((name) => methods.indexOf(name)) as [number, number];
  const classes = classAccuracies(judged, [first, second]);
  const width = Math.max(...classes.map(({ className }) => className.length)) + 2;
  return [
    '',
    `${domain}, Acc@1 of each class in percent`,
    `${'class'.padEnd(width)}${'n'.padStart(5)}${compared.map((name) => name.padStart(12)).join('')}`,
    ...classes.map(
      ({ className, n, acc1 }) =>
        `${className.padEnd(width)}${String(n).padStart(5)}${acc1.map((part) => points(part).padStart(12)).join('')}`,
    ),
  ];
}
