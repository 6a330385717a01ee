import type { StoredApi } from '../../../workers/protocol';
import { type Engine, WorkerLink } from '../../engine';
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

/** What this browser keeps for the page, the largest first. */
export async function listKept(): Promise<KeptThing[]> {
  const settings = readSettings();
  const things: KeptThing[] = [...(await link.api.list()), ...(settings === null ? [] : [settings])];
  return things.toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
}

/** Removes one of them, by whoever holds it; the engine is told. */
export async function removeKept(thing: KeptThing, engine: Engine): Promise<void> {
  if (thing.kind === 'settings') removeSettings();
  else if (isOpenIndex(thing, engine)) await engine.removeIndex();
  else await link.api.remove({ kind: thing.kind, id: thing.id });
  await engine.storageChanged(thing.kind === 'model' ? thing.title : undefined);
}

/** Whether it is the index that is searched now. */
export function isOpenIndex({ kind, id }: KeptThing, engine: Engine): boolean {
  return kind === 'index' && engine.getState().index.info?.manifestUrl === id;
}

/** What follows from removing it, in words for the user. */
export function consequenceOf(thing: KeptThing, engine: Engine): string {
  switch (thing.kind) {
    case 'app':
      return 'This page goes on. Without a network it opens again only once the next visit has stored it anew.';
    case 'model':
      return 'It is fetched again when it is next loaded.';
    case 'index':
      return isOpenIndex(thing, engine)
        ? 'It is open: answers are computed without its captions then. It is fetched again when it is next opened.'
        : 'It is fetched again when it is next opened.';
    case 'texts':
      return 'Names and prompts are embedded again when they are next used.';
    case 'unfinished':
      return 'No stored index names them. What is being fetched of one begins again.';
    case 'unknown':
      return 'This version of Fernglass does not use it; another one may.';
    case 'settings':
      return 'The next visit begins with the settings and the class list of a newcomer.';
  }
}
