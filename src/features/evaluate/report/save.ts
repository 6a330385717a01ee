import type { Engine } from '../../../engine';
import { fileName, offer } from '../../project/download';
import { coverageOfList, useCoverage } from '../coverage/coverage-state';
import { useEvaluation } from '../evaluation-state';
import { useStudies } from '../studies/studies-state';
import { tunedOn } from '../tuning/tuning-state';
import { type ReportParts, reportOf } from './report';
import { ablationTable, classesTable, confusionsTable, csvOf, methodsTable, sweepsTable } from './tables';

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
    grouping: GROUPINGS[grouping],
    tuned: new Map(judged.methods.map(({ id }) => [id, tunedOn(engine, id, judged.photos)])),
    reliability: document.querySelector('.reliability svg')?.outerHTML ?? null,
    plane: planePicture(),
    studies: studiesPlots(),
    coverage: coverageOfList(useCoverage.getState().coverage, engine.getState().shownClasses),
    at: now,
  });
  offer(new Blob([html], { type: 'text/html' }), fileName('html', now, 'report'));
}

/** Nothing where photos, labels or settings have changed since: the report would mix what is of two states. */
function studiesPlots(): ReportParts['studies'] {
  const { studies, old } = useStudies.getState();
  if (studies === null || old) return null;
  const plots = [...document.querySelectorAll<SVGSVGElement>('.studies-plots svg')].map(
    (plot) => plot.outerHTML,
  );
  return { found: studies, plots };
}

function planePicture() {
  const canvas = document.querySelector<HTMLCanvasElement>('.plane-heat');
  const words = document.querySelector('.plane figcaption')?.textContent ?? '';
  return canvas === null || canvas.width < 2 ? null : { url: canvas.toDataURL('image/png'), words };
}

/** Saves one of the tables as CSV. */
export function saveTable(which: 'methods' | 'classes' | 'confusions' | 'ablation' | 'sweeps'): void {
  const { judged, method } = useEvaluation.getState();
  const { studies } = useStudies.getState();
  const shown = judged?.methods.find(({ id }) => id === method) ?? judged?.methods[0];
  if (judged === null || shown === undefined) return;
  const tables = {
    methods: () => methodsTable(judged),
    classes: () => classesTable(judged, shown.id, shown.answers),
    confusions: () => confusionsTable(judged, shown.id, shown.answers),
    ablation: () => studies && ablationTable(studies),
    sweeps: () => studies && sweepsTable(studies),
  };
  const table = tables[which]();
  if (table === null) return;
  // The mark of UTF-8, without which spreadsheets take the bytes for another encoding.
  offer(new Blob(['\ufeff', csvOf(table)], { type: 'text/csv' }), fileName('csv', new Date(), which));
}
