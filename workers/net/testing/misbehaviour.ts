import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Behaviour } from './host';
import { answerFor } from './ranges';

const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1);

/** Ways for a host to misbehave, or to behave oddly. */
export const answers = {
  status:
    (status: number, headers: Readonly<Record<string, string>> = {}): Behaviour =>
    (response) => {
      response.writeHead(status, headers).end('no');
    },
  htmlPage: (response: ServerResponse) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>Log in to this network</title>');
  },
  /** Text in the file's place. */
  text:
    (text: string): Behaviour =>
    (response) => {
      response.writeHead(200).end(text);
    },
  /** Another file under this name. */
  other:
    (bytes: Uint8Array): Behaviour =>
    (response) => {
      response.writeHead(200).end(bytes);
    },
  flippedBit: (response: ServerResponse, bytes: Uint8Array) => {
    const flipped = Uint8Array.from(bytes);
    flipped[flipped.length >> 1]! ^= 4;
    response.writeHead(200).end(flipped);
  },
  /** Ends early, and says so by its length. */
  cutShort: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200).end(half(bytes));
  },
  /** Promises the whole file and closes the connection half-way. */
  hangUp: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(half(bytes), () => response.destroy());
  },
  /** Promises the whole file and resets the connection (RST) half-way. */
  reset: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(half(bytes), () => response.socket?.resetAndDestroy());
  },
  /** Behaves well, parts of files included, until it has sent so many bytes; then the connection is closed. */
  breakAfter:
    (count: number): Behaviour =>
    (response, bytes) => {
      const { status, headers, body } = answerFor(response.req, bytes);
      response.writeHead(status, headers);
      // Whoever reads may take a moment: a browser drops what it has not handed on when a connection ends.
      response.write(body.subarray(0, count), () => setTimeout(() => response.destroy(), 300));
    },
  /** Behaves well until it has sent so many bytes; then nothing more comes. */
  stallAfter:
    (count: number): Behaviour =>
    (response, bytes) => {
      const { status, headers, body } = answerFor(response.req, bytes);
      response.writeHead(status, headers);
      response.write(body.subarray(0, count));
    },
  /** Behaves well, with these headers in place of its own; null leaves one out. */
  withHeaders:
    (change: Readonly<Record<string, string | null>>, sent = answerFor): Behaviour =>
    (response, bytes) => {
      const { status, headers, body } = sent(response.req, bytes);
      const changed = Object.entries({ ...headers, ...change }).filter(([, value]) => value !== null);
      response.writeHead(status, Object.fromEntries(changed) as typeof headers).end(body);
    },
  /** Resets the connection before any answer. */
  resetAtOnce: (response: ServerResponse) => {
    response.socket?.resetAndDestroy();
  },
  tooLong: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200);
    response.write(bytes);
    response.end(bytes);
  },
  /** Sends the first half and then nothing. */
  stall: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(half(bytes));
  },
  /** Sends `bytes` at a time, with `every` milliseconds between. */
  drip:
    (step: number, every: number): Behaviour =>
    (response, bytes) => {
      response.writeHead(200, { 'content-length': bytes.length });
      let sent = 0;
      const timer = setInterval(() => {
        response.write(bytes.subarray(sent, sent + step));
        sent += step;
        if (sent < bytes.length) return;
        clearInterval(timer);
        response.end();
      }, every);
      response.on('close', () => clearInterval(timer));
    },
  empty: (response: ServerResponse) => {
    response.writeHead(200).end();
  },
  /** The file as it should be, compressed on the way. */
  compressed: (response: ServerResponse, bytes: Uint8Array) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(bytes));
  },
};
