import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerFor } from './ranges';

/** How the host answers a request; `next` serves the file as it should be. */
export type Behaviour = (response: ServerResponse, bytes: Uint8Array, next: () => void) => void;

/** One request as it came. */
export interface Asked {
  readonly name: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly cacheControl: string | undefined;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  /** When, in milliseconds of `performance.now()`. */
  readonly at: number;
}

/** A static host on this machine that can be told to misbehave. */
export interface Host {
  /** Ends in `/`. */
  readonly url: string;
  /** What was requested so far. */
  readonly requests: Asked[];
  /** Replaces what is served. */
  serve(files: ReadonlyMap<string, Uint8Array>): void;
  /** The next `times` requests for `name` are answered so, after what was planned before. */
  misbehave(name: string, behaviour: Behaviour, times?: number): void;
  /** Drops what is still planned. */
  behave(): void;
  /** Ends it, open connections included. */
  close(): Promise<void>;
  /** Serves again on the same port. */
  reopen(): Promise<void>;
}

/**
 * Starts a host under `/deep/path/`, as a site in a sub-path would be.
 * @param headers sent with everything, for example to let other origins read it
 */
export async function startHost(
  files: ReadonlyMap<string, Uint8Array>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Host> {
  let served = files;
  const requests: Asked[] = [];
  const plans = new Map<string, Behaviour[]>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    const name = new URL(path, 'http://localhost').pathname.split('/').at(-1)!;
    const { 'cache-control': cacheControl, range, 'if-range': ifRange } = request.headers;
    requests.push({ name, path, cacheControl, range, ifRange: ifRange as string, at: performance.now() });
    for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
    const bytes = served.get(name);
    if (bytes === undefined) return response.writeHead(404).end('not found');
    const next = () => {
      const { status, headers, body } = answerFor(request, bytes);
      response.writeHead(status, headers).end(body);
    };
    const behaviour = plans.get(name)?.shift();
    return behaviour === undefined ? next() : behaviour(response, bytes, next);
  };
  const server = createServer(answer);
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/deep/path/`,
    requests,
    serve(files) {
      served = files;
    },
    misbehave(name, behaviour, times = 1) {
      plans.set(name, [...(plans.get(name) ?? []), ...new Array<Behaviour>(times).fill(behaviour)]);
    },
    behave() {
      plans.clear();
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
    reopen: () => listen(port),
  };
}
