import type { Part } from '../../index-shards/format';
import { partsOf, type ShardStore, type StoredFile } from './shard-store';

/** For as long as the worker lives. */
export class MemoryStore implements ShardStore {
  readonly kind = 'memory';
  readonly partsAreQuick = true;
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #manifests = new Map<string, string>();

  async names(): Promise<Set<string>> {
    return new Set(this.#files.keys());
  }
  async sizes(): Promise<Map<string, number>> {
    return new Map([...this.#files].map(([name, { length }]) => [name, length]));
  }
  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#files.get(name);
  }
  async readParts(
    { name }: StoredFile,
    parts: readonly Part[],
  ): Promise<Uint8Array<ArrayBuffer>[] | undefined> {
    const bytes = this.#files.get(name);
    return bytes && partsOf(bytes, parts);
  }
  async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#files.set(name, bytes);
  }
  async drop(names: Iterable<string>): Promise<void> {
    for (const name of names) this.#files.delete(name);
  }
  async dropAllBut(names: ReadonlySet<string>): Promise<void> {
    await this.drop([...this.#files.keys()].filter((name) => !names.has(name)));
  }
  async manifests(): Promise<Map<string, string>> {
    return new Map(this.#manifests);
  }
  async writeManifest(url: string, text: string): Promise<void> {
    this.#manifests.set(url, text);
  }
  async dropManifest(url: string): Promise<void> {
    this.#manifests.delete(url);
  }
}
