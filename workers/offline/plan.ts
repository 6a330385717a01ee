import type { BuildFile, Stage } from '../protocol';

/** Files of a build that are the service worker's own or its host's business. */
const NOT_SERVED = /(^|\/)(_headers|service-worker\.js|\.[^/]*)$|\.map$/;

/** The precision of the towers that every machine can run; the others are stored where they are used. */
const EVERYWHERE_PRECISION = /_quantized\.onnx$/;

/** Decoders that few visits need, as `scripts/vite/codecs.ts` puts them. */
const CODECS = 'assets/codecs/';

/** Whether a file of the build is a decoder, or a part of one, that is stored once it was used. */
export const isDecoder = (path: string): boolean => path.startsWith(CODECS);

/**
 * When to store a file of the build.
 * @param path relative to the build's root
 * @param furtherVectors paths of the files that some methods alone read: `furtherVectorPaths` of each index
 * @returns null for files that are never stored
 */
export function stageOf(path: string, furtherVectors: ReadonlySet<string> = new Set()): Stage | null {
  if (NOT_SERVED.test(path)) return null;
  if (furtherVectors.has(path) || isDecoder(path)) return 'on-use';
  if (path.startsWith('samples/') && !/\.(txt|csv|json)$/.test(path)) return 'on-use';
  if (path.endsWith('.onnx')) return EVERYWHERE_PRECISION.test(path) ? 'engine' : 'on-use';
  return /^(models|indexes|samples)\/|\.wasm$|^licences\.txt$/.test(path) ? 'engine' : 'shell';
}

/** Where an index's vectors in vector spaces lie, beside its manifest at `manifestPath`. */
export function furtherVectorPaths(
  manifestPath: string,
  { spaces = [] }: { readonly spaces?: readonly { readonly files: readonly { readonly name: string }[] }[] },
): string[] {
  const folder = manifestPath.slice(0, manifestPath.lastIndexOf('/') + 1);
  return spaces.flatMap(({ files }) => files.map(({ name }) => `${folder}${name}`));
}

/**
 * The path of `url` relative to `scope`, without query; `index.html` for the folder itself.
 * @returns null for other origins and for what lies outside the scope
 */
export function pathInScope(url: string, scope: string): string | null {
  const { origin, pathname } = new URL(url);
  const root = new URL(scope);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return null;
  return decodeURIComponent(pathname.slice(root.pathname.length)) || 'index.html';
}

/** WebAssembly of the build, whose name says which revision it is. */
const NAMED_BY_REVISION = /^assets\/[^/]+\.wasm$/;

/**
 * The key a file is stored under: another revision of the same file is another key, so versions can stand side by side.
 * WebAssembly stands under its own address: only there do browsers keep the code that they compile of it.
 */
export function cacheKey(file: Pick<BuildFile, 'path' | 'sha256'>, scope: string): string {
  return NAMED_BY_REVISION.test(file.path) ? fetchUrl(file, scope).href : formerKey(file, scope);
}

/** The key that every file had in stores of version 0.1.0 and earlier. */
export function formerKey(file: Pick<BuildFile, 'path' | 'sha256'>, scope: string): string {
  const url = fetchUrl(file, scope);
  url.searchParams.set('revision', file.sha256);
  return url.href;
}

/** The digest of the revision that a key names; null for one that names none. */
export function revisionOf(key: string): string | null {
  return new URL(key).searchParams.get('revision');
}

/** Where a file is fetched from; the page by its folder, because hosts redirect `index.html` to it. */
export function fetchUrl({ path }: Pick<BuildFile, 'path'>, scope: string): URL {
  return new URL(path === 'index.html' ? './' : path.split('/').map(encodeURIComponent).join('/'), scope);
}

/** Pages may be rewritten by their host and an index's manifest replaced on its own; all else must be the bytes that were built. */
export function mayDiffer(path: string): boolean {
  return path.endsWith('.html') || isManifest(path);
}

/** An index's manifest: the one file that is always fetched fresh where there is a network. */
export function isManifest(path: string): boolean {
  return /^indexes\/[^/]+\/manifest\.json$/.test(path);
}

/** Whether a response can be stored as the file it was asked for: no error, nothing partial, no page in a binary's place. */
export function isStorable(response: Pick<Response, 'status' | 'headers'>, path: string): boolean {
  const isPage = /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
  return response.status === 200 && isPage === path.endsWith('.html');
}

/** The stored keys that neither this version nor the one before it knows. */
export function outdatedKeys(
  stored: readonly string[],
  current: readonly string[],
  previous: readonly string[],
): string[] {
  const kept = new Set([...current, ...previous]);
  return stored.filter((key) => !kept.has(key));
}
