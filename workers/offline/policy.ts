/**
 * What the app's own files are sent with, by every host that lets us say so and by the service worker: the one text of it.
 * Pure, so that the build, the preview and tests read the same.
 */

type Directives = Readonly<Record<string, readonly string[]>>;

const SELF = "'self'";
const NONE = "'none'";

/**
 * Code, styles and pictures come from the app's own origin and are never put together from text; no other site frames the
 * page. Workers fetch models and indexes from hosts that the user chose, over https or from this machine; which hosts
 * those are is known to the service worker (`network.ts`).
 */
const DIRECTIVES: Directives = {
  'default-src': [NONE],
  'script-src': [SELF, "'wasm-unsafe-eval'"],
  'worker-src': [SELF],
  'style-src': [SELF],
  'font-src': [SELF],
  'img-src': [SELF, 'blob:'],
  'connect-src': [SELF, 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
  'manifest-src': [SELF],
  'object-src': [NONE],
  'base-uri': [NONE],
  'form-action': [NONE],
  'frame-ancestors': [NONE],
};

/** The policy as a header: of the page, of workers, and of everything else of the app's. */
export const CONTENT_SECURITY_POLICY = written(DIRECTIVES);

/**
 * The policy that the page carries within itself, for hosts that send no headers. The page asks its own origin only: what
 * comes from elsewhere is fetched by workers, which this does not bind. A page cannot say by itself who may frame it.
 */
export const PAGE_POLICY = written(
  Object.fromEntries(
    Object.entries({ ...DIRECTIVES, 'connect-src': [SELF] }).filter(([name]) => name !== 'frame-ancestors'),
  ),
);

/** What holds while developing too, where hot reload needs scripts and styles of its own. */
export const DEVELOPMENT_POLICY = written(
  Object.fromEntries(
    ['object-src', 'base-uri', 'form-action', 'frame-ancestors'].map((name) => [name, DIRECTIVES[name]!]),
  ),
);

/** Cross-origin isolation, without which WASM runs on one thread. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

/** Every header that a file of the app should come with. */
export const HEADERS = {
  ...ISOLATION_HEADERS,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/**
 * The response with the headers of the app, for hosts that cannot send them. Responses that scripts may not look into are
 * returned as they are. So are those that have every header: browsers keep the code that they compile for a response from
 * the cache, and would compile that of a made one at every visit.
 */
export function withHeaders(response: Response): Response {
  const has = ([name, value]: [string, string]) => response.headers.get(name) === value;
  if (response.status === 0 || Object.entries(HEADERS).every(has)) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  // A body cannot be given where the status forbids one.
  const body = NO_BODY.has(response.status) ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** The file in which some hosts of static files look up headers (`_headers`). */
export function headersFile(): string {
  const forAll = Object.entries({ ...HEADERS, 'Cache-Control': 'no-cache' });
  const immutable = (path: string) => [
    path,
    '  ! Cache-Control',
    '  Cache-Control: public, max-age=31536000, immutable',
  ];
  return [
    '/*',
    ...forAll.map(([name, value]) => `  ${name}: ${value}`),
    ...immutable('/assets/*'),
    ...immutable('/indexes/*.bin'),
    '',
  ].join('\n');
}

function written(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}
