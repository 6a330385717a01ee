import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the host answers a request; `next` serves the file as it should be. */
export type Behaviour = (response: ServerResponse, bytes: Uint8Array, next: () => void) => void;

/** A static host on this machine that can be told to misbehave. */
export interface Host {
  /** Ends in `/`. */
  readonly url: string;
  /** Paths requested so far, with the request's Cache-Control. */
  readonly requests: { readonly name: string; readonly cacheControl: string | undefined }[];
  /** Replaces what is served. */
  serve(files: ReadonlyMap<string, Uint8Array>): void;
  /** The next `times` requests for `name` are answered so. */
  misbehave(name: string, behaviour: Behaviour, times?: number): void;
  close(): Promise<void>;
}

/** Starts a host under `/deep/path/`, as a site in a sub-path would be. */
export async function startHost(files: ReadonlyMap<string, Uint8Array>): Promise<Host> {
  let served = files;
  const requests: Host['requests'] = [];
  const plans = new Map<string, Behaviour[]>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const name = (request.url ?? '').split('/').at(-1)!;
    requests.push({ name, cacheControl: request.headers['cache-control'] });
    const bytes = served.get(name);
    if (bytes === undefined) return response.writeHead(404).end('not found');
    const next = () => {
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length });
      response.end(bytes);
    };
    const behaviour = plans.get(name)?.shift();
    return behaviour === undefined ? next() : behaviour(response, bytes, next);
  };
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/deep/path/`,
    requests,
    serve(files) {
      served = files;
    },
    misbehave(name, behaviour, times = 1) {
      plans.set(name, [...(plans.get(name) ?? []), ...new Array<Behaviour>(times).fill(behaviour)]);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Ways to misbehave. */
export const answers = {
  status:
    (status: number): Behaviour =>
    (response) => {
      response.writeHead(status).end('no');
    },
  htmlPage: (response: ServerResponse) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>Log in to this network</title>');
  },
  flippedBit: (response: ServerResponse, bytes: Uint8Array) => {
    const flipped = Uint8Array.from(bytes);
    flipped[flipped.length >> 1]! ^= 4;
    response.writeHead(200).end(flipped);
  },
  /** Ends early, and says so by its length. */
  cutShort: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200).end(bytes.subarray(0, bytes.length >> 1));
  },
  /** Promises the whole file and hangs up half-way. */
  hangUp: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  },
  tooLong: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200);
    response.write(bytes);
    response.end(bytes);
  },
  /** Sends the first half and then nothing. */
  stall: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, bytes.length >> 1));
  },
  empty: (response: ServerResponse) => {
    response.writeHead(200).end();
  },
};
