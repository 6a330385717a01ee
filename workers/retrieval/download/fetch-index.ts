import { type ErrorCode, FernglassError } from '../../../core';
import {
  type FileEntry,
  LIMITS,
  type Manifest,
  parseManifest,
  verifyBytes,
} from '../../../index-shards/format';
import { type FetchOptions, fetchFile, looksLikeHtml, Passing } from '../../net';

/**
 * Fetches a content-hashed file and checks it; repeats twice, past the HTTP cache, where that can help.
 * @throws FernglassError `shard-not-found`, `shard-corrupt` or `network-failed`; the signal's reason when aborted.
 */
export function fetchVerified(
  url: URL,
  entry: FileEntry,
  options: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = `The file ${fileName(url)} of the caption index`;
  const wanted = {
    url,
    file,
    cache: 'default',
    most: entry.bytes,
    missing: 'shard-not-found',
    tooLong: 'shard-corrupt',
    remedy: REMEDY,
    mayBeNew: true,
  } as const;
  return fetchFile(wanted, options, async (bytes) => {
    try {
      await verifyBytes(bytes, entry);
    } catch (error) {
      if (looksLikeHtml(bytes)) throw pageInstead(file, 'shard-not-found');
      if (!(error instanceof FernglassError) || error.code !== 'shard-corrupt') throw error;
      throw new Passing('shard-corrupt', error.message, { cause: error });
    }
    return bytes;
  });
}

/**
 * Fetches a manifest, never from the HTTP cache unasked; repeats twice where that can help.
 * @throws FernglassError `index-not-found`, `manifest-invalid` or `network-failed`; the signal's reason when aborted.
 */
export function fetchManifest(
  url: URL,
  options: FetchOptions,
): Promise<{ manifest: Manifest; text: string }> {
  const file = `The index at ${url}`;
  const wanted = {
    url,
    file,
    cache: 'no-cache',
    most: LIMITS.manifestBytes,
    missing: 'index-not-found',
    tooLong: 'manifest-invalid',
    remedy: REMEDY,
    mayBeNew: false,
  } as const;
  return fetchFile(wanted, options, (bytes) => {
    if (looksLikeHtml(bytes)) throw pageInstead(file, 'index-not-found');
    const text = new TextDecoder().decode(bytes);
    return { manifest: parseManifest(parseJson(text)), text };
  });
}

const REMEDY = 'ask whoever keeps the index to upload it again';

/**
 * Parses a manifest's text.
 * @throws FernglassError `manifest-invalid`.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FernglassError(
      'manifest-invalid',
      "The index's manifest.json is not JSON. Check that the address is that of an index.",
      { cause },
    );
  }
}

/** A page in place of a file may come from a cache or a login portal, so another attempt may mend it. */
function pageInstead(file: string, code: ErrorCode): FernglassError {
  return new Passing(
    code,
    `${file} is not there: a web page came instead. Check the address, and whether the network asks you to log in.`,
  );
}

const fileName = (url: URL) => decodeURIComponent(url.pathname.split('/').at(-1) ?? '').slice(0, 20);
