import type { ModelSource } from '../../protocol';
import { fetchJson } from './download';
import type { ModelStore } from './model-store';

/**
 * Pins a hub's moving revision (a branch such as `main`) to the commit it names now, and keeps the pin: files fetched on
 * different days must be of one commit. Unchanged for folders, for commits, and where the hub does not tell.
 */
export async function pinRevision(source: ModelSource, store: ModelStore): Promise<ModelSource> {
  if (source.layout === 'folder' || isCommit(source.revision)) return source;
  const host = source.host.endsWith('/') ? source.host : `${source.host}/`;
  const url = new URL(`api/models/${source.id}/revision/${encodeURIComponent(source.revision)}`, host).href;
  const kept = await store.get(url);
  if (kept) return { ...source, revision: new TextDecoder().decode(kept) };
  const commit = await readCommit(url);
  if (!commit) return source;
  await store.put(url, new TextEncoder().encode(commit));
  return { ...source, revision: commit };
}

async function readCommit(url: string): Promise<string | null> {
  try {
    const { sha } = (await fetchJson(url)) as { sha?: unknown };
    return isCommit(sha) ? sha : null;
  } catch {
    return null;
  }
}

function isCommit(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value);
}
