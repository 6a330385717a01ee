import type { HubSource, ModelSource } from '../../../protocol';
import { fetchJson } from './download';
import type { ModelStore } from './model-store';

/**
 * Pins a hub's moving revision (a branch such as `main`) to the commit it names now, and keeps the pin: files fetched on
 * different days must be of one commit. Unchanged for folders, for commits, and where the hub does not tell.
 * @throws FernglassError `network-failed` where the hub is asked too often: files of a branch would come twice
 */
export async function pinRevision(source: ModelSource, store: ModelStore): Promise<ModelSource> {
  if (source.layout !== 'hub' || isCommit(source.revision)) return source;
  const url = pinAddress(source);
  const kept = await store.get(url);
  if (kept) return { ...source, revision: new TextDecoder().decode(kept) };
  const commit = await readCommit(url);
  if (!commit) return source;
  await store.put(url, new TextEncoder().encode(commit));
  return { ...source, revision: commit };
}

/** Whether a revision names one content for ever: a commit, or the digest of a folder. */
export const isFixed = (revision: string): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);

function pinAddress({ id, revision, host }: HubSource): string {
  const base = host.endsWith('/') ? host : `${host}/`;
  return new URL(`api/models/${id}/revision/${encodeURIComponent(revision)}`, base).href;
}

async function readCommit(url: string): Promise<string | null> {
  const said = (await fetchJson(url)) as { readonly sha?: unknown } | null;
  return isCommit(said?.sha) ? said.sha : null;
}

function isCommit(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value);
}
