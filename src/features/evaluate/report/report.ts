import { methodById } from '../../../../core';
import type { Coverage, EngineState, Halves, MethodsJudged, PromptStudies, Studies } from '../../../engine';
import { escaped, htmlList, htmlPage, htmlTable } from './html';
import {
  ablationTable,
  classesTable,
  confusionsTable,
  coverageTable,
  crossedTable,
  halvesTable,
  methodsTable,
  modesTable,
  prefixesTable,
  type TunedOn,
  titleOf,
} from './tables';

/** What a report is made of. */
export interface ReportParts {
  readonly state: Pick<EngineState, 'request' | 'model' | 'index' | 'classRetrieval'>;
  readonly judged: MethodsJudged;
  /** Id of the method that is looked at more closely. */
  readonly method: string;
  /** How photos were grouped, in words. */
  readonly grouping: string;
  readonly tuned: TunedOn;
  /** The reliability plot as SVG; null where there is none. */
  readonly reliability: string | null;
  /** The α×β plane as a data URL with what it shows; null where none was drawn. */
  readonly plane: { readonly url: string; readonly words: string } | null;
  /** Figures on head and tail; null likewise. */
  readonly halves: Halves | null;
  /** CoRE taken apart, with its plots as SVG; null where nobody asked for it, or what was found is old. */
  readonly studies: { readonly found: Studies; readonly plots: readonly string[] } | null;
  /** CoRE by prompts and ways of finding captions, with its plot; null likewise. */
  readonly prompts: { readonly found: PromptStudies; readonly plots: readonly string[] } | null;
  /** How well captions cover the classes; null where nobody asked, or others are in the list by now. */
  readonly coverage: readonly Coverage[] | null;
  readonly at: Date;
}

/** Figures, how they came about, and what to cite: one HTML file that needs no other. */
export function reportOf(parts: ReportParts): string {
  const { judged, method, reliability, plane, halves, studies, prompts, coverage, at, tuned } = parts;
  const shown = judged.methods.find(({ id }) => id === method) ?? judged.methods[0]!;
  const notes = judged.methods.flatMap(({ id, notes: own }) => [
    ...own.map((note) => `${titleOf(id)}: ${note}`),
    ...(tuned.get(id)
      ? [`${titleOf(id)}: its settings were tuned on ${tuned.get(id)} of these photos; its figures flatter.`]
      : []),
  ]);
  const title = 'Fernglass: evaluation';
  return htmlPage(title, [
    `<h1>${title}</h1>`,
    `<p class="muted">${escaped(at.toISOString().slice(0, 16).replace('T', ' '))} UTC. Scores are relative to the classes of the list.</p>`,
    '<h2>Figures</h2>',
    htmlTable(methodsTable(judged, tuned)),
    notes.length > 0 ? `<ul>${notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>` : '',
    '<h2>What they were measured with</h2>',
    htmlList(factsOf(parts)),
    `<h2>${escaped(titleOf(shown.id))}, looked at more closely</h2>`,
    reliability === null ? '' : `<figure>${reliability}</figure>`,
    plane === null
      ? ''
      : `<figure><img src="${plane.url}" width="303" height="303" alt="α×β plane"><figcaption>α to the right, β upwards, from 0 to 1. ${escaped(plane.words)}</figcaption></figure>`,
    htmlTable(classesTable(judged, shown.id, shown.answers)),
    htmlTable(confusionsTable(judged, shown.id, shown.answers)),
    halves === null ? '' : htmlTable(halvesTable(halves, tuned)),
    ...(studies === null
      ? []
      : [
          '<h2>CoRE taken apart</h2>',
          htmlTable(ablationTable(studies.found)),
          '<p class="muted">Below: Acc@1 (strong) and Acc@5 by k and by each τ, then Acc@1 against Acc@5 of every α with every β. The best value flatters: it is looked up on the photos that it is reported on.</p>',
          `<div class="plots">${studies.plots.join('')}</div>`,
        ]),
    ...(prompts === null
      ? []
      : [
          '<h2>Prompts and captions of the classes</h2>',
          htmlTable(modesTable(prompts.found)),
          htmlTable(prefixesTable(prompts.found)),
          `<div class="plots">${prompts.plots.join('')}</div>`,
          htmlTable(crossedTable(prompts.found)),
        ]),
    ...(coverage === null
      ? []
      : [
          '<h2>Coverage by captions</h2>',
          htmlTable(coverageTable(coverage)),
          '<p class="muted">Likely weak is a hint by captions alone, within this list; it is no measurement.</p>',
        ]),
    '<h2>Methods and what to cite</h2>',
    '<ul>',
    ...judged.methods.map(({ id }) => citationOf(id)),
    '<li>This software: Fernglass 0.1.0, Apache-2.0.</li>',
    '</ul>',
    '<p class="muted">Acc@k: part of the photos whose class is among the first k. Balanced accuracy and macro F1: means over the classes. ECE: expected calibration error in 15 bins (Guo et al. 2017). Intervals: 1,000 bootstrap resamples of whole groups, moved by their bias; gains are paired. Tip-Adapter judges each fifth of the photos by the labels of the others.</p>',
  ]);
}

function citationOf(id: string): string {
  const method = methodById(id);
  if (method === undefined) return '';
  const { paper, year, equations } = method.reference;
  const where = equations === null ? '' : `, equations ${equations}`;
  return `<li>${escaped(method.title)}: ${escaped(method.explanation)} ${escaped(`${paper} (${year})${where}.`)}</li>`;
}

function factsOf({ state, judged, grouping }: ReportParts): (readonly [string, string])[] {
  const { request, model, index, classRetrieval } = state;
  const { info } = model;
  const manifest = index.info?.manifest;
  const settings = judged.methods
    .filter(({ parameters }) => Object.keys(parameters).length > 0)
    .map(({ id, parameters }): readonly [string, string] => [
      `Settings of ${titleOf(id)}`,
      Object.entries(parameters)
        .map(([name, value]) => `${name} ${value ?? 'off'}`)
        .join(', '),
    ]);
  return [
    ['Photos with a label', `${judged.photos.length}`],
    ['Groups', `${judged.groups} (${grouping})`],
    ['Classes', `${judged.classes.length}`],
    ['Prompt of classes', request.prompts.zeroShot],
    ['Prompt for captions', request.prompts.retrieval],
    ['Captions of classes sought by', classRetrieval.mode],
    ['Model', info === null ? 'none' : `${info.id}, ${info.rung.precision}, ${info.rung.backend}`],
    ['Licence of the model', info?.licence?.name ?? 'not stated'],
    ['Index', manifest === undefined ? 'none' : `${manifest.title} (${manifest.id})`],
    ['Captions present', `${index.info?.captionsPresent ?? 0}`],
    [
      'Source and licence of the captions',
      manifest?.provenance ? `${manifest.provenance.source}, ${manifest.provenance.licence}` : 'not stated',
    ],
    ...settings,
  ];
}
