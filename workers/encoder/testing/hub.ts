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
  /** Nothing more comes after three fifths. */
  | 'stalled'
  /** Forty flipped bytes in the middle. */
  | 'flipped'
  /** Status 503. */
  | 'busy'
  /** Status 429, with a wait that is worth waiting, or one that is not. */
  | 'limited'
  | 'limited for long'
  /** Status 403, as the hub answers for models whose terms were not accepted. */
  | 'gated'
  /** Status 401, as the hub answers for private and for misspelt models. */
  | 'private';

export interface Hub {
  /** Address ending in `/`. */
  readonly url: string;
  readonly commit: string;
  /** Paths asked for, with their method where it is not GET, in order. */
  readonly requests: string[];
  /** By path within the checkpoint; of the API, by `api/revision` and `api/tree`. */
  readonly faults: Map<string, Fault>;
  /** For each request for a file's content, in order: its path within the checkpoint, and the byte it was asked for from. */
  readonly sent: { readonly name: string; readonly from: number }[];
  /** Answers the API with 404, as plain mirrors do; checksums then stand in headers alone, if `checksums` is on. */
  api: boolean;
  checksums: boolean;
  /** Where requests for large files are sent on to: this host itself, or the address of another (from the plain folder too), ending in `/`. */
  storage: string;
  /** Small files that another host is asked for instead, by their names; its address ends in `/`. */
  readonly moved: Map<string, string>;
  close(): Promise<void>;
}

/** Headers that the hub lets other origins read. */
const EXPOSED =
  'ETag, Retry-After, Accept-Ranges, Content-Range, X-Linked-ETag, X-Linked-Size, X-Repo-Commit';

/** Files that the hub keeps in large-file storage: it answers for them with a redirect and their SHA-256. */
const LARGE = /\.onnx(_data\d*)?$/;

/**
 * Serves the checkpoint in `directory` on this machine as the Hugging Face hub serves `id`: same paths, redirect, headers
 * and API, open to every origin. The files also lie in a plain folder `id`.
 * @param isShown which of its files are served, all by default
 * @param others folders of further repositories by their ids; they have no faults and no API, as on plain mirrors
 */
