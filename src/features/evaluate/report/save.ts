import type { Engine, MethodsJudged } from '../../../engine';
import { fileName, offer } from '../../project/download';
import type { ByHand } from '../asked';
import { coverageOfList, useCoverage } from '../coverage/coverage-state';
import { useEvaluation } from '../evaluation-state';
import { groupingFor } from '../groups';
import { halves } from '../halves/halves-state';
import { promptStudies } from '../prompts/prompts-state';
import { studies } from '../studies/studies-state';
import { tunedOn } from '../tuning/tuning-state';
import { reportOf } from './report';
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
  type TunedOn,
} from './tables';

const GROUPINGS = {
  photo: 'each photo by itself',
  folder: 'photos of a folder',
  labels: 'groups of the labels',
  burst: 'photos of a burst',
} as const;

/** Saves what the panel shows as one HTML file; nothing where it shows no figures. */
export function saveReport(engine: Engine): void {
  const { judged, method, grouping } = useEvaluation.getState();
  if (judged === null) return;
  const now = new Date();
  const html = reportOf({
    state: engine.getState(),
    judged,
    method,
    grouping: GROUPINGS[groupingFor(engine, judged.photos, grouping)],
    tuned: tunedOnJudged(engine, judged),
    reliability: document.querySelector('.reliability svg')?.outerHTML ?? null,
    plane: planePicture(),
    halves: halves.use.getState().old ? null : halves.use.getState().found,
    studies: withPlots(studies, '.taken-apart'),
    prompts: withPlots(promptStudies, '.prompts'),
    coverage: coverageOfList(useCoverage.getState().coverage, engine.getState().shownClasses),
    at: now,
  });
  offer(new Blob([html], { type: 'text/html' }), fileName('html', now, 'report'));
}

/** With the plots of its part; nothing where photos, labels or settings have changed since: the report would mix what is of two states. */
function withPlots<T>({ use }: ByHand<T>, part: string) {
  const { found, old } = use.getState();
  if (found === null || old) return null;
  const plots = [...document.querySelectorAll<SVGSVGElement>(`${part} .studies-plots svg`)];
  return { found, plots: plots.map((plot) => plot.outerHTML) };
}

function planePicture() {
  const canvas = document.querySelector<HTMLCanvasElement>('.plane-heat');
  const words = document.querySelector('.plane figcaption')?.textContent ?? '';
  return canvas === null || canvas.width < 2 ? null : { url: canvas.toDataURL('image/png'), words };
}

/** Tables that are saved by themselves. */
export type TableName =
  | 'methods'
  | 'classes'
  | 'confusions'
  | 'halves'
  | 'ablation'
  | 'sweeps'
  | 'captions'
  | 'prefixes'
  | 'prompts';

const tunedOnJudged = (engine: Engine, { methods, photos }: MethodsJudged): TunedOn =>
  new Map(methods.map(({ id }) => [id, tunedOn(engine, id, photos)]));

/** Saves one of the tables as CSV. */
export function saveTable(engine: Engine, which: TableName): void {
  const { judged, method } = useEvaluation.getState();
  const split = halves.use.getState().found;
  const apart = studies.use.getState().found;
  const prompts = promptStudies.use.getState().found;
  const shown = judged?.methods.find(({ id }) => id === method) ?? judged?.methods[0];
  if (judged === null || shown === undefined) return;
  const tuned = tunedOnJudged(engine, judged);
  const tables = {
    methods: () => methodsTable(judged, tuned),
    classes: () => classesTable(judged, shown.id, shown.answers),
    confusions: () => confusionsTable(judged, shown.id, shown.answers),
    halves: () => split && halvesTable(split, tuned),
    ablation: () => apart && ablationTable(apart),
    sweeps: () => apart && sweepsTable(apart),
    captions: () => prompts && modesTable(prompts),
    prefixes: () => prompts && prefixesTable(prompts),
    prompts: () => prompts && crossedTable(prompts),
  };
  const table = tables[which]();
  if (table === null) return;
  // The mark of UTF-8, without which spreadsheets take the bytes for another encoding.
  offer(new Blob(['\ufeff', csvOf(table)], { type: 'text/csv' }), fileName('csv', new Date(), which));
}
