import type { Part } from '../../index-shards/format';
import { type FileStore, partsOf, type StoredFile } from './file-store';

/** Headers that a kept file has of its own: how long it is, and since when it is there. */
const KEPT_BYTES = 'fernglass-bytes';
const KEPT_AT = 'fernglass-kept-at';

/** The headers under which a file of so many bytes is kept now. */
export function factsOf(bytes: number): Record<string, string> {
  return { [KEPT_BYTES]: String(bytes), [KEPT_AT]: new Date().toISOString() };
}

/**
 * Files in Cache Storage, where pages, workers and the service worker may all read them. Names are absolute URLs. Even
 * for a part of a file all of it is read. Opened anew for each use: a cache that is held outlives the clearing of the
 * site's data, and what is written to it then is lost.
 */
export class CacheFiles implements FileStore {
  readonly partsAreQuick = false;

  /** @param cache its name */
  constructor(private readonly cache: string) {}

  async names(): Promise<Set<string>> {
    return new Set((await (await this.#open()).keys()).map(({ url }) => url));
  }

  async sizes(): Promise<Map<string, number>> {
    return new Map([...(await this.facts())].map(([name, { bytes }]) => [name, bytes]));
  }

  /** Bytes of each file, and when it was kept, in milliseconds since 1970: null where its headers do not say. */
  async facts(): Promise<Map<string, { readonly bytes: number; readonly keptAt: number | null }>> {
    const facts = new Map<string, { bytes: number; keptAt: number | null }>();
    for (const name of await this.names()) {
      const response = await this.response(name);
      if (response === undefined) continue;
      const { headers } = response;
      const keptAt = Date.parse(headers.get(KEPT_AT) ?? '');
      const noted = headers.get(KEPT_BYTES);
      const bytes = noted === null ? (await response.blob()).size : Number(noted);
      facts.set(name, { bytes, keptAt: Number.isNaN(keptAt) ? null : keptAt });
    }
    return facts;
  }

  async has(name: string): Promise<boolean> {
    return (await this.response(name)) !== undefined;
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const response = await this.response(name);
    return response && new Uint8Array(await response.arrayBuffer());
  }

  async readParts(
    { name, bytes: length }: StoredFile,
    parts: readonly Part[],
  ): Promise<Uint8Array<ArrayBuffer>[] | undefined> {
    const bytes = await this.read(name);
    return bytes?.length === length ? partsOf(bytes, parts) : undefined;
  }

  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.keep(name, new Response(bytes, { headers: factsOf(bytes.length) }));
  }

  async drop(names: Iterable<string>): Promise<void> {
    const cache = await this.#open();
    for (const name of names) await cache.delete(name);
  }

  /** The file as a response, with the headers that it was kept with. */
  async response(name: string): Promise<Response | undefined> {
    return (await this.#open()).match(name);
  }

  /** Names of the files at an address, whatever follows its question mark. */
  async keysOf(address: string): Promise<string[]> {
    return (await (await this.#open()).keys(address, { ignoreSearch: true })).map(({ url }) => url);
  }

  /** Writes a file as it arrives, with its headers; nothing is kept of one that is cut off. */
  async keep(name: string, response: Response): Promise<void> {
    await (await this.#open()).put(name, response);
  }

  #open(): Promise<Cache> {
    return caches.open(this.cache);
  }
}