export async function startHub(
  directory: string,
  id: string,
  port = 0,
  others: Readonly<Record<string, string>> = {},
  isShown: (path: string) => boolean = () => true,
): Promise<Hub> {
  const files = filesIn(directory, isShown);
  const mirrored = new Map(Object.entries(others).map(([name, folder]) => [name, filesIn(folder)]));
  const commit = createHash('sha1').update(id).digest('hex');
  const requests: string[] = [];
  const faults = new Map<string, Fault>();
  const sent: Hub['sent'][number][] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://hub').pathname.slice(1));
    requests.push(request.method === 'GET' ? path : `${request.method} ${path}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    answer(path, request, response);
  });

  function answer(path: string, request: IncomingMessage, response: ServerResponse): ServerResponse {
    const api = `api/models/${id}`;
    const asked = path.startsWith(`${api}/`) && `api/${path.slice(api.length + 1).split('/')[0]}`;
    const fault = asked ? faults.get(asked) : undefined;
    if (fault !== undefined && refused(fault, response)) return response;
    if (hub.api && path === `${api}/revision/main`) return sendJson(response, { id, sha: commit });
    if (hub.api && (path === `${api}/tree/${commit}` || path === `${api}/tree/main`))
      return sendJson(response, tree());
    for (const [other, its] of mirrored) {
      const name =
        path.startsWith(`${other}/`) && path.slice(other.length + 1).replace(/^resolve\/main\//, '');
      const body = name ? its.get(name) : undefined;
      if (body !== undefined) return sendBody(request, response, body);
    }
    const storage = path.match(/^storage\/(.+)$/)?.[1];
    if (storage) return sendFile(storage, request, response);
    const prefixes = [`${id}/resolve/main/`, `${id}/resolve/${commit}/`, `${id}/`];
    const prefix = prefixes.find((start) => path.startsWith(start));
    const name = prefix && path.slice(prefix.length);
    if (!name || !files.has(name)) return send(response, 404, 'Entry not found');
    const moved = hub.moved.get(name);
    if (moved !== undefined) {
      response.setHeader('Location', `${moved}storage/${name}`);
      return send(response, 302, '');
    }
    const isHere = prefix === `${id}/` && hub.storage === '/';
    if (isHere) return sendFile(name, request, response);
    if (!LARGE.test(name) || faults.get(name) === 'missing') return sendFile(name, request, response);
    response.setHeader('Location', `${hub.storage}storage/${name}`);
    response.setHeader('X-Linked-Size', files.get(name)!.length);
    if (hub.checksums) response.setHeader('X-Linked-ETag', `"${digest(files.get(name)!)}"`);
    return send(response, 302, '');
  }

  function sendFile(name: string, request: IncomingMessage, response: ServerResponse): ServerResponse {
    const whole = files.get(name)!;
    const fault = faults.get(name);
    if (fault !== undefined && refused(fault, response)) return response;
    const page = Buffer.from('<!doctype html><title>Not found</title>');
    const part = whole.subarray(0, Math.floor(whole.length * 0.6));
    const content =
      fault === 'page' ? page : fault === 'short' ? part : fault === 'flipped' ? flipped(whole) : whole;
    if (hub.checksums && LARGE.test(name)) response.setHeader('ETag', `"${digest(whole)}"`);
    response.setHeader('Content-Type', fault === 'page' ? 'text/html' : 'application/octet-stream');
    // Parts are given of what lies in large-file storage, as the hub does.
    const asked = LARGE.test(name) ? /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] : undefined;
    const from = Math.min(Number(asked ?? 0), content.length);
    if (LARGE.test(name)) response.setHeader('Accept-Ranges', 'bytes');
    if (asked !== undefined) {
      response.statusCode = 206;
      response.setHeader('Content-Range', `bytes ${from}-${content.length - 1}/${content.length}`);
    }
    response.setHeader('Content-Length', content.length - from);
    if (request.method === 'HEAD') return response.end();
    sent.push({ name, from });
    if (fault !== 'broken' && fault !== 'stalled') return response.end(content.subarray(from));
    // However often it is asked, no more than three fifths ever come.
    response.write(content.subarray(from, Math.max(from, part.length)), () => {
      if (fault === 'broken') response.destroy();
    });
    return response;
  }

  /** Answers with an error where the fault is one. Whoever waits as a limit asks for is served. */
  function refused(fault: Fault, response: ServerResponse): boolean {
    const [status, body, retryAfter] = REFUSALS[fault] ?? [];
    if (status === undefined) return false;
    if (fault === 'limited') for (const [name, its] of faults) if (its === fault) faults.delete(name);
    // A cross-origin page may read it, as on the hub.
    if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
    send(response, status, body!);
    return true;
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
    sent,
    api: true,
    checksums: true,
    storage: '/',
    moved: new Map(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return hub;
}

/** A folder's files by their paths within it. */
function filesIn(directory: string, isShown: (path: string) => boolean = () => true): Map<string, Buffer> {
  const shown = listFiles(directory).filter(isShown);
  return new Map(shown.map((path) => [path, readFileSync(join(directory, path))]));
}

/** Sends a file whole, or what would be its headers. */
function sendBody(request: IncomingMessage, response: ServerResponse, body: Buffer): ServerResponse {
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Content-Length', body.length);
  return request.method === 'HEAD' ? response.end() : response.end(body);
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

const digests = new WeakMap<Buffer, string>();

/** The SHA-256 of a file, computed once: files of full size are asked for often. */
function digest(bytes: Buffer): string {
  const known = digests.get(bytes) ?? createHash('sha256').update(bytes).digest('hex');
  digests.set(bytes, known);
  return known;
}

/** Faults that are answers of their own. */
const REFUSALS: Partial<Record<Fault, readonly [status: number, body: string, retryAfter?: string]>> = {
  missing: [404, 'Entry not found'],
  busy: [503, 'Busy'],
  private: [401, 'Invalid username or password.'],
  gated: [403, 'Access to this model is restricted.'],
  limited: [429, 'Too many requests', '1'],
  'limited for long': [429, 'Too many requests', '600'],
};

function sendJson(response: ServerResponse, value: unknown): ServerResponse {
  response.setHeader('Content-Type', 'application/json');
  return response.end(JSON.stringify(value));
}

function send(response: ServerResponse, status: number, body: string): ServerResponse {
  response.statusCode = status;
  return response.end(body);
}
