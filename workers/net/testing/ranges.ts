import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** What a well-behaved host answers: the file, or the part of it that is asked for and still the same. */
export function answerFor(
  { headers: { range, 'if-range': ifRange } }: Pick<IncomingMessage, 'headers'>,
  bytes: Uint8Array,
): { readonly status: number; readonly headers: OutgoingHttpHeaders; readonly body: Uint8Array } {
  const etag = etagOf(bytes);
  const common = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes', etag };
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(start) || (ifRange !== undefined && ifRange !== etag))
    return { status: 200, headers: { ...common, 'content-length': bytes.length }, body: bytes };
  if (start >= bytes.length)
    return {
      status: 416,
      headers: { ...common, 'content-range': `bytes */${bytes.length}` },
      body: new Uint8Array(0),
    };
  const body = bytes.subarray(start);
  return {
    status: 206,
    headers: {
      ...common,
      'content-length': body.length,
      'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
    },
    body,
  };
}

/** The strong entity tag of these bytes. */
export const etagOf = (bytes: Uint8Array) => `"${createHash('sha1').update(bytes).digest('hex')}"`;
