import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What a faulty host sends instead of a file. */
export type Fault =
  /** The file is not there. */
  | 'missing'
  /** A web page with status 200, as hosts of single-page apps send. */
  | 'page'
  /** The first three fifths, with the length of what is sent: a file that was cut before it got here. */
  | 'short'
  /** The connection ends after three fifths of the stated length. */
  | 'broken'
  /** Forty flipped bytes in the middle. */
  | 'flipped'
  /** Status 503. */
  | 'busy'
  /** Status 401, as the hub answers for private and for misspelt models. */
  | 'private';

export interface Hub {
  /** Address ending in `/`. */
  readonly url: string;
  readonly commit: string;
  /** Paths asked for, with their method where it is not GET, in order. */
  readonly requests: string[];
  /** By path within the checkpoint. */
  readonly faults: Map<string, Fault>;
  /** Answers the API with 404, as plain mirrors do; checksums then stand in headers alone, if `checksums` is on. */
  api: boolean;
  checksums: boolean;
  close(): Promise<void>;
}

/** Files that the hub keeps in large-file storage: it answers for them with a redirect and their SHA-256. */
const LARGE = /\.onnx(_data\d*)?$/;

/**
 * Serves the checkpoint in `directory` on this machine as the Hugging Face hub serves `id`: same paths, redirect, headers
 * and API, open to every origin. The files also lie in a plain folder `id`.
 */
export async function startHub(directory: string, id: string, port = 0): Promise<Hub> {
  const files = new Map(listFiles(directory).map((path) => [path, readFileSync(join(directory, path))]));
  const commit = createHash('sha1').update(id).digest('hex');
  const requests: string[] = [];
  const faults = new Map<string, Fault>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://hub').pathname.slice(1));
    requests.push(request.method === 'GET' ? path : `${request.method} ${path}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'ETag, X-Linked-ETag, X-Linked-Size, X-Repo-Commit');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    answer(path, request, response);
  });

  function answer(path: string, request: IncomingMessage, response: ServerResponse): ServerResponse {
    const api = `api/models/${id}`;
    if (hub.api && path === `${api}/revision/main`) return sendJson(response, { id, sha: commit });
    if (hub.api && (path === `${api}/tree/${commit}` || path === `${api}/tree/main`))
      return sendJson(response, tree());
    const storage = path.match(/^storage\/(.+)$/)?.[1];
    if (storage) return sendFile(storage, request, response);
    const prefixes = [`${id}/resolve/main/`, `${id}/resolve/${commit}/`, `${id}/`];
    const prefix = prefixes.find((start) => path.startsWith(start));
    const name = prefix && path.slice(prefix.length);
    if (!name || !files.has(name)) return send(response, 404, 'Entry not found');
    if (prefix === `${id}/`) return sendFile(name, request, response);
    if (!LARGE.test(name) || faults.get(name) === 'missing') return sendFile(name, request, response);
    response.setHeader('Location', `/storage/${name}`);
    response.setHeader('X-Linked-Size', files.get(name)!.length);
    if (hub.checksums) response.setHeader('X-Linked-ETag', `"${digest(files.get(name)!)}"`);
    return send(response, 302, '');
  }

  function sendFile(name: string, request: IncomingMessage, response: ServerResponse): ServerResponse {
    const whole = files.get(name)!;
    const fault = faults.get(name);
    if (fault === 'missing') return send(response, 404, 'Entry not found');
    if (fault === 'busy') return send(response, 503, 'Busy');
    if (fault === 'private') return send(response, 401, 'Invalid username or password.');
    const page = Buffer.from('<!doctype html><title>Not found</title>');
    const part = whole.subarray(0, Math.floor(whole.length * 0.6));
    const body =
      fault === 'page' ? page : fault === 'short' ? part : fault === 'flipped' ? flipped(whole) : whole;
    if (hub.checksums && LARGE.test(name)) response.setHeader('ETag', `"${digest(whole)}"`);
    response.setHeader('Content-Type', fault === 'page' ? 'text/html' : 'application/octet-stream');
    response.setHeader('Content-Length', body.length);
    if (request.method === 'HEAD') return response.end();
    if (fault !== 'broken') return response.end(body);
    response.write(part, () => response.destroy());
    return response;
  }

  function tree() {
    return [...files].map(([path, bytes]) => ({
      type: 'file',
      path,
      size: bytes.length,
      ...(LARGE.test(path) ? { lfs: { oid: digest(bytes), size: bytes.length } } : {}),
    }));
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const hub: Hub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    commit,
    requests,
    faults,
    api: true,
    checksums: true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return hub;
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const middle = copy.length >> 1;
  for (let i = middle; i < middle + 40; i++) copy[i] = copy[i]! ^ 0x5a;
  return copy;
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sendJson(response: ServerResponse, value: unknown): ServerResponse {
  response.setHeader('Content-Type', 'application/json');
  return response.end(JSON.stringify(value));
}

function send(response: ServerResponse, status: number, body: string): ServerResponse {
  response.statusCode = status;
  return response.end(body);
}
