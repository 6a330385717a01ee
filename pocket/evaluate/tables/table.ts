import { FIGURES, type Figures, type Interval } from '../../../core';
import type { Judged } from '../ranking/judge.ts';
import { classAccuracies, type RowWithGain } from './rows.ts';

const points = (part: number) => (part * 100).toFixed(1);
const range = ([low, high]: Interval) => `[${points(low)}, ${points(high)}]`;
const signed = (part: number) => `${part >= 0 ? '+' : '−'}${points(Math.abs(part))}`;
const signedRange = ([low, high]: Interval) => `[${signed(low)}, ${signed(high)}]`;

/** How tables head each figure. */
const HEADINGS: Readonly<Record<keyof Figures, string>> = {
  acc1: 'Acc@1',
  acc5: 'Acc@5',
  balanced: 'balanced',
  macroF1: 'macro F1',
  ece: 'ECE',
};

/** The rows as lines to print, in percent, each figure with its 95 % bootstrap interval. */
export function tableLines(rows: readonly RowWithGain[]): string[] {
  const wide = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length)) + 2;
  const domainWidth = wide(['domain', ...rows.map(({ row }) => row.domain)]);
  const methodWidth = wide(['method', ...rows.map(({ row }) => row.method)]);
  const partWidth = wide(['part', ...rows.map(({ row }) => row.part)]);
  const line = (cells: readonly [string, string, string], n: string, figures: readonly string[]) =>
    [
      cells[0].padEnd(domainWidth),
      cells[1].padEnd(methodWidth),
      cells[2].padEnd(partWidth),
      n.padStart(6),
      ...figures,
    ]
      .join('')
      .trimEnd();
  const cell = (figure: string, interval: string) => `${figure.padStart(10)} ${interval.padEnd(14)}`;
  return [
    line(['domain', 'method', 'part'], 'n', [
      ...FIGURES.map((name) => cell(HEADINGS[name], '95 %')),
      ' Acc@1 against zero-shot',
    ]),
    ...rows.map(({ row, gain, gainInterval }) =>
      line([row.domain, row.method, row.part], String(row.n), [
        ...FIGURES.map((name) => cell(points(row[name]), range([row[`${name}Low`], row[`${name}High`]]))),
        row.method === rows[0]!.row.method ? '' : ` ${signed(gain)} ${signedRange(gainInterval)}`,
      ]),
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
