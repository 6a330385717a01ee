import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BuildFile } from '../protocol';
import { AppStore } from './app-store';
import { DIGEST_HEADER, partsOfPage, sha256 } from './intact';
import { cacheKey, formerKey } from './plan';
import { CacheInMemory, failingBody } from './testing/cache';

const SCOPE = 'https://fernglass.example/app/';
const text = (value: string) => new TextEncoder().encode(value);
const WORDS = 'the script as it was built';
let script: BuildFile;
let page: BuildFile;
let cache: CacheInMemory;
let store: AppStore;

beforeEach(async () => {
  const of = async (path: string, content: string): Promise<BuildFile> => ({
    path,
    sha256: await sha256(text(content).buffer),
    bytes: content.length,
    stage: 'shell',
  });
  script = await of('assets/index-1.js', WORDS);
  page = await of('index.html', '<title>As built</title>');
  cache = new CacheInMemory();
  vi.stubGlobal('caches', { open: async () => cache });
  store = new AppStore([script, page], SCOPE);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const contentOf = async (response: Response | undefined) => response && (await response.text());
const html = { headers: { 'content-type': 'text/html' } };

/** A host that gives one answer after the other, and what it was asked. */
function hostOf(...answers: (() => Response)[]) {
  const asked: RequestCache[] = [];
  const ask = async (request: Request) => {
    asked.push(request.cache);
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError('Failed to fetch');
    return answer();
  };
  return { asked, ask };
}

// Fault: damaged in storage × app
test.each<[string, () => Response]>([
  ['another content', () => new Response('the script as it was hurt')],
  ['less of it', () => new Response(WORDS.slice(0, 9))],
  ['nothing', () => new Response('')],
  ['a body that breaks off', () => failingBody(WORDS.slice(0, 9))],
])('stored is %s: it is not handed out, and gone', async (_, damaged) => {
  const key = cacheKey(script, SCOPE);
  await cache.put(key, new Response(WORDS));
  expect(await contentOf(await store.match(script))).toBe(WORDS);
  cache.set(key, damaged);
  expect(await store.match(script)).toBeUndefined();
  expect(await cache.keys()).toEqual([]);
});

test('a page that its host rewrites is held against what was stored of it', async () => {
  const rewritten = '<title>Rewritten</title>';
  const { ask } = hostOf(() => new Response(rewritten, html));
  expect(await contentOf(await store.fetchWhole(page, ask))).toBe(rewritten);
  const stored = await store.match(page);
  expect(stored?.headers.get(DIGEST_HEADER)).toBe(await sha256(text(rewritten).buffer));
  expect(await contentOf(stored)).toBe(rewritten);
  const { headers } = stored!;
  cache.set(cacheKey(page, SCOPE), () => new Response('<title>Rewritt', { headers }));
  expect(await store.match(page)).toBeUndefined();
});

test('a page that version 0.1.0 stored, without a digest, is taken if it can be read', async () => {
  await cache.put(cacheKey(page, SCOPE), new Response('<title>Older</title>', html));
  expect(await contentOf(await store.match(page))).toBe('<title>Older</title>');
  cache.set(cacheKey(page, SCOPE), () => failingBody('<title>'));
  expect(await store.match(page)).toBeUndefined();
});

test('a file of an earlier version is held against the revision that its key names', async () => {
  const earlier = { path: 'assets/index-0.js', sha256: await sha256(text('earlier').buffer) };
  const key = formerKey(earlier, SCOPE);
  await cache.put(key, new Response('earlier'));
  expect(await contentOf(await store.matchEarlier(earlier.path))).toBe('earlier');
  cache.set(key, () => new Response('earl'));
  expect(await store.matchEarlier(earlier.path)).toBeUndefined();
});

// Fault: connection breaks × app
test('an answer that breaks off is asked for again, past the HTTP cache, and what comes whole is stored', async () => {
  const { ask, asked } = hostOf(
    () => failingBody(WORDS.slice(0, 9)),
    () => new Response(WORDS),
  );
  expect(await contentOf(await store.fetchWhole(script, ask))).toBe(WORDS);
  expect(asked).toEqual(['default', 'reload']);
  expect(await contentOf(await store.match(script))).toBe(WORDS);
});

test('one that breaks off twice is handed on to nobody', async () => {
  const { ask } = hostOf(
    () => failingBody('the'),
    () => failingBody('the script'),
  );
  await expect(store.fetchWhole(script, ask)).rejects.toThrow('assets/index-1.js broke off');
  await expect(store.fetchWhole(script, hostOf().ask)).rejects.toThrow('Failed to fetch');
  expect(await cache.keys()).toEqual([]);
});

test('another file, or an error, is handed on as the host’s word, and not stored', async () => {
  const other = hostOf(
    () => new Response('newer'),
    () => new Response('newer'),
  );
  expect(await contentOf(await store.fetchWhole(script, other.ask))).toBe('newer');
  const missing = hostOf(() => new Response('no', { status: 404 }));
  expect((await store.fetchWhole(script, missing.ask)).status).toBe(404);
  expect(missing.asked).toEqual(['default']);
  expect(await cache.keys()).toEqual([]);
});

test('where the browser gives no room, the file is handed on all the same', async () => {
  vi.spyOn(cache, 'put').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
  const { ask } = hostOf(() => new Response(WORDS));
  expect(await contentOf(await store.fetchWhole(script, ask))).toBe(WORDS);
});

test('what was looked through ahead is not read again, once and for a while', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await cache.put(cacheKey(script, SCOPE), new Response(WORDS));
  await store.lookAhead([script]);
  cache.reads = 0;
  expect(await store.match(script)).toBeDefined();
  expect(cache.reads).toBe(1);
  expect(await store.match(script)).toBeDefined();
  expect(cache.reads).toBe(3);
  await store.lookAhead([script]);
  cache.set(cacheKey(script, SCOPE), () => new Response('hurt'));
  vi.setSystemTime(Date.now() + 60_000);
  expect(await store.match(script)).toBeUndefined();
});

test('the parts of a page are the scripts and styles of the app that it names, each once', () => {
  const head = `<script type="module" crossorigin src="./assets/index-D9.js"></script>
    <link rel="modulepreload" href="./assets/index-D9.js"><link rel="stylesheet" href="./assets/index-B.css?x#y">
    <link rel="icon" href="./favicon.svg"><script src="https://elsewhere.example/assets/a.js"></script>`;
  expect(partsOfPage(head)).toEqual(['assets/index-D9.js']);
  expect(partsOfPage('<link href="assets/a.css">')).toEqual(['assets/a.css']);
});
