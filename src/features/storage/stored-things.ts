import { isOwnIndex, type StoredApi } from '../../../workers/protocol';
import { type Engine, WorkerLink } from '../../engine';
import { counted } from '../common/text/formats';
import { projects } from '../project/keeping/client';
import { deleteProject } from '../project/keeping/manage';
import type { KeptThing } from './kept-thing';
import { readSettings, removeSettings } from './settings';

const link = new WorkerLink<StoredApi>(
  () =>
    new Worker(new URL('../../../workers/stored/worker.ts', import.meta.url), {
      type: 'module',
      name: 'stored',
    }),
  {
    stopped: 'Listing what this browser keeps stopped',
    remedy: 'Close the list and open it again.',
  },
);

/** A field pack of what is kept here. @throws FernglassError `storage-unavailable` */
export const packField: (typeof link.api)['packField'] = (request) => link.api.packField(request);

/** Puts a field pack's files where fetched ones lie. @throws FernglassError `pack-unreadable`, `storage-full` */
export const unpackField: (typeof link.api)['unpackField'] = (pack, onProgress) =>
  link.api.unpackField(pack, onProgress);

/** What this browser keeps for the page, the largest first. */
export async function listKept(): Promise<KeptThing[]> {
  const settings = readSettings();
  const [stored, kept] = await Promise.all([link.api.list(), keptProjects()]);
  const things: KeptThing[] = [...stored, ...kept, ...(settings === null ? [] : [settings])];
  return things.toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
}

async function keptProjects(): Promise<KeptThing[]> {
  // A browser that keeps no projects keeps other things.
  const list = await projects.list().catch(() => []);
  return list.map(({ id, name, photos, bytes, changedAt }) => ({
    kind: 'project',
    id,
    title: `Project “${name}”, ${counted(photos, 'photo')}`,
    host: null,
    bytes,
    keptAt: changedAt,
  }));
}

/** Removes one of them, by whoever holds it; the engine is told. */
export async function removeKept(thing: KeptThing, engine: Engine): Promise<void> {
  if (thing.kind === 'settings') removeSettings();
  else if (thing.kind === 'project') return deleteProject(engine, thing.id);
  else if (isOpenIndex(thing, engine)) await engine.removeIndex(thing.id);
  else await link.api.remove({ kind: thing.kind, id: thing.id });
  await engine.storageChanged(thing.kind === 'model' ? (thing.model?.source.id ?? thing.title) : undefined);
}

/** Whether it is an index that is open now. */
function isOpenIndex({ kind, id }: KeptThing, engine: Engine): boolean {
  const { index, furtherIndexes } = engine.getState();
  const infos = [index, ...Object.values(furtherIndexes)].map(({ info }) => info);
  return kind === 'index' && infos.some((info) => info?.manifestUrl === id);
}

/** What follows from removing it, in words for the user. */
export function consequenceOf(thing: KeptThing, engine: Engine): string {
  switch (thing.kind) {
    case 'app':
      return 'This page goes on. Without a network it opens again only once the next visit has stored it anew.';
    case 'model':
      return 'It is fetched again when it is next loaded.';
    case 'index':
      if (isOwnIndex(thing.id))
        return 'It was made here of your own captions and cannot be fetched again: export it first to keep a copy.';
      return isOpenIndex(thing, engine)
        ? 'It is open: answers are computed without its captions then. It is fetched again when it is next opened.'
        : 'It is fetched again when it is next opened.';
    case 'texts':
      return 'Names and prompts are embedded again when they are next used.';
    case 'unfinished':
      return 'No stored index names them. What is being fetched of one begins again.';
    case 'unknown':
      return 'This version of Fernglass does not use it; another one may.';
    case 'project':
      return 'It can be taken back by Undo until this page is left; its room is free from the next visit on.';
    case 'settings':
      return 'The next visit begins with the settings and the class list of a newcomer.';
  }
}
