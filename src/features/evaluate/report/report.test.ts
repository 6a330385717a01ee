import { describe, expect, it } from 'vitest';
import { type FiguresWithIntervals, PAPER_SETTINGS } from '../../../../core';
import type { Halves, MethodsJudged, PromptStudies, Studies } from '../../../engine';
import { type ReportParts, reportOf } from './report';
import {
  ablationTable,
  classesTable,
  confusionsTable,
  crossedTable,
  csvOf,
  halvesTable,
  methodsTable,
  modesTable,
  prefixesTable,
  sweepsTable,
} from './tables';

const answers = {
  labels: Int32Array.of(0, 0, 1, 2),
  places: Float64Array.of(0, 1, 0, 3),
  answers: Int32Array.of(0, 1, 1, -1),
  shares: Float64Array.of(0.9, 0.6, 0.8, 0.5),
};
const figures: FiguresWithIntervals = {
  figures: { acc1: 0.5, acc5: 1, balanced: 0.5, macroF1: 0.44, ece: 0.1 },
  intervals: { acc1: [0, 1], acc5: [1, 1], balanced: [0, 1], macroF1: [0, 1], ece: [0, 0.4] },
  gain: -0.25,
  gainInterval: [-0.5, 0],
};
const judged: MethodsJudged = {
  methods: [
    { ...figures, id: 'zero-shot', answers, notes: [], parameters: {} },
    { ...figures, id: 'core', answers, notes: ['No captions & no <b>.'], parameters: { alpha: 0.9, k: 10 } },
  ],
  photos: ['a', 'b', 'c', 'd'],
  classes: ['<script>alert(1)</script>', '=HYPERLINK("x")', 'fern, "royal"', 'never seen'],
  groups: 3,
  left: 0,
};

const studies: Studies = {
  ablation: [
    { ...figures, adds: 'Zero-shot' },
    { ...figures, adds: '+ α', gain: 0.25, gainInterval: [0, 0.5] },
  ],
  sweeps: {
    points: { k: [{ value: 5, acc1: 0.5, acc5: 1 }], tauImageToText: [], tauTextToText: [] },
    frontier: [{ alpha: 0.1, beta: 0.2, acc1: 0.75, acc5: 1, best: true }],
  },
  settings: PAPER_SETTINGS,
  photos: 4,
  left: 0,
};

const halves: Halves = {
  by: 'captions',
  of: null,
  head: { classes: 2, photos: 3, counts: [5, 9] },
  tail: { classes: 2, photos: 1, counts: [0, 1] },
  rows: [{ id: 'core', head: figures, tail: figures }],
};

const prompts: PromptStudies = {
  modes: [
    { ...figures, mode: 'meaning' },
    { ...figures, mode: 'name', gain: 0.25, gainInterval: [0, 0.5] },
  ],
  leftOut: [],
  prefixes: [{ prefix: 'a sketch of a {}', zeroShot: figures, captions: figures }],
  crossed: [{ ...figures, prompts: { zeroShot: 'a <b> {}', retrieval: 'a {}' } }],
  settings: PAPER_SETTINGS,
  mode: 'meaning',
  photos: 4,
  left: 0,
};

/** `figures` as tables write them. */
const cells = [
  '50.0 (0.0–100.0)',
  '100.0 (100.0–100.0)',
  '50.0 (0.0–100.0)',
  '44.0 (0.0–100.0)',
  '10.0 (0.0–40.0)',
];

