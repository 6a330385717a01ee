import type { Rung } from '../../../workers/protocol';
import type { EngineState, PreparedField } from '../../engine';
import { bytes, count, counted } from '../common/text/formats';
import { preparedWords } from '../library/field/field-words';

/** “WASM int8, 4 threads”, “WebGPU fp16”. */
export function describeRung({ backend, precision, threads }: Rung): string {
  const name = backend === 'webgpu' ? 'WebGPU' : 'WASM';
  const number = precision === 'q8' ? 'int8' : precision;
  if (backend === 'webgpu') return `${name} ${number}`;
  return `${name} ${number}, ${threads === 1 ? '1 thread' : `${threads} threads`}`;
}

type Indexes = Pick<EngineState, 'index' | 'furtherIndexes'>;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** How far the captions of the indexes are there: “12,431 of 12,431 captions”, “12,471 of 12,471 captions in 2 indexes”. */
export function describeCaptions({ index, furtherIndexes }: Indexes): string {
  const further = Object.values(furtherIndexes);
  if (further.length === 0) return describeOne(index);
  const all = [index, ...further];
  const infos = all.flatMap(({ info }) => info ?? []);
  if (infos.length === 0) return 'captions not open yet';
  const present = sum(infos.map(({ captionsPresent }) => captionsPresent));
  const total = sum(infos.map(({ manifest }) => manifest.captions));
  const of = (...statuses: string[]) => all.filter(({ status }) => statuses.includes(status)).length;
  return [
    `${count(present)} of ${count(total)} captions in ${count(all.length)} indexes`,
    of('unfit') > 0 && `${count(of('unfit'))} unfit for this model`,
    of('failed') > 0 && `${count(of('failed'))} failed`,
    of('paused') > 0 && `${count(of('paused'))} paused`,
  ]
    .filter(Boolean)
    .join(', ');
}

function describeOne(index: EngineState['index']): string {
  const isHere = (index.info?.captionsPresent ?? 0) > 0;
  if (index.status === 'failed' && !isHere) return 'no captions: the index failed';
  if (index.info === null) return 'captions not open yet';
  const { captionsPresent, manifest } = index.info;
  const present = `${count(captionsPresent)} of ${count(manifest.captions)} captions`;
  if (index.status === 'unfit') return `${present}, unfit for this model`;
  if (index.status === 'failed') return `${present}, the others failed`;
  if (index.asks !== null) return isHere ? `${present}, for the field` : `${present}, not fetched`;
  return index.status === 'paused' ? `${present}, paused` : present;
}

/** What works without a network now, and why not more. */
export function describeOffline(
  { offline }: Pick<EngineState, 'offline'>,
  prepared: PreparedField | null = null,
): {
  readonly text: string;
  readonly reason: string;
} {
  if (offline.ready && prepared !== null && prepared.indexes.length > 0)
    return {
      text: `works offline for ${counted(prepared.classes, 'class', 'classes')}`,
      reason: `A reload without network would work now. ${preparedWords(prepared)}`,
    };
  if (offline.ready) return { text: 'works offline', reason: 'A reload without network would work now.' };
  return { text: 'not offline yet', reason: offline.reasons.join(' ') };
}

/** What this browser keeps: “18 MB stored, kept”; null while unknown. */
export function describeStorage({ offline }: Pick<EngineState, 'offline'>): string | null {
  if (offline.storedBytes === null) return null;
  return `${bytes(offline.storedBytes)} stored${offline.persisted ? ', kept' : ''}`;
}

/** Memory that captions take: “41 MB in memory”; null while none are there. */
export function describeMemory({ index, furtherIndexes }: Indexes): string | null {
  const memoryBytes = sum(
    [index, ...Object.values(furtherIndexes)].map(({ info }) => info?.memoryBytes ?? 0),
  );
  return memoryBytes > 0 ? `${bytes(memoryBytes)} in memory` : null;
}

const part = ({ loaded, total }: { readonly loaded: number; readonly total: number }) =>
  `${bytes(loaded)} of ${bytes(total)}`;

/** What is under way, with numbers; “Ready” only where nothing is and nothing has failed. */
export function describeActivity({
  model,
  index,
  furtherIndexes,
  queue,
  classes,
  idle,
}: Pick<EngineState, 'model' | 'index' | 'furtherIndexes' | 'queue' | 'classes' | 'idle'>): string {
  if (idle) {
    if (model.status === 'failed') return 'Stopped: no model';
    if (model.status === 'paused') return 'Paused: the model’s download goes on when you resume it';
    const all = [index, ...Object.values(furtherIndexes)];
    const takePart = all.filter(({ status, info }) => status !== 'unfit' && (info?.captionsPresent ?? 0) > 0);
    if (all.every(({ status }) => status !== 'failed' && status !== 'unfit')) return 'Ready';
    return takePart.length > 0 ? 'Ready with some captions' : 'Ready without captions';
  }
  if (model.status === 'loading')
    return model.progress ? `Loading the model, ${part(model.progress)}` : 'Loading the model…';
  if (queue.running) return `Classifying, ${count(queue.done)} of ${counted(queue.total, 'photo')} done`;
  const unread = classes.filter((entry) => entry.status === 'waiting').length;
  if (unread > 0)
    return `Reading classes, ${count(classes.length - unread)} of ${count(classes.length)} done`;
  if (index.status === 'opening') return 'Opening the caption index…';
  const coming = [index, ...Object.values(furtherIndexes)].flatMap(({ status, info }) =>
    status === 'downloading' && info !== null ? info : [],
  );
  if (coming.length > 0) {
    const loaded = sum(coming.map(({ bytesPresent }) => bytesPresent));
    return `Fetching captions, ${part({ loaded, total: sum(coming.map(({ bytesTotal }) => bytesTotal)) })}`;
  }
  return 'Working…';
}
