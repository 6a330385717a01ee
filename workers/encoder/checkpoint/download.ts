import { FernglassError } from '../../../core';

/** A whole answer: its bytes and headers; null where the host has no such file. */
export type Downloaded = { readonly bytes: Uint8Array<ArrayBuffer>; readonly headers: Headers } | null;

/** Bytes between two tellings of progress, at least. */
const LEAST_STEP = 1 << 18;

/**
 * Fetches a file whole, telling the bytes so far and in all (0 where the host does not say).
 * @throws FernglassError `network-failed`, `model-not-found` (a host that asks for a login), `model-unreadable` (cut short)
 */
export async function download(
  url: string,
  onProgress: (loaded: number, total: number) => void,
): Promise<Downloaded> {
  const response = await request(url);
  if (response.status === 404 || response.status === 410) return null;
  if (response.status === 401 || response.status === 403)
    throw new FernglassError(
      'model-not-found',
      `${url} is not open to everyone (${response.status}): the model is private, gated or misspelt. Choose a public one.`,
    );
  if (!response.ok)
    throw new FernglassError('network-failed', `${url} answered ${response.status}. Try again in a while.`);
  // Of a compressed answer the header states the length before unpacking, and across origins it is not told apart.
  const stated = Number(response.headers.get('content-length') ?? 0);
  const total = response.headers.has('content-encoding') ? 0 : stated;
  const bytes = await readBody(response, url, total, onProgress);
  if (bytes.length < total)
    throw new FernglassError(
      'model-unreadable',
      `${url} came cut short: ${bytes.length} of ${total} bytes. Load the model again.`,
    );
  return { bytes, headers: response.headers };
}

/** Asks whether a host has a file, without fetching it; false where it cannot be told. */
export async function exists(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: 'HEAD' })).ok;
  } catch {
    return false;
  }
}

async function request(url: string): Promise<Response> {
  try {
    return await fetch(url);
  } catch (cause) {
    throw new FernglassError(
      'network-failed',
      `${url} cannot be reached. Check the connection and the address, then load the model again.`,
      { cause },
    );
  }
}

async function readBody(
  response: Response,
  url: string,
  total: number,
  onProgress: (loaded: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array(total || 1 << 16);
  let loaded = 0;
  let told = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read().catch((cause) => {
      throw new FernglassError(
        'network-failed',
        `The connection broke while ${url} was loading (${loaded} bytes came). Load the model again.`,
        { cause },
      );
    });
    if (done) break;
    if (loaded + value.length > bytes.length) {
      const grown = new Uint8Array(Math.max(bytes.length * 2, loaded + value.length));
      grown.set(bytes.subarray(0, loaded));
      bytes = grown;
    }
    bytes.set(value, loaded);
    loaded += value.length;
    // Chunks come by the thousand, and every telling is a message between threads.
    if (loaded === total || loaded - told >= Math.max(LEAST_STEP, total / 100)) {
      told = loaded;
      onProgress(loaded, Math.max(total, loaded));
    }
  }
  if (told < loaded) onProgress(loaded, loaded);
  return loaded === bytes.length ? bytes : bytes.slice(0, loaded);
}
