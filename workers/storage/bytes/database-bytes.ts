import { delMany, get, keys, set } from 'idb-keyval';
import type { Part } from '../../../index-shards/format';
import { Database } from '../database';
import { partsOf, type StoredFile } from '../file-store';
import type { ByteStore } from './byte-store';

/** Bytes in IndexedDB, for browsers without files of a page's own: even for a part of a file all of it is read. */
export class DatabaseBytes implements ByteStore {
  readonly partsAreQuick = false;
  readonly #bytes: Database;

  /** @param name of the database */
  constructor(name: string) {
    this.#bytes = new Database(name);
  }

  read({ name }: StoredFile): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#bytes.run((store) => get<Uint8Array<ArrayBuffer>>(name, store));
  }

  async readParts(file: StoredFile, parts: readonly Part[]): Promise<Uint8Array<ArrayBuffer>[] | undefined> {
    const bytes = await this.read(file);
    return bytes && partsOf(bytes, parts);
  }

  isOpen(): boolean {
    return false;
  }

  names(): Promise<string[]> {
    return this.#bytes.run((store) => keys<string>(store));
  }

  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#bytes.run((store) => set(name, bytes, store));
  }

  drop(names: readonly string[]): Promise<void> {
    return this.#bytes.run((store) => delMany([...names], store));
  }
}
