import type { EngineState } from '../../../../engine';
import { bytes, count } from '../../../common/text/formats';

/** Why captions do not take part, or not all of them yet, and what the user can do. */
export interface Reason {
  readonly tone: 'note' | 'warn' | 'error';
  readonly text: string;
  readonly action: 'retry' | 'resume' | 'fetch' | null;
}

/** Null while every caption of the index takes part. */
export function enrichmentReason({ index, model }: Pick<EngineState, 'index' | 'model'>): Reason | null {
  const { info, error } = index;
  switch (index.status) {
    case 'ready':
      return info !== null && info.captionsPresent < info.manifest.captions
        ? {
            tone: 'warn',
            text: `Only ${count(info.captionsPresent)} of ${count(info.manifest.captions)} captions are on this device; the others cannot take part.`,
            action: 'resume',
          }
        : null;
    case 'opening':
      return {
        tone: 'note',
        text: 'The caption index is opening; until then looks alone decide.',
        action: null,
      };
    case 'downloading':
      return {
        tone: 'note',
        text:
          info === null
            ? 'Captions are on their way.'
            : `Captions are on their way: ${bytes(info.bytesPresent)} of ${bytes(info.bytesTotal)}. Those that are here already take part.`,
        action: null,
      };
    case 'paused':
      // Fetched for the field: what is needed takes part.
      if (index.asks !== null && info !== null && info.captionsPresent > 0)
        return {
          tone: 'note',
          text: `${count(info.captionsPresent)} of ${count(info.manifest.captions)} captions were fetched for the field; the others cannot take part.`,
          action: 'fetch',
        };
      if (index.asks !== null && info !== null)
        return { tone: 'note', text: agreement(index.asks, info), action: 'fetch' };
      return {
        tone: 'warn',
        text: 'The download of captions is paused. Those that are here take part; the others wait.',
        action: 'resume',
      };
    case 'failed':
      return {
        tone: 'error',
        text: error?.message ?? 'The caption index could not be opened; looks alone decide.',
        action: 'retry',
      };
    case 'unfit':
      return { tone: 'warn', text: unfit(index, model), action: null };
  }
}

/** What fetching a large index means, before any of it is fetched. */
function agreement(
  { bytes: size, host, freeBytes }: NonNullable<EngineState['index']['asks']>,
  { manifest }: NonNullable<EngineState['index']['info']>,
): string {
  const room =
    freeBytes === null
      ? ''
      : freeBytes < size
        ? ` This browser has room for ${bytes(freeBytes)}: not all of it would be kept.`
        : ` This browser has room for ${bytes(freeBytes)}.`;
  const { source, licence } = manifest.provenance;
  return `${manifest.title} has ${bytes(size)} and comes from ${host} (${source}, licence: ${licence}).${room} Nothing of it has been fetched yet.`;
}

/** Names both models: captions of another model's space would be compared with nothing that fits them. */
function unfit(index: EngineState['index'], model: EngineState['model']): string {
  const [wanted, loaded] = [index.info?.manifest.model.id, model.info?.id];
  if (wanted === undefined || loaded === undefined || wanted === loaded)
    return (
      index.error?.message ??
      'This index does not fit the model that is loaded. Choose another index or model.'
    );
  return `These captions were embedded with ${wanted}, but ${loaded} is loaded, so looks alone decide. Choose an index made with ${loaded}, or load ${wanted}.`;
}
