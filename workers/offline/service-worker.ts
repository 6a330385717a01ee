import type { BuildFile, OfflineRequest } from '../protocol';
import { AppStore } from './app-store';
import { Gate } from './gate';
import { pageOfItsOwn, partsOfPage, sha256 } from './intact';
import { isDecoder, isManifest, pathInScope } from './plan';
import { withHeaders } from './policy';

declare const self: ServiceWorkerGlobalScope;
/** Every file of this build, written in when the site is built. */
declare const BUILD_FILES: readonly BuildFile[];

const { scope } = self.registration;
const store = new AppStore(BUILD_FILES, scope);
const shell = BUILD_FILES.filter(({ stage }) => stage === 'shell');
/** Everything that is fetched passes here, what this worker fetches for itself while it stores the app apart. */
const gate = new Gate({
  origin: self.location.origin,
  fetch: (input, init) => fetch(input, init),
  // Other documents in the app's folder know nothing of hosts, and another site on this origin has no say.
  pages: async () =>
    (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).filter(
      ({ url }) => pathInScope(url, scope) === 'index.html',
    ),
});
/** What takes longest to look through: it is begun while the page starts, before that asks for it. */
const ENGINE_FIRST = BUILD_FILES.filter(
  ({ path, stage }) => stage === 'engine' && /\.(wasm|onnx)$/.test(path),
);
const needed = BUILD_FILES.filter(({ stage }) => stage !== 'on-use');

self.addEventListener('install', (event) => {
  // The first version takes over with the shell alone: a page that needs the isolation headers should not wait for the
  // weights. An update has a complete version behind it and must be complete before it may replace that.
  event.waitUntil(store.keep(self.registration.active ? needed : shell));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(store.dropOutdated().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathInScope(request.url, scope);
  const file = path === null ? undefined : store.find(path);
  const isWhole = request.method === 'GET' && !request.headers.has('range');
  // Asked by a worker that does as if there were no network.
  if (request.cache === 'only-if-cached') {
    event.respondWith(answerStored(path, isWhole ? file : undefined).then(withHeaders));
    return;
  }
  if (file && isWhole && request.mode === 'navigate')
    event.respondWith(answerPage(event, file).then(withHeaders));
  else if (file && isWhole) event.respondWith(answer(event, file).then(withHeaders));
  else if (path?.startsWith('assets/') && isWhole)
    event.respondWith(answerEarlier(request, path).then(withHeaders));
  // A page outside the build is its host's business, as is where that sends on to.
  else if (request.mode !== 'navigate' || request.method !== 'GET')
    event.respondWith(gate.fetch(request).then(isOwn(request) ? withHeaders : (response) => response));
});

const isOwn = ({ url }: Request) => new URL(url).origin === self.location.origin;

self.addEventListener('message', (event) => {
  const message = event.data as OfflineRequest;
  if (message.type === 'take-over') {
    event.waitUntil(self.skipWaiting());
    return;
  }
  if (message.type === 'network') {
    if (event.source instanceof WindowClient) gate.tell(event.source.id, message.choice);
    return;
  }
  const port = event.ports[0];
  if (port) event.waitUntil(handle(message).then((report) => port.postMessage(report)));
});

async function handle(message: Exclude<OfflineRequest, { type: 'take-over' | 'network' }>) {
  const files = message.type === 'complete' ? needed : message.urls ? filesAt(message.urls) : needed;
  let problem: string | null = null;
  if (message.type !== 'look')
    await store.keep(files).catch((reason) => {
      problem = reason instanceof Error ? reason.message : String(reason);
    });
  return store.report(files, problem);
}

function filesAt(urls: readonly string[] | 'decoders'): BuildFile[] {
  if (urls === 'decoders') return BUILD_FILES.filter(({ path }) => isDecoder(path));
  return urls.flatMap((url) => store.find(pathInScope(url, scope) ?? '') ?? []);
}

/** Above so many bytes an answer of the host's is handed on as it comes: whoever waits for it counts them. */
const LARGE = 4_000_000;

async function answer(event: FetchEvent, file: BuildFile): Promise<Response> {
  if (isManifest(file.path)) return answerManifest(event.request, file);
  const stored = await store.match(file);
  if (stored) return stored;
  if (file.bytes <= LARGE) return store.fetchWhole(file, (request) => gate.fetch(request));
  const response = await gate.fetch(event.request);
  event.waitUntil(store.putIfIntact(file, response.clone()).catch(() => undefined));
  return response;
}

/** What is stored, or that it is not. */
async function answerStored(path: string | null, file: BuildFile | undefined): Promise<Response> {
  const stored = file ? await store.match(file) : path === null ? undefined : await store.matchEarlier(path);
  return stored ?? Response.error();
}

/**
 * The page with all that it does not open without, or a page of its own that says why not: a page whose script is damaged
 * would stay blank.
 */
async function answerPage(event: FetchEvent, file: BuildFile): Promise<Response> {
  try {
    const page = await answer(event, file);
    if (!page.ok || !file.path.endsWith('.html')) return page;
    for (const path of partsOfPage(await page.clone().text())) {
      const part = store.find(path);
      if (part) await answer(event, part);
    }
    event.waitUntil(store.lookAhead(ENGINE_FIRST));
    return page;
  } catch {
    return pageOfItsOwn();
  }
}

/** A page of the version before this one still loads its own parts. */
async function answerEarlier(request: Request, path: string): Promise<Response> {
  return (await store.matchEarlier(path)) ?? gate.fetch(request);
}

/**
 * Fresh where there is a network, stored otherwise. A fresh one that came with a newer version of the app waits with
 * that version: this version's model may not be the one it was embedded with.
 */
async function answerManifest(request: Request, file: BuildFile): Promise<Response> {
  const stored = await store.match(file);
  if (!stored) return gate.fetch(request);
  try {
    const fresh = await fetch(request, { cache: 'no-cache' });
    if (!fresh.ok || (await sha256(await fresh.clone().arrayBuffer())) === file.sha256) return fresh;
    await self.registration.update();
    return self.registration.installing || self.registration.waiting ? stored : fresh;
  } catch {
    return stored;
  }
}
