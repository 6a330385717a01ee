import { wrap } from 'comlink';
import type { RetrievalRow } from '../engines';
import type { StorageRow } from './storage';
import type { PageTask } from './worker';

declare global {
  var measureInPage: (task: PageTask) => Promise<RetrievalRow[]>;
  var measureStorageInPage: () => Promise<StorageRow[]>;
}

const worker = wrap<{ measure(task: PageTask): RetrievalRow[]; measureStorage(): StorageRow[] }>(
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
);

globalThis.measureInPage = (task) => worker.measure(task);
globalThis.measureStorageInPage = () => worker.measureStorage();
