import {
  type Answers,
  confusionsOf,
  countByClass,
  FIGURES,
  type Figures,
  type FiguresWithIntervals,
  methodById,
  SWEPT,
} from '../../../../core';
import type { Coverage, Half, Halves, MethodsJudged, PromptStudies, Studies } from '../../../engine';
import { SEARCH_MODE_TITLES } from '../../common/text/search-modes';
import { ends, points, signed } from '../figures/numbers';
import type { Table } from './html';

const TITLES: Readonly<Record<keyof Figures, string>> = {
  acc1: 'Acc@1',
  acc5: 'Acc@5',
  balanced: 'Balanced accuracy',
  macroF1: 'Macro F1',
  ece: 'ECE',
};

export const titleOf = (method: string): string => methodById(method)?.title ?? method;

/** By method id, how many of the photos that figures are of its settings were tuned on. */
export type TunedOn = ReadonlyMap<string, number>;

/** The column that says which rows flatter, as their settings were tuned on what they report; none where no row does. */
function tunedColumn(ids: readonly string[], tuned: TunedOn) {
  const any = ids.some((id) => (tuned.get(id) ?? 0) > 0);
  return {
    header: any ? ['Tuned on, of these photos'] : [],
    cell: (id: string) => (any ? [tuned.get(id) ?? 0] : []),
  };
}

/** Every method's figures in percent, each with the ends of its interval. */
export function methodsTable({ methods, photos, groups }: MethodsJudged, tuned: TunedOn = new Map()): Table {
  const marks = tunedColumn(
    methods.map(({ id }) => id),
    tuned,
  );
  const grouped = groups < photos.length ? `, resampled in ${groups} groups` : '';
  return {
    caption: `Methods on ${photos.length} photos, in percent, with 95 % bootstrap intervals${grouped}`,
    header: ['Method', ...FIGURES.map((name) => TITLES[name]), 'Gain in Acc@1 on the first', ...marks.header],
    rows: methods.map(({ id, figures, intervals, gain, gainInterval }, m) => [
      titleOf(id),
      ...FIGURES.map((name) => `${points(figures[name])} (${ends(intervals[name])})`),
      m === 0 ? '–' : `${signed(gain)} (${ends(gainInterval)})`,
      ...marks.cell(id),
    ]),
  };
}

/** CoRE's components one after the other, in percent. */
export function ablationTable({ ablation, photos }: Studies): Table {
  return gainsTable(
    `CoRE’s components one after the other on ${photos} photos, in percent, with 95 % bootstrap intervals`,
    'With',
    ablation.map((row) => ({ ...row, name: row.adds })),
  );
}

/** Every method on the classes with most captions or training photos, and on the others, in percent. */
export function halvesTable({ by, of, head, tail, rows }: Halves, tuned: TunedOn = new Map()): Table {
  const marks = tunedColumn(
    rows.map(({ id }) => id),
    tuned,
  );
  const cells = ({ figures, intervals }: FiguresWithIntervals) =>
    (['acc1', 'acc5', 'balanced'] as const).map(
      (name) => `${points(figures[name])} (${ends(intervals[name])})`,
    );
  const titles = (of: string) =>
    (['acc1', 'acc5', 'balanced'] as const).map((name) => `${of}: ${TITLES[name]}`);
  const words = ({ classes, photos, counts: [least, most] }: Half) =>
    `${photos} photos of ${classes} classes ${
      by === 'captions'
        ? `named by ${least} to ${most} captions`
        : `with ${least} to ${most} training photos by ${of}`
    }`;
  return {
    caption: `Head (${words(head)}) and tail (${words(tail)}), in percent, with 95 % bootstrap intervals`,
    header: ['Method', ...titles('Head'), ...titles('Tail'), ...marks.header],
    rows: rows.map((row) => [titleOf(row.id), ...cells(row.head), ...cells(row.tail), ...marks.cell(row.id)]),
  };
}

/** CoRE by how captions of the classes are found, in percent. */
export function modesTable({ modes, photos }: PromptStudies): Table {
  return gainsTable(
    `CoRE by how captions of the classes are found, on ${photos} photos, in percent, with 95 % bootstrap intervals`,
    'Found',
    modes.map((row) => ({ ...row, name: SEARCH_MODE_TITLES[row.mode] })),
  );
}

/** CoRE by both prompts, in percent. */
export function crossedTable({ crossed, photos }: PromptStudies): Table {
  return gainsTable(
    `CoRE by the classes’ prompt and the captions’, on ${photos} photos, in percent, with 95 % bootstrap intervals`,
    'Classes; captions',
    crossed.map((row) => ({ ...row, name: `${row.prompts.zeroShot}; ${row.prompts.retrieval}` })),
  );
}

