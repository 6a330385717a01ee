import { type History, latestOf, migrated } from '../../../core';
import { usableSpace } from '../../../index-shards/format';
import { type NetworkChoice, originsOf } from '../../../workers/protocol';
import { hostsOf } from '../retrieval/spaces/second-encoder';
import { addressesOf } from '../state/request/indexes';
import type { EngineState } from '../state/types';

/** Where it is kept in `localStorage` that nothing but the app's own origin may be asked. */
export const CLOSED_KEY = 'fernglass.network';

/** Version 1, the first, is `{version, closed}`. */
const HISTORY: History<Stored> = { first: 1, migrations: [] };

interface Stored {
  readonly version?: unknown;
  readonly closed?: unknown;
}

/**
 * The hosts that follow from what the user chose: the model's, the indexes', those of the second text encoder once a
 * search in its space is asked for, and those which the user lets any of them send on to. The app's own origin is never among them; it may always be asked.
 * @param base the page's address
 */
export function networkOf(
  {
    closed,
    request,
    index,
    considered = null,
  }: Pick<EngineState, 'closed' | 'request' | 'index'> & Partial<Pick<EngineState, 'considered'>>,
  base: string,
): NetworkChoice {
  const { model, searchMode } = request;
  const encoder =
    (searchMode === 'second' || searchMode === 'hybrid') && index.info !== null
      ? usableSpace(index.info.manifest, 'text')?.encoder
      : undefined;
  const models = [
    model,
    ...(considered === null ? [] : [considered]),
    ...(encoder === undefined ? [] : hostsOf(encoder, model)),
  ];
  const origins = [
    ...models.flatMap((source) =>
      source.layout === 'device' ? [] : originsOf(source.host, source.layout === 'hub'),
    ),
    ...addressesOf(request).flatMap((address) => originsOf(address)),
  ];
  // What a host may send on to goes with the host.
  const further = request.sentOn.filter(({ from }) => origins.includes(from)).map(({ to }) => to);
  const own = originsOf(base);
  const others = [...origins, ...further].filter((origin) => !own.includes(origin));
  return { closed, origins: [...new Set(others)] };
}

/** Whether the user closed it on an earlier visit or in another tab. What is there and cannot be read counts as closed. */
export function readClosed(storage: Pick<Storage, 'getItem'> | null): boolean {
  const text = storage?.getItem(CLOSED_KEY) ?? null;
  if (text === null) return false;
  try {
    return migrated(JSON.parse(text) as Stored, HISTORY)?.closed !== false;
  } catch {
    return true;
  }
}

/** Keeps it for the next visit; a browser that refuses storage forgets it, and with it every host that was chosen. */
export function storeClosed(storage: Pick<Storage, 'setItem'> | null, closed: boolean): void {
  try {
    storage?.setItem(CLOSED_KEY, JSON.stringify({ version: latestOf(HISTORY), closed }));
  } catch {
    // A full or refused storage costs the user only the restored setting.
  }
}
