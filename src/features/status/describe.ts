import type { Rung } from '../../../workers/protocol';
import type { EngineState } from '../../engine';
import { bytes, count, counted } from '../common/text/formats';

/** “WASM int8, 4 threads”, “WebGPU fp16”. */
export function describeRung({ backend, precision, threads }: Rung): string {
  const name = backend === 'webgpu' ? 'WebGPU' : 'WASM';
  const number = precision === 'q8' ? 'int8' : precision;
  if (backend === 'webgpu') return `${name} ${number}`;
  return `${name} ${number}, ${threads === 1 ? '1 thread' : `${threads} threads`}`;
}

/** How far the captions of the index are there: “12,431 of 12,431 captions”. */
export function describeCaptions({ index }: Pick<EngineState, 'index'>): string {
  const isHere = (index.info?.captionsPresent ?? 0) > 0;
  if (index.status === 'failed' && !isHere) return 'no captions: the index failed';
  if (index.info === null) return 'captions not open yet';
  const { captionsPresent, manifest } = index.info;
  const present = `${count(captionsPresent)} of ${count(manifest.captions)} captions`;
  if (index.status === 'unfit') return `${present}, unfit for this model`;
  if (index.status === 'failed') return `${present}, the others failed`;
  if (index.asks !== null) return `${present}, not fetched`;
  return index.status === 'paused' ? `${present}, paused` : present;
}

/** What works without a network now, and why not more. */
export function describeOffline({ offline }: Pick<EngineState, 'offline'>): {
  readonly text: string;
  readonly reason: string;
} {
  if (offline.ready) return { text: 'works offline', reason: 'A reload without network would work now.' };
  return { text: 'not offline yet', reason: offline.reasons.join(' ') };
}

/** What this browser keeps: “18 MB stored, kept”; null while unknown. */
export function describeStorage({ offline }: Pick<EngineState, 'offline'>): string | null {
  if (offline.storedBytes === null) return null;
  return `${bytes(offline.storedBytes)} stored${offline.persisted ? ', kept' : ''}`;
}

/** Memory that captions take: “41 MB in memory”; null while none are there. */
export function describeMemory({ index }: Pick<EngineState, 'index'>): string | null {
  const memoryBytes = index.info?.memoryBytes ?? 0;
  return memoryBytes > 0 ? `${bytes(memoryBytes)} in memory` : null;
}

const part = ({ loaded, total }: { readonly loaded: number; readonly total: number }) =>
  `${bytes(loaded)} of ${bytes(total)}`;

/** What is under way, with numbers; “Ready” only where nothing is and nothing has failed. */
export function describeActivity({
  model,
  index,
  queue,
  classes,
  idle,
}: Pick<EngineState, 'model' | 'index' | 'queue' | 'classes' | 'idle'>): string {
  if (idle) {
    if (model.status === 'failed') return 'Stopped: no model';
    if (index.status === 'unfit') return 'Ready without captions';
    if (index.status !== 'failed') return 'Ready';
    return (index.info?.captionsPresent ?? 0) > 0 ? 'Ready with some captions' : 'Ready without captions';
  }
  if (model.status === 'loading')
    return model.progress ? `Loading the model, ${part(model.progress)}` : 'Loading the model…';
  if (queue.running) return `Classifying, ${count(queue.done)} of ${counted(queue.total, 'photo')} done`;
  const unread = classes.filter((entry) => entry.status === 'waiting').length;
  if (unread > 0)
    return `Reading classes, ${count(classes.length - unread)} of ${count(classes.length)} done`;
  if (index.status === 'opening') return 'Opening the caption index…';
  if (index.status === 'downloading' && index.info !== null)
    return `Fetching captions, ${part({ loaded: index.info.bytesPresent, total: index.info.bytesTotal })}`;
  return 'Working…';
}
