import type { Part } from '../../index-shards/format';
import { type FileStore, partsOf, type StoredFile } from './file-store';

/** Files for as long as the worker lives. What is read is not a copy. */
export class MemoryFiles implements FileStore {
  readonly partsAreQuick = true;
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();

  async names(): Promise<Set<string>> {
    return new Set(this.#files.keys());
  }

  async sizes(): Promise<Map<string, number>> {
    return new Map([...this.#files].map(([name, { length }]) => [name, length]));
  }

  async has(name: string): Promise<boolean> {
    return this.#files.has(name);
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#files.get(name);
  }

  async readParts(
    { name, bytes: length }: StoredFile,
    parts: readonly Part[],
  ): Promise<Uint8Array<ArrayBuffer>[] | undefined> {
    const bytes = this.#files.get(name);
    return bytes?.length === length ? partsOf(bytes, parts) : undefined;
  }

  async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#files.set(name, bytes);
  }

  async drop(names: Iterable<string>): Promise<void> {
    for (const name of names) this.#files.delete(name);
  }
}
