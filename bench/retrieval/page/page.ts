import { wrap } from 'comlink';
import type { RetrievalRow } from '../engines';
import type { PageTask } from './worker';

declare global {
  var measureInPage: (task: PageTask) => Promise<RetrievalRow[]>;
}

const worker = wrap<{ measure(task: PageTask): RetrievalRow[] }>(
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
);

globalThis.measureInPage = (task) => worker.measure(task);
