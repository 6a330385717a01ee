import type { Part } from '../../index-shards/format';
import { type FileStore, partsOf, type StoredFile } from './file-store';

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
    const sizes = new Map<string, number>();
    for (const name of await this.names()) {
      const response = await this.response(name);
      if (response !== undefined) sizes.set(name, (await response.blob()).size);
    }
    return sizes;
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
    return this.keep(name, new Response(bytes));
  }

  async drop(names: Iterable<string>): Promise<void> {
    const cache = await this.#open();
    for (const name of names) await cache.delete(name);
  }

  /** The file as a response, with the headers that it was kept with. */
  async response(name: string, options?: CacheQueryOptions): Promise<Response | undefined> {
    return (await this.#open()).match(name, options);
  }

  /** Writes a file as it arrives, with its headers; nothing is kept of one that is cut off. */
  async keep(name: string, response: Response): Promise<void> {
    await (await this.#open()).put(name, response);
  }

  #open(): Promise<Cache> {
    return caches.open(this.cache);
  }
}
