import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The production build. */
export const BUILD = fileURLToPath(new URL('../../dist', import.meta.url));

/** What a host sends instead of the file it was asked for. */
export interface Altered {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string | Uint8Array;
}

export interface SiteOptions {
  /** The folder that is served; the production build unless said otherwise. May be changed while it is served. */
  readonly directory?: () => string;
  /** Begins and ends in `/`. */
  readonly base?: string;
  /** Whether the host sends the headers of cross-origin isolation. */
  readonly isolated?: boolean;
  /** Lets the host misbehave: returns what to send for `path` (below the base), or null for the file itself. */
  readonly alter?: (path: string, file: Uint8Array | null) => Altered | null;
}

/** A host of static files as simple as they come. */
export interface Site {
  /** Where the page is, ending in `/`. */
  readonly url: string;
  /** Paths below the base asked for so far. */
  readonly requests: readonly string[];
  /** Ends the server at once, open connections included. */
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.wasm': 'application/wasm',
  '.csv': 'text/csv; charset=utf-8',
};

/** Serves a folder on a free port of this machine. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const { directory = () => BUILD, base = '/', isolated = true, alter = () => null } = options;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith(base)) {
      response.writeHead(404).end();
      return;
    }
    const path = decodeURIComponent(pathname.slice(base.length)) || 'index.html';
    requests.push(path);
    const file = readOrNull(join(directory(), normalize(path)));
    const altered = alter(path, file);
    const body = altered?.body ?? file;
    response.writeHead(altered?.status ?? (body === null ? 404 : 200), {
      'Content-Type': altered?.type ?? TYPES[extname(path)] ?? 'application/octet-stream',
      'Cache-Control': 'no-cache',
      ...(body === null ? {} : { 'Content-Length': Buffer.byteLength(body) }),
      ...(isolated
        ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
        : {}),
    });
    response.end(body ?? undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}${base}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readOrNull(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
