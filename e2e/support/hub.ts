import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const CHECKPOINT = fileURLToPath(new URL('../../workers/encoder/fixtures/tiny-siglip/', import.meta.url));

/** A model hub on this machine, laid out like the public one. */
export interface Hub {
  /** Its address, ending in `/`. */
  readonly url: string;
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves a small random-weight SigLIP under `<id>/resolve/<revision>/` for each of `ids`, to pages of any origin, as
 * the public hub does.
 */
export async function startHub(ids: readonly string[]): Promise<Hub> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1);
    requests.push(path);
    const [, id, file] = /^(.+?)\/resolve\/[^/]+\/(.+)$/.exec(path) ?? [];
    const body = id && file && ids.includes(id) ? readOrNull(CHECKPOINT + file) : null;
    response.writeHead(body ? 200 : 404, {
      'Access-Control-Allow-Origin': '*',
      'Content-Type': file?.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      'Content-Length': body?.length ?? 0,
    });
    response.end(request.method === 'HEAD' ? undefined : (body ?? undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
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
