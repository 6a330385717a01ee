import { type Remote, wrap } from 'comlink';
import type { PhotoBench } from './worker';

declare global {
  /** A fresh worker for each measurement: threads and memory of the one before are gone. */
  var startBench: () => Remote<PhotoBench>;
}

let running: Worker | undefined;
globalThis.startBench = () => {
  running?.terminate();
  running = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return wrap<PhotoBench>(running);
};