/** Classes by their names alone and by captions alone, prefix by prefix, in percent. */
export function prefixesTable({ prefixes, photos }: PromptStudies): Table {
  const cells = ({ figures, intervals }: FiguresWithIntervals) =>
    FIGURES.map((name) => `${points(figures[name])} (${ends(intervals[name])})`);
  const titles = (of: string) => FIGURES.map((name) => `${of}: ${TITLES[name]}`);
  return {
    caption: `Prefixes, with classes by their names alone and by captions alone, on ${photos} photos, in percent, with 95 % bootstrap intervals`,
    header: ['Prefix', ...titles('Zero-shot'), ...titles('Captions alone')],
    rows: prefixes.map(({ prefix, zeroShot, captions }) => [prefix, ...cells(zeroShot), ...cells(captions)]),
  };
}

function gainsTable(
  caption: string,
  first: string,
  rows: readonly (FiguresWithIntervals & { readonly name: string })[],
): Table {
  return {
    caption,
    header: [first, ...FIGURES.map((name) => TITLES[name]), 'Gain in Acc@1 on the first'],
    rows: rows.map(({ name, figures, intervals, gain, gainInterval }, row) => [
      name,
      ...FIGURES.map((figure) => `${points(figures[figure])} (${ends(intervals[figure])})`),
      row === 0 ? '–' : `${signed(gain)} (${ends(gainInterval)})`,
    ]),
  };
}

/** Every value that was tried, and every α with every β, in percent. */
export function sweepsTable({ sweeps, photos }: Studies): Table {
  return {
    caption: `Sweeps on ${photos} photos, in percent; the best of them flatters`,
    header: ['Parameter', 'Value', 'Acc@1', 'Acc@5', 'On the frontier'],
    rows: [
      ...SWEPT.flatMap((name) =>
        sweeps.points[name].map(({ value, acc1, acc5 }) => [name, value, points(acc1), points(acc5), '']),
      ),
      ...sweeps.frontier.map(({ alpha, beta, acc1, acc5, best }) => [
        'alpha and beta',
        `${alpha} and ${beta}`,
        points(acc1),
        points(acc5),
        best ? 'yes' : '',
      ]),
    ],
  };
}

/** How well captions cover each class, the weakest first. */
export function coverageTable(coverage: readonly Coverage[]): Table {
  const order = coverage.toSorted((a, b) => a.strength - b.strength);
  const part = (value: number | null) => (value === null ? '–' : points(value));
  return {
    caption: 'Coverage of the classes by captions, the weakest first',
    header: [
      'Class',
      'Captions with each name',
      'Of the nearest, %',
      'Nearest cosine',
      'Mixed, %',
      'Most like',
      'Likely weak',
    ],
    rows: order.map(({ names, counts, named, nearest, mixed, rival, weak }) => [
      names[0] ?? '',
      counts === null ? '–' : names.map((name, i) => `${name}: ${counts[i]}`).join('; '),
      part(named),
      nearest === null ? '–' : nearest.toFixed(3),
      part(mixed),
      rival === null ? '–' : (coverage[rival.index]!.names[0] ?? ''),
      weak ? 'yes' : '',
    ]),
  };
}

/** Photos of each class, and how well a method tells them. */
export function classesTable({ classes }: MethodsJudged, method: string, answers: Answers): Table {
  const { trueOf, answered, right } = countByClass(answers.labels, answers.answers, classes.length);
  const part = (of: number, all: number) => (all > 0 ? points(of / all) : '–');
  return {
    caption: `${titleOf(method)} by class`,
    header: ['Class', 'Photos', 'Answered', 'Right, %', 'Precision, %'],
    rows: classes.flatMap((name, c) =>
      trueOf[c]! + answered[c]! === 0
        ? []
        : [[name, trueOf[c]!, answered[c]!, part(right[c]!, trueOf[c]!), part(right[c]!, answered[c]!)]],
    ),
  };
}

/** The errors of a method, the most frequent first. */
export function confusionsTable({ classes }: MethodsJudged, method: string, answers: Answers): Table {
  const wrong = confusionsOf(answers.labels, answers.answers)
    .filter(({ label, answer }) => label !== answer)
    .toSorted((a, b) => b.photos.length - a.photos.length);
  return {
    caption: `What ${titleOf(method)} takes for what`,
    header: ['Class', 'Answered', 'Photos'],
    rows: wrong.map(({ label, answer, photos }) => [
      classes[label] ?? '',
      answer < 0 ? 'none of the classes' : (classes[answer] ?? ''),
      photos.length,
    ]),
  };
}

/** A table as CSV (RFC 4180); text that a spreadsheet could run as a formula has an apostrophe before it. */
export function csvOf({ header, rows }: Table): string {
  const field = (cell: string | number) => {
    if (typeof cell === 'number') return String(cell);
    const text = /^[\s"]*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}