describe('tables', () => {
  it('have figures with intervals, classes that have photos, and errors by number', () => {
    expect(methodsTable(judged).rows[1]!.slice(0, 2)).toEqual(['CoRE', '50.0 (0.0–100.0)']);
    expect(methodsTable(judged).rows.map((row) => row.at(-1))).toEqual(['–', '−25.0 (−50.0–0.0)']);
    expect(classesTable(judged, 'core', answers).rows.map((row) => row.slice(1))).toEqual([
      [2, 1, '50.0', '100.0'],
      [1, 2, '100.0', '50.0'],
      [1, 0, '0.0', '–'],
    ]);
    expect(confusionsTable(judged, 'core', answers).rows.map(([, to, n]) => [to, n])).toEqual([
      ['=HYPERLINK("x")', 1],
      ['none of the classes', 1],
    ]);
  });

  it('say which rows flatter, in the file too', () => {
    const tuned = new Map([['core', 3]]);
    const lines = csvOf(methodsTable(judged, tuned)).split('\r\n').slice(0, 3);
    expect(lines.map((line) => /,("[^"]*"|\d+)$/.exec(line)?.[1])).toEqual([
      '"Tuned on, of these photos"',
      '0',
      '3',
    ]);
    expect(halvesTable(halves, tuned).rows[0]!.at(-1)).toBe(3);
    expect(methodsTable(judged, new Map([['core', 0]])).header).toEqual(methodsTable(judged).header);
  });

  it('have CoRE’s components, and every value that was tried', () => {
    expect(ablationTable(studies).rows.map((row) => [row[0], row.at(-1)])).toEqual([
      ['Zero-shot', '–'],
      ['+ α', '+25.0 (0.0–50.0)'],
    ]);
    expect(modesTable(prompts).rows.map((row) => [row[0], row.at(-1)])).toEqual([
      ['by meaning', '–'],
      ['by name', '+25.0 (0.0–50.0)'],
    ]);
    expect(prefixesTable(prompts).rows[0]).toEqual(['a sketch of a {}', ...Array(2).fill(cells).flat()]);
    expect(crossedTable(prompts).rows[0]!.slice(0, -1)).toEqual(['a <b> {}; a {}', ...cells]);
    expect(csvOf(sweepsTable(studies)).split('\r\n').slice(1, 3)).toEqual([
      'k,5,50.0,100.0,',
      'alpha and beta,0.1 and 0.2,75.0,100.0,yes',
    ]);
  });

  it('are CSV in which nothing can be run', () => {
    const csv = csvOf(classesTable(judged, 'core', answers));
    expect(csv).toContain(`"'=HYPERLINK(""x"")",1,2,100.0,50.0\r\n`);
    expect(csv).toContain('"fern, ""royal""",1,0,0.0,–\r\n');
  });
});

it('the report is one file with figures, settings, what was tuned and what to cite, in which nothing runs', () => {
  const state = {
    request: { prompts: { zeroShot: 'a photo of a {}', retrieval: 'a photo of a {}' } },
    model: { info: null },
    index: { info: null },
    classRetrieval: { mode: 'meaning' },
  } as unknown as ReportParts['state'];
  const html = reportOf({
    state,
    judged,
    method: 'core',
    grouping: 'photos of a folder',
    tuned: new Map([['core', 3]]),
    reliability: '<svg></svg>',
    coverage: [
      {
        names: ['fern', 'frond'],
        counts: [3, 1],
        named: 0.5,
        nearest: 0.75,
        agreement: 0.9,
        mixed: null,
        rival: null,
        strength: 0.1,
        weak: true,
      },
    ],
    halves,
    studies: { found: studies, plots: ['<svg data-plot="k"></svg>'] },
    prompts: { found: prompts, plots: ['<svg data-plot="prefix"></svg>'] },
    plane: { url: 'data:image/png;base64,AA==', words: 'Here: Acc@1 50.0 %.' },
    at: new Date('2026-05-01T06:12:00Z'),
  });
  for (const words of [
    'CoRE by class',
    '50.0 (0.0–100.0)',
    'alpha 0.9, k 10',
    'tuned on 3 of these photos',
    'Retrieval-enriched zero-shot image classification in low-resource domains (2024), equations 2–7.',
    '2026-05-01 06:12 UTC',
    'data:image/png;base64,AA==',
    'CoRE’s components one after the other on 4 photos',
    '<svg data-plot="k">',
    '<svg data-plot="prefix">',
    'a &#60;b&#62; {}; a {}',
    'on 4 photos, in percent',
    'Head (3 photos of 2 classes named by 5 to 9 captions)',
    'fern: 3; frond: 1',
    'No captions &#38; no &#60;b&#62;.',
  ])
    expect(html).toContain(words);
  expect(html).not.toContain('<script>');
  expect(html).toContain("default-src 'none'");
});
